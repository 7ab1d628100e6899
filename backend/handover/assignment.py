"""The queue drains itself: waiting conversations are given to free agents.

Both rows that decide, the conversation and the agent, are taken with ``SKIP LOCKED``: of many workers at once none
waits for another, no conversation gets two owners and no agent more than they can hold.
"""

from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Select, and_, any_, func, or_, select
from sqlalchemy.orm import Session

from backend.conversations.closing import DOCTOR
from backend.conversations.models import Conversation
from backend.handover import work
from backend.handover.line import get_handover
from backend.handover.models import Agent, Handover
from backend.handover.presence import is_online
from backend.handover.settings import handover_settings

TRIES = 5
"""A pair can be gone between seeing and taking it; then the next is looked for."""


def holds(now: datetime) -> ColumnElement[bool]:
    """Which handovers take an agent's capacity: all that they hold, but for the snoozed."""
    return and_(Handover.state == "claimed", or_(Handover.snoozed_until.is_(None), Handover.snoozed_until <= now))


def load_of(session: Session, agent: Agent, *, now: datetime) -> int:
    """How many conversations an agent works on."""
    query = select(func.count()).select_from(Handover).where(Handover.agent_id == agent.id, holds(now))
    return session.scalar(query) or 0


def _able(now: datetime) -> ColumnElement[bool]:
    """Whether an agent suits a conversation: its language always, the rest for as long as it is worth waiting for."""
    settings = handover_settings()
    queued = func.coalesce(Handover.queued_at, Handover.requested_at)
    long = queued <= now - timedelta(seconds=settings.skill_wait_s)
    longer = queued <= now - timedelta(seconds=settings.team_wait_s)
    topic = or_(func.cardinality(Agent.topics) == 0, Handover.topic == any_(Agent.topics))
    region = or_(
        func.cardinality(Agent.regions) == 0, Handover.region.is_(None), Handover.region == any_(Agent.regions)
    )
    language = or_(func.cardinality(Agent.languages) == 0, func.left(Conversation.locale, 2) == any_(Agent.languages))
    team = or_(Handover.team_id.is_(None), Handover.team_id == Agent.team_id)
    other = or_(Handover.passed_by.is_(None), Handover.passed_by != Agent.id)
    return and_(language, or_(and_(topic, region), long), or_(and_(team, other), longer))


def _pairs(now: datetime) -> Select[Handover, Agent]:
    """Waiting conversations with agents who may get them, the pair that is due first first."""
    busy = (
        select(Handover.agent_id, func.count().label("load")).where(holds(now)).group_by(Handover.agent_id).subquery()
    )
    load = func.coalesce(busy.c.load, 0)
    query = select(Handover, Agent).join(Conversation, Conversation.id == Handover.conversation_id)
    query = query.join(Agent, and_(Agent.role == "agent", is_online(now), _able(now)))
    query = query.outerjoin(busy, busy.c.agent_id == Agent.id)
    free = Conversation.handled_by != DOCTOR  # who asks during a consultation waits until the doctor is done
    query = query.where(Handover.state == "waiting", free, load < Agent.capacity)
    due = (Handover.priority, Handover.requested_at, Handover.id, load, Agent.assigned_at.asc().nulls_first(), Agent.id)
    return query.order_by(*due).limit(1).with_for_update(of=(Conversation, Agent), skip_locked=True, key_share=True)


def assign_next(session: Session, *, now: datetime) -> Handover | None:
    """Gives the conversation that is due first to the agent who is due first; ``None`` when no pair is left."""
    for _ in range(TRIES):
        pair = session.execute(_pairs(now).execution_options(populate_existing=True)).one_or_none()
        if pair is None:
            return None
        waiting, agent = get_handover(session, pair[0].id).state == "waiting", pair[1]
        if waiting and load_of(session, agent, now=now) < agent.capacity:
            return work.claim(session, pair[0].id, agent.id, now)
    return None
