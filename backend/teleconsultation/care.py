"""What the clock looks after: doctors who vanished, appointments that nobody opened, consents that were withdrawn."""

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


def look_after(session: Session, now: datetime) -> None:
    """One round; a timer calls it."""
    give_back_vanished(session, now=now)
    close_missed(session, now=now)
    end_without_consent(session, now=now)


def _each(
    session: Session, query: Select[Consultation], state: State
) -> Iterator[tuple[Consultation, Conversation | None]]:
    """Those of a query that are still in a state once they are locked, the conversation first, as everybody does."""
    for found in session.scalars(query.where(Consultation.state == state).limit(_AT_ONCE)).all():
        conversation = conversation_of(session, found)
        session.refresh(found, with_for_update=True)
        if found.state == state:
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
            found.starts_at = now  # it was opened in time; the time to open it again begins now
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
    for state in OPEN:
        for found, conversation in _each(session, query, state):
            if conversation is not None and state == "running":
                let_go(session, conversation)
            ended += _ended(session, found, "cancelled", "consent_ended", now)
    return ended


def _ended(session: Session, found: Consultation, state: State, said: str, now: datetime) -> int:
    found.state, found.ended_at = state, now
    session.flush()
    tell(session, found, said, now=now, again=state == "missed")
    announce(session, found, now)
    return 1
