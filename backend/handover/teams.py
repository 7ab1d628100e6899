"""Teams, kept by administrators and supervisors; what each agent can do is in ``staffing``."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from backend.accounts.record import record_change
from backend.errors import NotFound, ServiceError
from backend.handover.jobs import queue_assignment
from backend.handover.models import Agent, Team

NAME_LENGTH = 64


def all_teams(session: Session) -> Sequence[Team]:
    """Every team, by name."""
    return session.scalars(select(Team).order_by(Team.name)).all()


def add(session: Session, by: Agent, name: str, *, now: datetime) -> Team:
    """Makes a team.

    Raises:
        ServiceError: ``team_name_missing`` (422), ``team_exists`` (409).
    """
    team = Team(name=_free_name(session, name))
    session.add(team)
    session.flush()
    record_change(session, by, "settings.team_made", team.name, now=now)
    return team


def rename(session: Session, by: Agent, team_id: UUID, name: str, *, now: datetime) -> None:
    """Gives a team another name.

    Raises:
        NotFound: ``team_not_found``.
        ServiceError: as ``add``.
    """
    team = _found(session, team_id)
    wanted = _free_name(session, name, of=team)
    record_change(session, by, "settings.team_renamed", f"{team.name} → {wanted}", now=now)
    team.name = wanted


def remove(session: Session, by: Agent, team_id: UUID, *, now: datetime) -> None:
    """Ends a team; its agents are then in none, and what waited for it waits for anybody.

    Raises:
        NotFound: ``team_not_found``.
    """
    team = _found(session, team_id)
    record_change(session, by, "settings.team_ended", team.name, now=now)
    session.delete(team)
    session.flush()
    queue_assignment(session)


def _free_name(session: Session, name: str, *, of: Team | None = None) -> str:
    """The name in the form that it is kept in, if no other team has it."""
    name = " ".join(name.split())[:NAME_LENGTH]
    if not name:
        raise ServiceError("team_name_missing", 422)
    holder = session.scalar(select(Team.id).where(Team.name == name))
    if holder is not None and (of is None or holder != of.id):
        raise ServiceError("team_exists")
    return name


def _found(session: Session, team_id: UUID) -> Team:
    team = session.get(Team, team_id)
    if team is None:
        raise NotFound("team_not_found")
    return team
