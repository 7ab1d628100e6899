"""Agents' accounts and logins."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy.orm import Session

from backend.errors import ServiceError
from backend.handover import accounts
from backend.handover.models import Agent

PASSWORD = "a long password of a test"


def wrong(session: Session, times: int, now: datetime) -> None:
    for _ in range(times):
        assert accounts.authenticate(session, "rina", "wrong", now=now) is None


def test_right_password_opens(session: Session, agent: Agent, now: datetime) -> None:
    assert agent.password_hash.startswith("$argon2id$")
    assert accounts.authenticate(session, " RINA ", PASSWORD, now=now) is agent
    assert accounts.authenticate(session, "nobody", PASSWORD, now=now) is None


def test_five_wrong_passwords_lock_for_fifteen_minutes(session: Session, agent: Agent, now: datetime) -> None:
    wrong(session, 5, now)
    assert accounts.authenticate(session, "rina", PASSWORD, now=now + timedelta(minutes=14)) is None
    assert accounts.authenticate(session, "rina", PASSWORD, now=now + timedelta(minutes=15)) is agent


def test_a_whole_login_starts_the_count_anew(session: Session, agent: Agent, now: datetime) -> None:
    wrong(session, 4, now)
    accounts.open_session(session, agent, now=now)
    wrong(session, 4, now)
    assert accounts.authenticate(session, "rina", PASSWORD, now=now)


def test_session_ends_by_time_and_by_revocation(session: Session, agent: Agent, now: datetime) -> None:
    first, second = (accounts.open_session(session, agent, now=now) for _ in range(2))
    found, login = accounts.find_session(session, first.token, now=now)
    assert found is agent and accounts.csrf_matches(login, login.csrf) and not accounts.csrf_matches(login, "")
    assert accounts.find_session(session, first.token, now=first.expires_at) is None
    accounts.revoke_session(session, login, now=now)
    session.flush()
    assert accounts.find_session(session, first.token, now=now) is None
    accounts.revoke_all(session, agent.id, now=now)
    assert accounts.find_session(session, second.token, now=now) is None


@pytest.mark.parametrize(
    ("login", "role", "password", "code"),
    [
        ("Rina", "agent", PASSWORD, "login_taken"),
        ("dua kata", "agent", PASSWORD, "login_invalid"),
        ("new", "king", PASSWORD, "unknown_role"),
        ("new", "agent", "short", "password_too_short"),
    ],
)
def test_accounts_that_cannot_be(
    session: Session, agent: Agent, now: datetime, login: str, role: str, password: str, code: str
) -> None:
    with pytest.raises(ServiceError, match=code):
        accounts.add_agent(session, login, "New", role, password, now=now)
