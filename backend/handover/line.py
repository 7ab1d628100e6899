"""Queries on the waiting line."""

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, and_, func, or_, select, tuple_
from sqlalchemy.orm import Session

from backend.errors import NotFound
from backend.handover.models import OPEN, Agent, Handover, Mention

AFTERWORK = timedelta(hours=24)
"""How long an agent may still read a conversation that they finished: for notes and the complaint's follow-up."""


def open_handover(session: Session, conversation_id: UUID) -> Handover | None:
    """The handover of a conversation that waits or is with an agent."""
    query = select(Handover).where(Handover.conversation_id == conversation_id, Handover.state.in_(OPEN))
    return session.scalars(query.execution_options(populate_existing=True)).one_or_none()


def last_handover(session: Session, conversation_id: UUID) -> Handover | None:
    """The newest handover of a conversation, open or not."""
    query = select(Handover).where(Handover.conversation_id == conversation_id)
    return session.scalars(query.order_by(Handover.requested_at.desc(), Handover.id.desc()).limit(1)).one_or_none()


def get_handover(session: Session, handover_id: UUID) -> Handover:
    """The handover with this id.

    Raises:
        NotFound: ``handover_not_found``.
    """
    found = session.get(Handover, handover_id, populate_existing=True)
    if found is None:
        raise NotFound("handover_not_found")
    return found


def position(session: Session, handover: Handover) -> int:
    """Place in the line, 1 for the next to be served; 0 when it does not wait."""
    if handover.state != "waiting":
        return 0
    place = tuple_(Handover.priority, Handover.requested_at, Handover.id)
    mine = (handover.priority, handover.requested_at, handover.id)
    query = select(func.count()).select_from(Handover).where(Handover.state == "waiting", place <= mine)
    return session.scalar(query) or 0


def visible_to(agent: Agent, now: datetime, of: type[Handover] = Handover) -> ColumnElement[bool]:
    """Which handovers an agent may open: those that wait, their own, and those that they finished, or were named in by
    a colleague, a short while ago. ``of``: the table or an alias of it.
    """
    if agent.supervisor:
        return of.id.is_not(None)
    own_work = or_(of.state == "claimed", of.resolved_at >= now - AFTERWORK)
    named = select(Mention.conversation_id).where(Mention.agent_id == agent.id, Mention.created_at >= now - AFTERWORK)
    return or_(of.state == "waiting", and_(of.agent_id == agent.id, own_work), of.conversation_id.in_(named))


def may_open(session: Session, agent: Agent, conversation_id: UUID, *, now: datetime) -> bool:
    """Whether an agent may read a conversation; it goes by its newest handover. Supervisors read all."""
    if agent.supervisor:
        return True
    last = last_handover(session, conversation_id)
    if last is None:
        return False
    query = select(Handover.id).where(Handover.id == last.id, visible_to(agent, now))
    return session.scalar(query) is not None
