"""Teams, and what each agent can do: for administrators."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from backend.accounts.record import record_change
from backend.errors import NotFound, ServiceError
from backend.handover.models import Agent, Team

LARGEST_CAPACITY = 20
_NAME_LENGTH = 64


def all_teams(session: Session) -> Sequence[Team]:
    """Every team, by name."""
    return session.scalars(select(Team).order_by(Team.name)).all()


def _found(session: Session, team_id: UUID) -> Team:
    team = session.get(Team, team_id)
    if team is None:
        raise NotFound("team_not_found")
    return team


def _free_name(session: Session, name: str, team_id: UUID | None = None) -> str:
    cleaned = name.strip()[:_NAME_LENGTH]
    if not cleaned:
        raise ServiceError("name_missing", 422)
    if session.scalar(select(Team.id).where(Team.name == cleaned, Team.id != team_id)):
        raise ServiceError("team_taken")
    return cleaned


def add(session: Session, by: Agent, name: str, *, now: datetime) -> Team:
    """Makes a team.

    Raises:
        ServiceError: ``name_missing`` (422), ``team_taken`` (409).
    """
    team = Team(name=_free_name(session, name))
    session.add(team)
    record_change(session, by, "settings.team_made", team.name, now=now)
    return team


def rename(session: Session, by: Agent, team_id: UUID, name: str, *, now: datetime) -> None:
    """Gives a team another name.

    Raises:
        NotFound: ``team_not_found``.
        ServiceError: as ``add``.
    """
    team = _found(session, team_id)
    record_change(session, by, "settings.team_renamed", f"{team.name} → {name.strip()}", now=now)
    team.name = _free_name(session, name, team_id)


def remove(session: Session, by: Agent, team_id: UUID, *, now: datetime) -> None:
    """Ends a team; its agents and conversations are then in none.

    Raises:
        NotFound: ``team_not_found``.
    """
    team = _found(session, team_id)
    record_change(session, by, "settings.team_ended", team.name, now=now)
    session.delete(team)


def _words(typed: str) -> list[str]:
    return sorted({word.strip().lower() for word in typed.split(",") if word.strip()})


def set_profile(
    session: Session,
    by: Agent,
    agent: Agent,
    *,
    team_id: UUID | None,
    capacity: int,
    topics: str,
    languages: str,
    regions: str,
    now: datetime,
) -> None:
    """What an agent takes: team, how many conversations at once, and lists separated by commas (none: everything).

    Raises:
        NotFound: ``team_not_found``.
        ServiceError: ``capacity_wrong`` (422).
    """
    if not 0 <= capacity <= LARGEST_CAPACITY:
        raise ServiceError("capacity_wrong", 422, most=LARGEST_CAPACITY)
    agent.team_id = _found(session, team_id).id if team_id else None
    agent.capacity = capacity
    agent.topics, agent.languages, agent.regions = _words(topics), _words(languages), _words(regions)
    record_change(session, by, "settings.profile", f"{agent.login}: {capacity}", now=now)
