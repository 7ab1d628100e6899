"""The timers of consultations lock several conversations, as others do: all in one order, so that nobody deadlocks."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import Engine, event

from backend.db import get_engine
from backend.membership.models import Member
from backend.teleconsultation.care import close_missed, end_without_consent, give_back_vanished
from backend.teleconsultation.models import Consultation, ConsultationConsent, State
from tests.teleconsultation.conftest import COMPLAINT, MONDAY_0900, Clinic, chat_of


@contextmanager
def locked_conversations(engine: Engine) -> Iterator[list[UUID]]:
    """The conversations that are locked meanwhile, each where it is named first."""
    names: list[UUID] = []

    def before(_connection: Any, _cursor: Any, statement: str, parameters: dict[str, Any], *_: Any) -> None:
        if "FROM conversations" in statement and "FOR UPDATE" in statement:
            (named,) = parameters.values()
            names.extend({named} - set(names))

    event.listen(engine, "before_cursor_execute", before)
    try:
        yield names
    finally:
        event.remove(engine, "before_cursor_execute", before)


def consultation(clinic: Clinic, member: Member, conversation_id: UUID, state: State, minutes: int) -> None:
    made = Consultation(receipt=f"TLK-{minutes}", member_id=member.id, asked_by=member.id, facility_code="A002")
    made.conversation_id, made.state, made.minutes, made.created_at = conversation_id, state, 15, clinic.now
    made.starts_at = MONDAY_0900 + timedelta(minutes=minutes)
    made.complaint, made.signs, made.doctor_id = COMPLAINT, "{}", clinic.doctor.id
    clinic.session.add(made)
    if state == "booked":
        clinic.session.add(ConsultationConsent(member_id=member.id, given_by=member.id, given_at=clinic.now))
    clinic.session.flush()


@pytest.mark.parametrize(
    ("timer", "states"),
    [
        (close_missed, ("booked", "booked")),
        (give_back_vanished, ("running", "running")),
        (end_without_consent, ("booked", "running")),
    ],
)
def test_conversations_are_locked_in_one_order(
    clinic: Clinic, timer: Callable[..., int], states: tuple[State, State]
) -> None:
    older, newer = clinic.chat.id, chat_of(clinic.session, "the other parent")
    consultation(clinic, clinic.child(), newer, states[0], 15)
    consultation(clinic, clinic.member, older, states[1], 30)
    if timer is end_without_consent:
        clinic.session.query(ConsultationConsent).delete()
    clinic.now = MONDAY_0900
    clinic.later(hours=3)
    with locked_conversations(get_engine()) as locked:
        assert timer(clinic.session, now=clinic.now) == len(states)
    assert locked == [older, newer]
