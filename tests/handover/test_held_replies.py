"""Replies that may be taken back for a moment."""

from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from backend.conversations.models import ConsoleEvent, Conversation
from backend.conversations.service import history
from backend.errors import NotFound
from backend.handover import held, passing, work
from backend.handover.line import get_handover
from backend.handover.models import Agent
from backend.handover.settings import handover_settings
from backend.handover.tickets import HandoverTicket

Write = Callable[..., UUID]
Ask = Callable[..., HandoverTicket]


@pytest.fixture
def conversation_id(write: Write) -> UUID:
    return write()


@pytest.fixture
def handover_id(session: Session, conversation_id: UUID, ask: Ask, agent: Agent, now: datetime) -> UUID:
    handover_id = ask(conversation_id).handover_id
    work.claim(session, handover_id, agent.id, now)
    return handover_id


@pytest.fixture
def say(session: Session, conversation_id: UUID, handover_id: UUID, agent: Agent, now: datetime) -> Callable[..., UUID]:
    def said(text: str, key: UUID | None = None, at: datetime = now) -> UUID:
        key = key or uuid4()
        conversation = session.get_one(Conversation, conversation_id)
        held.hold(session, conversation, get_handover(session, handover_id), agent, text, key=key, now=at)
        return key

    return said


def said_by_agents(session: Session, conversation_id: UUID) -> list[str]:
    return [message.text for message in history(session, conversation_id) if message.author == "agent"]


def test_a_reply_is_sent_once_when_its_time_has_come(
    session: Session, conversation_id: UUID, say: Callable[..., UUID], now: datetime
) -> None:
    key = say("Baik, kami cek.")
    assert said_by_agents(session, conversation_id) == []
    assert held.send_due(session, now=now) == 0
    later = now + timedelta(seconds=handover_settings().edit_window_s)
    assert held.send_due(session, now=later) == 1
    kinds = select(ConsoleEvent.kind).where(ConsoleEvent.conversation_id == conversation_id)
    told = list(session.scalars(kinds.order_by(ConsoleEvent.id)))
    assert told[-2:] == ["message", "held"]  # the page shows it as sent, and no longer as held
    held.send(session, key, later)
    say("Baik, kami cek.", key)  # the page repeats what it got no answer for
    assert held.send_due(session, now=later + timedelta(minutes=1)) == 0
    assert said_by_agents(session, conversation_id) == ["Baik, kami cek."]


def test_a_reply_that_is_taken_back_is_never_sent(
    session: Session, conversation_id: UUID, agent: Agent, say: Callable[..., UUID], now: datetime
) -> None:
    key = say("salah tulis")
    assert held.take_back(session, key, agent, now) == "salah tulis"
    held.send(session, key, now)
    assert said_by_agents(session, conversation_id) == []


def test_too_late_and_not_ones_own_cannot_be_taken_back(
    session: Session, agent: Agent, colleague: Agent, say: Callable[..., UUID], now: datetime
) -> None:
    key = say("halo")
    with pytest.raises(NotFound, match="already_sent"):
        held.take_back(session, key, colleague, now)
    held.send(session, key, now)
    with pytest.raises(NotFound, match="already_sent"):
        held.take_back(session, key, agent, now)


def test_replies_keep_their_order(
    session: Session, conversation_id: UUID, say: Callable[..., UUID], now: datetime
) -> None:
    say("satu")
    second = say("dua", at=now + timedelta(seconds=1))
    held.send(session, second, now)
    assert said_by_agents(session, conversation_id) == ["satu", "dua"]


@pytest.mark.parametrize("leave", ["release", "resolve", "to_bot", "take_over", "vanish"])
def test_what_was_written_is_sent_before_the_conversation_changes_hands(
    session: Session,
    conversation_id: UUID,
    handover_id: UUID,
    agent: Agent,
    supervisor: Agent,
    say: Callable[..., UUID],
    now: datetime,
    leave: str,
) -> None:
    say("Terima kasih, Bapak/Ibu.")
    ways: dict[str, Callable[[], object]] = {
        "release": lambda: work.release(session, handover_id, agent, now),
        "resolve": lambda: work.resolve(session, handover_id, agent.id, now),
        "to_bot": lambda: work.to_bot(session, handover_id, agent, now),
        "take_over": lambda: passing.take_over(session, handover_id, supervisor, now),
        "vanish": lambda: passing.give_back_vanished(session, now=now),
    }
    ways[leave]()
    assert [message.author for message in history(session, conversation_id)][-2:] == ["agent", "system"]


def test_without_a_window_a_reply_is_sent_at_once(
    session: Session, conversation_id: UUID, say: Callable[..., UUID], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(handover_settings(), "edit_window_s", 0)
    say("langsung")
    assert said_by_agents(session, conversation_id) == ["langsung"]
