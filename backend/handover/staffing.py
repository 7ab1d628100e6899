"""Who can do what: capacity, skills and team of each agent, set by supervisors. Teams are made in ``teams``."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from backend.accounts.record import record_change
from backend.errors import NotFound, ServiceError
from backend.handover.jobs import queue_assignment
from backend.handover.models import Agent, Team
from backend.texts import LANGUAGES

MOST = 20
"""Conversations at once; nobody answers twenty well, so a larger number is a slip."""
REGION_LENGTH = 64


def team_members(session: Session) -> Sequence[Agent]:
    """Everybody who takes conversations, by name."""
    query = select(Agent).where(Agent.role.in_(("agent", "supervisor")), Agent.active).order_by(Agent.name)
    return session.scalars(query).all()


def set_skills(
    session: Session,
    agent_id: UUID,
    *,
    capacity: int,
    team_id: UUID | None,
    topics: Sequence[str],
    languages: Sequence[str],
    regions: str,
    by: Agent,
    now: datetime,
) -> None:
    """Sets what an agent can do; empty lists are everything.

    Args:
        capacity: conversations at once, 0 to 20.
        regions: cities or regencies, separated by commas, in any case.

    Raises:
        ServiceError: ``capacity_invalid``, ``team_not_found``, ``agent_not_found``.
    """
    agent = session.get(Agent, agent_id, with_for_update={"key_share": True})
    if agent is None:
        raise NotFound("agent_not_found")
    if not 0 <= capacity <= MOST:
        raise ServiceError("capacity_invalid", 422, limit=MOST)
    if team_id is not None and session.get(Team, team_id) is None:
        raise NotFound("team_not_found")
    agent.capacity, agent.team_id, agent.topics = capacity, team_id, list(topics)
    agent.languages = [language for language in languages if language in LANGUAGES]
    named = (" ".join(part.split()).lower()[:REGION_LENGTH] for part in regions.split(","))
    agent.regions = list(dict.fromkeys(name for name in named if name))
    record_change(session, by, "settings.skills_set", agent.login, now=now)
    session.flush()
    queue_assignment(session)
