"""Texts that a change promises: sent exactly if it is committed, with nothing locked, and not lost with a process."""

from datetime import datetime, timedelta
from uuid import UUID

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from backend.db import get_engine, session_scope
from backend.identity import text_messages
from backend.identity.models import TextMessage
from backend.identity.retention import LINKS_KEPT, purge
from backend.identity.senders import SenderError

PHONE, SAID = "+6281299000101", "nomor HP diganti"
LIFE = timedelta(hours=1)
pytestmark = pytest.mark.usefixtures("committed")


class Gateway:
    """Keeps what it takes; refuses or dies as told."""

    def __init__(self, failure: BaseException | None = None) -> None:
        self.failure = failure
        self.taken: list[tuple[str, str]] = []

    def send(self, phone: str, text: str) -> None:
        if self.failure:
            raise self.failure
        self.taken.append((phone, text))


class Busy(Gateway):
    """While it is called, nobody holds the text's row, and no connection is in a transaction."""

    def send(self, phone: str, text: str) -> None:
        with get_engine().begin() as connection:
            connection.execute(select(TextMessage.id).with_for_update(nowait=True))
        super().send(phone, text)


class Died(BaseException):
    """The process ends in the middle of a call."""


def promise(session: Session, now: datetime, about: str = "a change") -> UUID:
    text_messages.queue(session, about, PHONE, SAID, now=now, good_for=LIFE)
    return session.scalars(select(TextMessage.id).where(TextMessage.about == about)).one()


def promised(now: datetime) -> UUID:
    with session_scope() as session:
        return promise(session, now)


def call(text_id: UUID, gateway: Gateway, now: datetime) -> None:
    text_messages.send(text_id, lambda: now, lambda _session, _now: gateway)


def state(text_id: UUID) -> str | None:
    with session_scope() as session:
        return session.scalar(select(TextMessage.state).where(TextMessage.id == text_id))


def jobs() -> int:
    with session_scope() as session:
        return session.scalar(text("SELECT count(*) FROM procrastinate_jobs WHERE task_name = 'send_text'")) or 0


def look_after(now: datetime) -> int:
    with session_scope() as session:
        return text_messages.look_after(session, now)


def test_a_promise_is_kept_once_and_leaves_nothing(now: datetime) -> None:
    text_id, gateway = promised(now), Busy()
    assert jobs() == 1
    for _ in range(2):
        call(text_id, gateway, now)
    assert (gateway.taken, state(text_id)) == ([(PHONE, SAID)], None)


def test_what_is_rolled_back_was_never_promised(now: datetime) -> None:
    with pytest.raises(RuntimeError), session_scope() as session:
        promise(session, now)
        raise RuntimeError
    with session_scope() as session:
        assert session.scalar(select(func.count()).select_from(TextMessage)) == 0
    assert jobs() == 0


def test_phone_and_text_are_encrypted(now: datetime) -> None:
    promised(now)
    with session_scope() as session:
        raw = session.execute(text("SELECT phone || text FROM text_messages")).scalar_one()
    assert PHONE not in raw and SAID not in raw


def test_a_newer_text_about_the_same_replaces_what_waits(now: datetime) -> None:
    older, newer, gateway = promised(now), promised(now), Gateway()
    call(older, gateway, now)
    assert gateway.taken == []
    call(newer, gateway, now)
    assert gateway.taken == [(PHONE, SAID)]


def test_a_job_that_died_before_the_call_is_queued_again(now: datetime) -> None:
    promised(now)
    with session_scope() as session:
        session.execute(text("DELETE FROM procrastinate_jobs"))
    assert look_after(now) == 0
    later = now + text_messages.FORGOTTEN_AFTER + timedelta(seconds=1)
    assert [look_after(later), look_after(later), jobs()] == [1, 0, 1]


def test_what_a_process_died_over_may_have_arrived_and_is_not_sent_again(now: datetime) -> None:
    text_id, gateway = promised(now), Gateway()
    with pytest.raises(Died):
        call(text_id, Gateway(Died()), now)
    later = now + text_messages.DIED_AFTER + timedelta(seconds=1)
    look_after(now)
    assert state(text_id) == "sending"
    look_after(later)
    call(text_id, gateway, later)
    assert (state(text_id), gateway.taken) == ("failed", [])


def test_a_gateway_that_is_away_is_asked_again_while_it_is_worth_it(now: datetime) -> None:
    text_id, away, gateway = promised(now), Gateway(SenderError("away", not_accepted=True)), Gateway()
    call(text_id, away, now)
    call(text_id, gateway, now)
    assert (state(text_id), gateway.taken) == ("queued", [])
    call(text_id, away, now + LIFE)
    assert state(text_id) == "failed"


def test_what_the_gateway_took_or_will_never_take_is_not_repeated(now: datetime) -> None:
    text_id = promised(now)
    call(text_id, Gateway(SenderError("silence")), now)
    assert state(text_id) == "failed"
    with session_scope() as session:
        assert text_messages.in_trouble(session, "a change")
        purge(session, now=now + LINKS_KEPT)
    assert state(text_id) is None
