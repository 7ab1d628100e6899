"""Who is there to answer."""

from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, and_, func, select
from sqlalchemy.orm import Session

from backend.conversations.events import emit
from backend.handover.jobs import queue_assignment
from backend.handover.models import Agent, Presence
from backend.handover.settings import handover_settings


def _fresh_since(now: datetime) -> datetime:
    return now - timedelta(seconds=handover_settings().presence_timeout_s)


def is_online(now: datetime) -> ColumnElement[bool]:
    """Which agents take conversations now."""
    return and_(Agent.presence == "online", Agent.last_seen >= _fresh_since(now))


def is_there(agent: Agent, *, now: datetime) -> bool:
    """Whether somebody sits at the agent's console, ready for new work or not."""
    return presence_of(agent, now=now) in ("online", "busy")


def set_presence(session: Session, agent: Agent, presence: Presence, *, now: datetime) -> None:
    """What the agent chooses to be; tells the open consoles when it changes."""
    agent.last_seen = now
    if agent.presence != presence:
        agent.presence = presence
        emit(session, "presence", now=now, agent_id=str(agent.id), presence=presence)
        if presence == "online":
            queue_assignment(session)


def heartbeat(agent: Agent, *, now: datetime) -> None:
    """An open console of the agent was heard from."""
    agent.last_seen = now


def presence_of(agent: Agent, *, now: datetime) -> str:
    """What the agent is, after a console that fell silent is taken into account."""
    fresh = agent.last_seen is not None and agent.last_seen >= _fresh_since(now)
    return agent.presence if fresh else "offline"


def agents_online(session: Session, *, now: datetime) -> int:
    """How many agents can take a conversation now. Supervisors watch; they are not counted."""
    query = select(func.count()).select_from(Agent).where(Agent.role == "agent", Agent.active, is_online(now))
    return session.scalar(query) or 0
