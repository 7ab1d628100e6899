"""Agents' accounts and logins."""

import hashlib
import hmac
import re
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from typing import get_args
from uuid import UUID

from argon2 import PasswordHasher
from argon2.exceptions import VerifyMismatchError
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from backend import clock
from backend.accounts.permissions import allowed
from backend.conversations.events import emit
from backend.errors import Forbidden, NotFound, ServiceError
from backend.facilities.models import Facility
from backend.handover.models import Agent, AgentSession, Role
from backend.handover.settings import handover_settings

MIN_PASSWORD_LENGTH = 12
DEVICE_LENGTH = 200
_LOGIN = re.compile(r"[a-z0-9._@-]{1,64}")
_hasher = PasswordHasher()


@dataclass(frozen=True)
class OpenedSession:
    """What a browser keeps of a login; the token exists nowhere else."""

    token: str
    expires_at: datetime


def add_agent(
    session: Session,
    login: str,
    name: str,
    role: str,
    password: str,
    *,
    facility: str | None = None,
    now: datetime | None = None,
) -> Agent:
    """Makes an account; a doctor's needs the code of their facility.

    Raises:
        ServiceError: ``login_taken``, ``password_too_short``, ``unknown_role``, ``login_invalid``,
            ``facility_unknown``.
    """
    login = check_new_account(session, login, role)
    agent = Agent(login=login, name=name.strip(), role=role, password_hash=_hashed(password))
    agent.facility_code = facility_of_role(session, role, facility)
    agent.created_at = now or clock.now()
    session.add(agent)
    session.flush()
    return agent


def check_new_account(session: Session, login: str, role: str) -> str:
    """The login in the form that it is kept in, when an account of this role can be made with it.

    Raises:
        ServiceError: ``login_taken``, ``unknown_role``, ``login_invalid``.
    """
    login = login.strip().lower()
    if not _LOGIN.fullmatch(login):
        raise ServiceError("login_invalid", 422)
    if role not in get_args(Role):
        raise ServiceError("unknown_role", 422, choices=list(get_args(Role)))
    if session.scalar(select(Agent.id).where(Agent.login == login)):
        raise ServiceError("login_taken")
    return login


def workers(session: Session) -> list[Agent]:
    """Everybody who may work with members, by name, at their desk or not."""
    able = [role for role in get_args(Role) if allowed(role, "work")]
    query = select(Agent).where(Agent.role.in_(able), Agent.active).order_by(Agent.name, Agent.login)
    return list(session.scalars(query))


def facility_of_role(session: Session, role: str, facility: str | None) -> str | None:
    """The code of the facility that goes with a role: a doctor's first-level facility, for everybody else none.

    Raises:
        ServiceError: ``facility_unknown`` (422): a doctor without one, or with one that does not exist.
    """
    if role != "doctor":
        return None
    found = session.get(Facility, (facility or "").strip())
    if found is None or not found.is_fktp:
        raise ServiceError("facility_unknown", 422)
    return found.code


def _hashed(password: str) -> str:
    if len(password) < MIN_PASSWORD_LENGTH:
        raise ServiceError("password_too_short", 422, minimum=MIN_PASSWORD_LENGTH)
    return _hasher.hash(password)


def set_password(agent: Agent, old: str, new: str) -> None:
    """Replaces a password, for who knows the old one.

    Raises:
        Forbidden: ``password_wrong``.
        ServiceError: ``password_too_short``.
    """
    if not _matches(agent.password_hash, old):
        raise Forbidden("password_wrong")
    agent.password_hash = _hashed(new)


@lru_cache
def _hash_of_nobody() -> str:
    """What a wrong login is checked against, so that it takes as long as a wrong password."""
    return _hasher.hash(secrets.token_hex())


def _matches(password_hash: str, password: str) -> bool:
    try:
        return _hasher.verify(password_hash, password)
    except VerifyMismatchError:
        return False


def authenticate(session: Session, login: str, password: str, *, now: datetime) -> Agent | None:
    """The agent with this login and password; ``None`` when they are wrong or the account is locked.

    It does not raise, since the count of failures must be committed. Five wrong passwords in a row lock the account
    for fifteen minutes, in which the right one does not open it either.
    """
    query = select(Agent).where(Agent.login == login.strip().lower()).with_for_update()
    agent = session.scalars(query.execution_options(populate_existing=True)).one_or_none()
    right = _matches(agent.password_hash if agent else _hash_of_nobody(), password)
    if agent is None or not agent.active or is_locked(agent, now=now):
        return None
    if not right:
        count_failure(agent, now=now)
        return None
    agent.locked_until = None
    if _hasher.check_needs_rehash(agent.password_hash):
        agent.password_hash = _hasher.hash(password)
    return agent


def is_locked(agent: Agent, *, now: datetime) -> bool:
    """Whether the account takes neither password nor code at this moment."""
    return agent.locked_until is not None and agent.locked_until > now


def count_failure(agent: Agent, *, now: datetime) -> None:
    """Counts a wrong password or a wrong code of the second factor; enough of them lock the account."""
    agent.failed_logins += 1
    if agent.failed_logins >= handover_settings().login_attempts:
        agent.failed_logins = 0
        agent.locked_until = now + timedelta(minutes=handover_settings().login_lock_minutes)


def _token_hash(token: str) -> bytes:
    return hashlib.sha256(token.encode()).digest()


def open_session(
    session: Session, agent: Agent, *, now: datetime, device: str = "", address: str = ""
) -> OpenedSession:
    """Starts a login of an agent who has shown password and second factor; earlier failures are forgotten."""
    agent.failed_logins, agent.locked_until = 0, None
    token = secrets.token_urlsafe(32)
    expires_at = now + timedelta(hours=handover_settings().session_hours)
    login = AgentSession(token_hash=_token_hash(token), agent_id=agent.id, csrf=secrets.token_urlsafe(24))
    login.created_at, login.seen_at, login.expires_at = now, now, expires_at
    login.device, login.address = device[:DEVICE_LENGTH], address
    session.add(login)
    session.flush()
    return OpenedSession(token, expires_at)


def find_session(session: Session, token: str, *, now: datetime) -> tuple[Agent, AgentSession] | None:
    """Whose login a token is; ``None`` when it is unknown, over or revoked."""
    query = select(Agent, AgentSession).join(AgentSession, AgentSession.agent_id == Agent.id)
    live = (AgentSession.revoked_at.is_(None), AgentSession.expires_at > now, Agent.active)
    row = session.execute(query.where(AgentSession.token_hash == _token_hash(token), *live)).one_or_none()
    return (row[0], row[1]) if row else None


def csrf_matches(login: AgentSession, given: str) -> bool:
    """Whether a form carries this login's own token; compared in constant time."""
    return hmac.compare_digest(login.csrf.encode(), given.encode())


def revoke_session(session: Session, login: AgentSession, *, now: datetime) -> None:
    """Ends one login; its open pages are told."""
    login.revoked_at = now
    emit(session, "session", now=now, agent_id=str(login.agent_id))


def revoke_all(session: Session, agent_id: UUID, *, now: datetime) -> None:
    """Ends every login of an agent, on every device."""
    query = update(AgentSession).where(AgentSession.agent_id == agent_id, AgentSession.revoked_at.is_(None))
    session.execute(query.values(revoked_at=now))
    emit(session, "session", now=now, agent_id=str(agent_id))


def get_agent(session: Session, agent_id: UUID) -> Agent:
    """The agent with this id.

    Raises:
        NotFound: ``agent_not_found``.
    """
    agent = session.get(Agent, agent_id)
    if agent is None:
        raise NotFound("agent_not_found")
    return agent
