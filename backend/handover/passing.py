"""Passing a conversation on: to a person, to a team, to a supervisor, or back because its agent vanished."""

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import Select, and_, or_, select
from sqlalchemy.orm import Session

from backend.conversations.models import Conversation
from backend.errors import Forbidden, NotFound, ServiceError
from backend.handover import held, work
from backend.handover.accounts import get_agent
from backend.handover.jobs import queue_assignment
from backend.handover.line import get_handover
from backend.handover.models import Agent, Handover, Team
from backend.handover.presence import is_there
from backend.handover.service import announce
from backend.handover.settings import handover_settings

_AT_ONCE = 50


def to_agent(session: Session, handover_id: UUID, agent: Agent, target_id: UUID, note: str, *, now: datetime) -> None:
    """Gives a conversation to a colleague who is there, with a note on what is to be done.

    Raises:
        ServiceError: ``not_your_conversation``, ``handover_closed``, ``text_missing``, ``agent_not_there``.
    """
    conversation, handover = work.held_by(session, handover_id, agent, or_supervisor=True)
    target = get_agent(session, target_id)
    if target.role not in ("agent", "supervisor") or not is_there(target, now=now):
        raise ServiceError("agent_not_there", agent=target.name)
    work.internal(session, conversation, agent, f"→ {target.name}: {work.clean_text(note)}", now)
    held.send_all(session, handover, now)
    work.take(session, handover, target, now)
    session.flush()
    announce(session, handover, now=now)
    work.tell(session, conversation, "transferred", now, name=target.name)
    queue_assignment(session)


def to_team(session: Session, handover_id: UUID, agent: Agent, team_id: UUID, note: str, *, now: datetime) -> None:
    """Lets a conversation wait for a team, with a note on what is to be done.

    Raises:
        ServiceError: ``not_your_conversation``, ``handover_closed``, ``text_missing``, ``team_not_found``.
    """
    conversation, handover = work.held_by(session, handover_id, agent, or_supervisor=True)
    team = session.get(Team, team_id)
    if team is None:
        raise NotFound("team_not_found")
    work.internal(session, conversation, agent, f"→ {team.name}: {work.clean_text(note)}", now)
    handover.team_id = team.id
    work.back_in_line(session, conversation, handover, "released", now)


def take_over(session: Session, handover_id: UUID, supervisor: Agent, now: datetime) -> None:
    """A supervisor takes a conversation from whoever has it; the member is told who goes on.

    Raises:
        Forbidden: ``supervisors_only``.
        ServiceError: ``handover_closed``.
    """
    if not supervisor.supervisor:
        raise Forbidden("supervisors_only")
    conversation, handover = work.locked(session, handover_id)
    if handover.state != "claimed":
        raise ServiceError("handover_closed")
    held.send_all(session, handover, now)
    work.take(session, handover, supervisor, now)
    session.flush()
    announce(session, handover, now=now)
    work.tell(session, conversation, "transferred", now, name=supervisor.name)
    queue_assignment(session)


def _vanished(now: datetime) -> Select[Handover, Conversation]:
    settings = handover_settings()
    silent = Agent.last_seen < now - timedelta(seconds=settings.abandon_after_s)
    left = and_(Agent.presence == "offline", Agent.last_seen < now - timedelta(seconds=settings.logged_out_grace_s))
    awake = or_(Handover.snoozed_until.is_(None), Handover.snoozed_until <= now)
    query = select(Handover, Conversation).join(Conversation, Conversation.id == Handover.conversation_id)
    query = query.join(Agent, Agent.id == Handover.agent_id)
    query = query.where(Handover.state == "claimed", awake, or_(Agent.last_seen.is_(None), silent, left))
    return query.order_by(Handover.priority, Handover.requested_at).limit(_AT_ONCE)


def give_back_vanished(session: Session, *, now: datetime) -> int:
    """Puts back in the line what is with agents who are gone, and tells the members; returns how many."""
    query = _vanished(now).with_for_update(of=Conversation, skip_locked=True)
    given = 0
    for handover, conversation in session.execute(query.execution_options(populate_existing=True)).all():
        if get_handover(session, handover.id).state == "claimed":
            work.back_in_line(session, conversation, handover, "vanished", now)
            given += 1
    return given


def wake_snoozed(session: Session, *, now: datetime) -> int:
    """Shows the agents those of their conversations whose snooze is over; returns how many."""
    query = select(Handover).join(Conversation, Conversation.id == Handover.conversation_id)
    query = query.where(Handover.state == "claimed", Handover.snoozed_until <= now).limit(_AT_ONCE)
    due = session.scalars(query.with_for_update(of=Conversation, skip_locked=True)).all()
    for handover in due:
        handover.snoozed_until = None
        announce(session, handover, now=now)
    return len(due)
