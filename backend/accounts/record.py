"""Changes of accounts and settings in the audit log."""

from datetime import datetime

from sqlalchemy.orm import Session

from backend.handover.models import Agent
from backend.privacy.audit import Access, record_access

LOGIN_LENGTH = 64


def record_change(session: Session, by: Agent | None, what: str, detail: str = "", *, now: datetime) -> None:
    """Notes that an account or a setting was changed, and how; ``by`` is ``None`` for the command line."""
    access = Access.agent(by.id, None, "administration") if by else Access("system", "administration")
    record_access(session, access, member_id=None, what=what, now=now, reason=detail or None)


def record_login(session: Session, login: str, what: str, *, now: datetime, agent: Agent | None = None) -> None:
    """Notes a login or a refused one; of an unknown login only that there was a try."""
    access = Access.agent(agent.id, None, "login") if agent else Access("system", "login")
    record_access(session, access, member_id=None, what=f"account.{what}", now=now, reason=login[:LOGIN_LENGTH])
