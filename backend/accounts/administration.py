"""What an administrator does with accounts, and everybody with their own logins."""

from collections.abc import Sequence
from datetime import datetime
from typing import get_args
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from backend.accounts import second_factor
from backend.accounts.record import record_change
from backend.errors import NotFound, ServiceError
from backend.handover import accounts
from backend.handover.models import Agent, AgentSession, Role


def all_accounts(session: Session) -> Sequence[Agent]:
    """Every account, those that are switched off at the end."""
    return session.scalars(select(Agent).order_by(Agent.active.desc(), Agent.role, Agent.login)).all()


def sessions_of(session: Session, agent_id: UUID, *, now: datetime) -> Sequence[AgentSession]:
    """The logins of an account that are open, the newest first."""
    live = (AgentSession.revoked_at.is_(None), AgentSession.expires_at > now)
    query = select(AgentSession).where(AgentSession.agent_id == agent_id, *live)
    return session.scalars(query.order_by(AgentSession.created_at.desc())).all()


def revoke_one(session: Session, by: Agent, agent_id: UUID, session_id: UUID, *, now: datetime) -> None:
    """Ends one login of an account.

    Raises:
        NotFound: ``session_not_found``: there is none, or it is another account's.
    """
    query = select(AgentSession).where(AgentSession.id == session_id, AgentSession.agent_id == agent_id)
    found = session.scalars(query).one_or_none()
    if found is None:
        raise NotFound("session_not_found")
    accounts.revoke_session(session, found, now=now)
    record_change(session, by, "account.session_ended", now=now)


def revoke_others(session: Session, agent: Agent, keep: AgentSession, *, now: datetime) -> None:
    """Ends all logins of an agent but this one."""
    for login in sessions_of(session, agent.id, now=now):
        if login.id != keep.id:
            accounts.revoke_session(session, login, now=now)
    record_change(session, agent, "account.sessions_ended", now=now)


def _check_not_last(session: Session, agent: Agent) -> None:
    """Locks the administrators' accounts, all of them: two who take the right from each other must not both succeed."""
    query = select(Agent.id).where(Agent.role == "admin", Agent.active).order_by(Agent.id)
    if session.scalars(query.with_for_update()).all() == [agent.id]:
        raise ServiceError("last_admin", 409)


def change_role(
    session: Session, by: Agent, agent: Agent, role: str, *, facility: str | None = None, now: datetime
) -> None:
    """Gives an account another role; its logins end, so that no page stays open with the old rights.

    A doctor may be given another facility the same way.

    Raises:
        ServiceError: ``unknown_role``, ``facility_unknown`` (422), ``last_admin`` (409).
    """
    if role not in get_args(Role):
        raise ServiceError("unknown_role", 422, choices=list(get_args(Role)))
    place = accounts.facility_of_role(session, role, facility)
    if (role, place) == (agent.role, agent.facility_code):
        return
    _check_not_last(session, agent)
    record_change(session, by, "account.role_changed", f"{agent.login}: {agent.role} → {role}", now=now)
    agent.role, agent.facility_code = role, place
    accounts.revoke_all(session, agent.id, now=now)


def set_active(session: Session, by: Agent, agent: Agent, active: bool, *, now: datetime) -> None:
    """Switches an account on or off; off ends its logins. Accounts are never deleted: the record names them.

    Raises:
        ServiceError: ``last_admin`` (409).
    """
    if not active:
        _check_not_last(session, agent)
        accounts.revoke_all(session, agent.id, now=now)
        agent.presence = "offline"
    agent.active = active
    record_change(session, by, "account.on" if active else "account.off", agent.login, now=now)


def unlock(session: Session, by: Agent, agent: Agent, *, now: datetime) -> None:
    """Ends the lock of an account after wrong passwords or codes."""
    agent.failed_logins, agent.locked_until = 0, None
    record_change(session, by, "account.unlocked", agent.login, now=now)


def reset_second_factor(session: Session, by: Agent | None, agent: Agent, *, now: datetime) -> None:
    """For who lost app and recovery codes: all logins end, and the next one sets up a new app."""
    second_factor.reset(session, agent)
    accounts.revoke_all(session, agent.id, now=now)
    record_change(session, by, "account.second_factor_reset", agent.login, now=now)


def change_password(session: Session, agent: Agent, old: str, new: str, keep: AgentSession, *, now: datetime) -> None:
    """Replaces the password; other logins end.

    Raises:
        ServiceError: ``password_wrong`` (403), ``password_too_short`` (422).
    """
    accounts.set_password(agent, old, new)
    record_change(session, agent, "account.password_changed", now=now)
    revoke_others(session, agent, keep, now=now)
