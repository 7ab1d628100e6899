"""Teams as administrators keep them; what each agent can do is in ``staffing``, for supervisors."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from backend.accounts.record import record_change
from backend.errors import NotFound, ServiceError
from backend.handover import staffing
from backend.handover.models import Agent, Team


def all_teams(session: Session) -> Sequence[Team]:
    """Every team, by name."""
    return session.scalars(select(Team).order_by(Team.name)).all()


def add(session: Session, by: Agent, name: str, *, now: datetime) -> Team:
    """Makes a team.

    Raises:
        ServiceError: ``team_name_missing`` (422), ``team_exists`` (409).
    """
    team = staffing.add_team(session, name)
    record_change(session, by, "settings.team_made", team.name, now=now)
    return team


def rename(session: Session, by: Agent, team_id: UUID, name: str, *, now: datetime) -> None:
    """Gives a team another name.

    Raises:
        NotFound: ``team_not_found``.
        ServiceError: as ``add``.
    """
    team, wanted = _found(session, team_id), " ".join(name.split())[: staffing.NAME_LENGTH]
    if not wanted:
        raise ServiceError("team_name_missing", 422)
    if session.scalar(select(Team.id).where(Team.name == wanted, Team.id != team_id)):
        raise ServiceError("team_exists")
    record_change(session, by, "settings.team_renamed", f"{team.name} → {wanted}", now=now)
    team.name = wanted


def remove(session: Session, by: Agent, team_id: UUID, *, now: datetime) -> None:
    """Ends a team; its agents and conversations are then in none.

    Raises:
        NotFound: ``team_not_found``.
    """
    record_change(session, by, "settings.team_ended", _found(session, team_id).name, now=now)
    staffing.remove_team(session, team_id)


def _found(session: Session, team_id: UUID) -> Team:
    team = session.get(Team, team_id)
    if team is None:
        raise NotFound("team_not_found")
    return team
