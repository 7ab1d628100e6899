"""News about money reaches a conversation once, and is brought up again until a turn has told it."""

from datetime import datetime, timedelta
from uuid import UUID

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from backend.contributions import news
from backend.contributions.models import News, PaymentWatch
from backend.conversations.models import Conversation, Message
from backend.conversations.retention import TALK_KEPT
from backend.conversations.service import open_conversation
from backend.membership.models import Family

LATER = news.AGAIN_AFTER + timedelta(seconds=1)


@pytest.fixture
def conversation(session: Session, now: datetime) -> UUID:
    return open_conversation(session, "web", "news", now=now).id


def prompts(session: Session) -> int:
    session.flush()
    return len(session.scalars(select(Message).where(Message.payload == news.PROMPT)).all())


def tell(session: Session, conversation: UUID, now: datetime) -> bool:
    return news.tell(session, conversation, "paid:1", "paid", {"amount": 1}, now=now)


def test_the_same_thing_is_told_once(session: Session, conversation: UUID, now: datetime) -> None:
    assert [tell(session, conversation, now) for _ in range(2)] == [True, False]
    assert prompts(session) == 1


def test_a_turn_that_runs_again_tells_the_same_and_another_turn_nothing(
    session: Session, conversation: UUID, now: datetime
) -> None:
    tell(session, conversation, now)
    kinds = [[item.kind for item in news.take(session, conversation, turn)] for turn in ("a", "a", "b")]
    assert kinds == [["paid"], ["paid"], []]


def test_what_nobody_fetched_is_brought_up_again(session: Session, conversation: UUID, now: datetime) -> None:
    tell(session, conversation, now)
    assert news.bring_up_again(session, now) == 0
    assert news.bring_up_again(session, now + LATER) == 1
    assert prompts(session) == 2
    news.take(session, conversation, "a")
    assert news.bring_up_again(session, now + 3 * LATER) == 0


def test_news_wait_while_an_agent_talks(session: Session, conversation: UUID, now: datetime) -> None:
    session.get_one(Conversation, conversation).handled_by = "agent"
    session.flush()
    tell(session, conversation, now)
    assert news.bring_up_again(session, now + LATER) == 0
    assert prompts(session) == 0
    session.get_one(Conversation, conversation).handled_by = "bot"
    session.flush()
    assert news.bring_up_again(session, now + LATER) == 1


def test_who_asked_long_ago_is_not_told(session: Session, conversation: UUID, now: datetime) -> None:
    session.add(Family(id="F99", card_number="9999990101209999"))
    session.flush()
    news.watch(session, conversation, "F99", now=now - news.WATCH_LIFE - timedelta(seconds=1))
    news.tell_family(session, "F99", "paid:2", "paid", {}, now=now)
    assert session.scalars(select(News)).all() == []


def test_watches_and_news_of_long_ago_are_forgotten(session: Session, conversation: UUID, now: datetime) -> None:
    session.add(Family(id="F99", card_number="9999990101209999"))
    session.flush()
    news.watch(session, conversation, "F99", now=now)
    tell(session, conversation, now)

    def kept(at: datetime) -> tuple[int, int]:
        news.forget_old(session, at)
        return tuple(len(session.scalars(select(table)).all()) for table in (PaymentWatch, News))

    second = timedelta(seconds=1)
    assert [kept(now + news.WATCH_LIFE - second), kept(now + news.WATCH_LIFE)] == [(1, 1), (0, 1)]
    assert [kept(now + TALK_KEPT), kept(now + TALK_KEPT + second)] == [(0, 1), (0, 0)]
