"""Invitation links: an administrator names login and role, the invited person chooses the password."""

import hashlib
import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from backend.accounts.models import Invitation
from backend.accounts.record import record_change
from backend.errors import NotFound, ServiceError
from backend.handover.accounts import add_agent, check_new_account, facility_of_role
from backend.handover.models import Agent

VALID = timedelta(hours=72)
"""Over a weekend, and no longer: a link in a mailbox opens an account."""


def _hash(token: str) -> bytes:
    return hashlib.sha256(token.encode()).digest()


def invite(
    session: Session, by: Agent, *, login: str, name: str, role: str, facility: str | None = None, now: datetime
) -> str:
    """Makes an invitation and gives its token, which is kept nowhere else; a doctor's names their facility.

    Raises:
        ServiceError: ``login_taken``, ``login_invalid``, ``unknown_role``, ``name_missing``, ``facility_unknown``.
    """
    login = check_new_account(session, login, role)
    code = facility_of_role(session, role, facility)
    if not name.strip():
        raise ServiceError("name_missing", 422)
    token = secrets.token_urlsafe(32)
    made = Invitation(token_hash=_hash(token), login=login, name=name.strip(), role=role, invited_by=by.id)
    made.created_at, made.expires_at, made.facility_code = now, now + VALID, code
    session.add(made)
    record_change(session, by, "account.invited", f"{login}: {role}", now=now)
    return token


def open_invitations(session: Session, *, now: datetime) -> Sequence[Invitation]:
    """Invitations that can still be used."""
    query = select(Invitation).where(Invitation.used_at.is_(None), Invitation.expires_at > now)
    return session.scalars(query.order_by(Invitation.created_at)).all()


def find(session: Session, token: str, *, now: datetime) -> Invitation:
    """The invitation of a token, locked.

    Raises:
        NotFound: ``invitation_over``: unknown, used, withdrawn or too old.
    """
    query = select(Invitation).where(Invitation.token_hash == _hash(token)).with_for_update()
    found = session.scalars(query).one_or_none()
    if found is None or found.used_at is not None or found.expires_at <= now:
        raise NotFound("invitation_over")
    return found


def accept(session: Session, token: str, password: str, *, now: datetime) -> Agent:
    """Makes the invited account.

    Raises:
        NotFound: ``invitation_over``.
        ServiceError: ``password_too_short``, ``login_taken``.
    """
    invitation = find(session, token, now=now)
    place = invitation.facility_code
    agent = add_agent(session, invitation.login, invitation.name, invitation.role, password, facility=place, now=now)
    invitation.used_at = now
    record_change(session, agent, "account.made", f"{agent.login}: {agent.role}", now=now)
    return agent


def withdraw(session: Session, by: Agent, login: str, *, now: datetime) -> None:
    """Ends the open invitations of a login."""
    for invitation in open_invitations(session, now=now):
        if invitation.login == login:
            invitation.used_at = now
            record_change(session, by, "account.invitation_withdrawn", login, now=now)
