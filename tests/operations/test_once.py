"""A call that may come twice: carried out once, answered each time alike."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from threading import Barrier
from uuid import UUID

import pytest
from pydantic import BaseModel
from sqlalchemy import select, text
from sqlalchemy.orm import Session

from backend.api.deps import CallerInfo
from backend.api.models import AnsweredCall
from backend.api.once import KEPT, forget_old, once
from backend.conversations.service import open_conversation
from backend.db import session_scope
from backend.errors import ServiceError

pytestmark = pytest.mark.usefixtures("committed")
Ends = Callable[..., object]


class Ended(BaseModel):
    """What was ended, and how often it was tried."""

    name: str
    times: int


class Work:
    """Something that can be ended once, and knows how often it was tried."""

    def __init__(self) -> None:
        self.times = 0
        self.refused = False

    def end(self, session: Session, caller: CallerInfo, now: datetime) -> Ended:
        self.times += 1
        if self.refused:
            raise ServiceError("not_now")
        return Ended(name="Siti", times=self.times)


@pytest.fixture
def work() -> Work:
    return Work()


@pytest.fixture
def chat(now: datetime) -> UUID:
    with session_scope() as session:
        return open_conversation(session, "web", "somebody", now=now).id


@pytest.fixture
def end(work: Work, now: datetime) -> Ends:
    endpoint = once(work.end)

    def call(conversation_id: UUID, key: str | None) -> object:
        with session_scope() as session:
            answer = endpoint(session=session, caller=CallerInfo(conversation_id, "web", "id", key), now=now)
        return Ended.model_validate(answer).times

    return call


def test_again_with_the_same_key_is_the_same_answer(end: Ends, chat: UUID, now: datetime) -> None:
    with session_scope() as session:
        other = open_conversation(session, "web", "somebody else", now=now).id
    assert [end(chat, "a"), end(chat, "a"), end(chat, "b"), end(other, "a")] == [1, 1, 2, 3]


def test_without_a_key_each_call_is_its_own(end: Ends, chat: UUID) -> None:
    assert [end(chat, None), end(chat, None)] == [1, 2]


def test_what_was_refused_may_be_tried_again(end: Ends, work: Work, chat: UUID) -> None:
    work.refused = True
    with pytest.raises(ServiceError, match="not_now"):
        end(chat, "a")
    work.refused = False
    assert end(chat, "a") == 2


def test_of_several_at_once_one_is_carried_out(end: Ends, work: Work, chat: UUID) -> None:
    start = Barrier(4)

    def call(_: int) -> object:
        start.wait()
        return end(chat, "a")

    with ThreadPoolExecutor(4) as threads:
        assert list(threads.map(call, range(4))) == [1] * 4
    assert work.times == 1


def test_answers_are_encrypted_and_forgotten_after_a_day(end: Ends, chat: UUID, now: datetime) -> None:
    end(chat, "a")
    with session_scope() as session:
        assert "Siti" not in session.execute(text("SELECT answer FROM answered_calls")).scalar_one()
        forget_old(session, now + KEPT - timedelta(seconds=1))
        assert session.scalar(select(AnsweredCall.key)) == "a"
        forget_old(session, now + KEPT + timedelta(seconds=1))
        assert session.scalar(select(AnsweredCall.key)) is None
