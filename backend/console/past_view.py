"""What there was before: earlier talks with the same member, and the bookings they have."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import Row, or_, select
from sqlalchemy.orm import Session

from backend.console.member_view import record_look
from backend.handover.models import Agent, Handover
from backend.queues.models import Booking
from backend.queues.repository import recent_bookings

_TALKS, _BOOKINGS = 5, 3


def earlier_talks(
    session: Session, conversation_id: UUID, current: Handover | None, member_id: str | None
) -> Sequence[Row[Handover, str | None]]:
    """Earlier handovers of this conversation or, once verified, of the same member anywhere; newest first.

    Each comes with the name of the agent who had it.
    """
    same = Handover.conversation_id == conversation_id
    if member_id is not None:
        same = or_(same, Handover.member_id == member_id)
    query = select(Handover, Agent.name).outerjoin(Agent, Agent.id == Handover.agent_id).where(same)
    if current is not None:
        query = query.where(Handover.id != current.id)
    return session.execute(query.order_by(Handover.requested_at.desc()).limit(_TALKS)).all()


def bookings_of(
    session: Session, agent: Agent, conversation_id: UUID, member_id: str | None, *, now: datetime
) -> list[Booking]:
    """The newest bookings of a verified member; the look is in the audit log."""
    found = recent_bookings(session, [member_id], _BOOKINGS) if member_id else []
    if found and member_id:
        record_look(session, agent, conversation_id, member_id, what="queue.bookings", now=now)
    return found
