"""What the clock looks after: doctors who vanished, appointments that nobody opened, consents that were withdrawn.

Each is a transaction of its own, which locks its conversations in the one order in which all timers lock them.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import Session

from backend.conversations.closing import DOCTOR
from backend.conversations.models import Conversation
from backend.handover.models import Agent
from backend.handover.settings import handover_settings
from backend.teleconsultation.holding import let_go
from backend.teleconsultation.models import OPEN, Consultation, ConsultationConsent, State
from backend.teleconsultation.service import announce
from backend.teleconsultation.telling import conversation_of, tell

OPENED_LATE = timedelta(hours=1)
"""How long after its time an appointment may still be opened; then the member is told to choose another one."""
_AT_ONCE = 50


def _each(
    session: Session, query: Select[Consultation], *states: State
) -> Iterator[tuple[Consultation, Conversation | None]]:
    """Those of a query that are still in such a state once they are locked, the conversation first, as everybody does.

    One that was moved to another conversation meanwhile is left to the next round.
    """
    in_one_order = query.where(Consultation.state.in_(states)).order_by(Consultation.conversation_id)
    for found in session.scalars(in_one_order.limit(_AT_ONCE)).all():
        conversation, seen_in = conversation_of(session, found), found.conversation_id
        session.refresh(found, with_for_update=True)
        if found.state in states and found.conversation_id == seen_in:
            yield found, conversation


def give_back_vanished(session: Session, *, now: datetime) -> int:
    """Lets any doctor of the facility open again what is with one who is gone, or is no doctor of it any more.

    Members are told. Returns how many.
    """
    silent_since = now - timedelta(seconds=handover_settings().abandon_after_s)
    silent = or_(Agent.last_seen.is_(None), Agent.last_seen < silent_since, Agent.active.is_(False))
    moved = or_(Agent.role != DOCTOR, Agent.facility_code.is_distinct_from(Consultation.facility_code))
    gone = or_(silent, moved)
    query = select(Consultation).join(Agent, Agent.id == Consultation.doctor_id).where(gone)
    given = 0
    for found, conversation in _each(session, query, "running"):
        found.state, found.doctor_id = "booked", None
        if now > found.starts_at + OPENED_LATE:
            # It was opened in time; the time to open it again begins now, for no two of a facility at the same moment.
            found.starts_at = now + timedelta(microseconds=given)
        session.flush()
        if conversation is not None:
            let_go(session, conversation)
        tell(session, found, "vanished", now=now)
        announce(session, found, now)
        given += 1
    return given


def close_missed(session: Session, *, now: datetime) -> int:
    """Ends appointments that no doctor opened, and says sorry; returns how many."""
    query = select(Consultation).where(Consultation.starts_at < now - OPENED_LATE)
    return sum(_ended(session, found, "missed", "missed", now) for found, _ in _each(session, query, "booked"))


def end_without_consent(session: Session, *, now: datetime) -> int:
    """Cancels what is booked or running where the member has withdrawn the consent; returns how many."""
    query = select(Consultation).where(Consultation.member_id.not_in(select(ConsultationConsent.member_id)))
    ended = 0
    for found, conversation in _each(session, query, *OPEN):
        if conversation is not None and found.state == "running":
            let_go(session, conversation)
        ended += _ended(session, found, "cancelled", "consent_ended", now)
    return ended


def _ended(session: Session, found: Consultation, state: State, said: str, now: datetime) -> int:
    found.state, found.ended_at = state, now
    session.flush()
    tell(session, found, said, now=now, again=state == "missed")
    announce(session, found, now)
    return 1
