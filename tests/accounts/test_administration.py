"""What an administrator does with accounts."""

import re
import threading
from collections.abc import Callable
from uuid import UUID

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import select, update

from backend import clock
from backend.accounts.administration import change_role
from backend.accounts.models import Invitation
from backend.db import session_scope
from backend.errors import ServiceError
from backend.handover.models import Agent
from backend.privacy.models import AuditEntry
from tests.support.console import PASSWORD, agent, form_token, log_in, shows_password

ACCOUNTS = "/console/admin/accounts"
Post = Callable[..., object]


@pytest.fixture
def rina(api: TestClient) -> UUID:
    return agent("rina")


@pytest.fixture
def dewi(api: TestClient, rina: UUID) -> TestClient:
    """An administrator's browser."""
    agent("dewi", "admin")
    client = TestClient(api.app, follow_redirects=False)
    assert log_in(client, "dewi").headers["location"] == ACCOUNTS
    return client


def post(client: TestClient, path: str, **data: str) -> object:
    csrf = re.search(r'name="csrf" value="([^"]+)"', client.get("/console/account").text)
    assert csrf
    return client.post(path, data={"csrf": csrf.group(1), **data})


def invited(client: TestClient, login: str = "baru") -> str:
    shown = post(client, "/console/admin/invitations", login=login, name="Orang Baru", role="supervisor").text
    link = re.search(r"/console/invitation/[\w-]+", shown)
    assert link, shown
    return link.group()


def test_an_invitation_makes_one_account(api: TestClient, dewi: TestClient) -> None:
    link, guest = invited(dewi), TestClient(api.app, follow_redirects=False)
    moved = guest.get(link)
    assert moved.headers["location"] == "/console/invitation" and "httponly" in moved.headers["set-cookie"].lower()
    assert "Orang Baru" in guest.get("/console/invitation").text
    form = {"token": form_token(guest, "/console/invitation"), "password": "short"}
    assert guest.post("/console/invitation", data=form).status_code == 422
    assert guest.post("/console/invitation", data=form | {"password": PASSWORD}).headers["location"].endswith("/setup")
    assert guest.get("/console/login/setup").status_code == 200
    other = TestClient(api.app, follow_redirects=False)
    other.get(link)
    assert other.get("/console/invitation").status_code == 404
    with session_scope() as session:
        assert session.scalars(select(Agent.role).where(Agent.login == "baru")).one() == "supervisor"


@pytest.mark.parametrize("end", ["old", "withdrawn"])
def test_an_invitation_ends(api: TestClient, dewi: TestClient, end: str) -> None:
    link, guest = invited(dewi), TestClient(api.app, follow_redirects=False)
    if end == "old":
        with session_scope() as session:
            session.execute(update(Invitation).values(expires_at=clock.now()))
    else:
        post(dewi, "/console/admin/invitations/withdraw", login="baru")
    guest.get(link)
    assert guest.get("/console/invitation").status_code == 404


def test_another_role_ends_the_logins(api: TestClient, dewi: TestClient, rina: UUID) -> None:
    client = TestClient(api.app, follow_redirects=False)
    log_in(client, "rina")
    post(dewi, f"{ACCOUNTS}/{rina}/role", role="auditor")
    assert client.get("/console/").status_code == 303
    assert log_in(client, "rina").headers["location"] == "/console/audit"
    with session_scope() as session:
        changed = session.scalars(select(AuditEntry.reason).where(AuditEntry.what == "account.role_changed"))
        assert changed.one() == "rina: agent → auditor"


def test_an_account_is_switched_off_and_on(api: TestClient, dewi: TestClient, rina: UUID) -> None:
    client = TestClient(api.app, follow_redirects=False)
    log_in(client, "rina")
    post(dewi, f"{ACCOUNTS}/{rina}/active", active="false")
    assert client.get("/console/").status_code == 303
    assert shows_password(client, "rina").status_code == 401
    post(dewi, f"{ACCOUNTS}/{rina}/active", active="true")
    assert log_in(client, "rina").status_code == 303


def test_a_lock_is_ended_and_a_lost_app_replaced(api: TestClient, dewi: TestClient, rina: UUID) -> None:
    client = TestClient(api.app, follow_redirects=False)
    for _ in range(5):
        shows_password(client, "rina", "wrong")
    assert shows_password(client, "rina").status_code == 401
    post(dewi, f"{ACCOUNTS}/{rina}/unlock")
    post(dewi, f"{ACCOUNTS}/{rina}/reset-factor")
    assert shows_password(client, "rina").headers["location"].endswith("/setup")


def test_the_last_administrator_stays(dewi: TestClient) -> None:
    with session_scope() as session:
        own = session.scalars(select(Agent.id).where(Agent.login == "dewi")).one()
    assert post(dewi, f"{ACCOUNTS}/{own}/active", active="false").status_code == 409
    assert post(dewi, f"{ACCOUNTS}/{own}/role", role="agent").status_code == 409
    agent("sri", "admin")
    assert post(dewi, f"{ACCOUNTS}/{own}/role", role="agent").status_code == 303


def test_two_administrators_cannot_both_go_at_once(api: TestClient) -> None:
    pair = [agent("dewi", "admin"), agent("sri", "admin")]
    outcomes: list[str] = []

    def leaves(gone: UUID, meanwhile: Callable[[], None] = lambda: None) -> None:
        try:
            with session_scope() as session:
                found = session.get_one(Agent, gone)
                change_role(session, found, found, "agent", now=clock.now())
                meanwhile()
        except ServiceError as refusal:
            outcomes.append(refusal.code)

    other = threading.Thread(target=leaves, args=(pair[1],))
    leaves(pair[0], other.start)
    other.join()
    assert outcomes == ["last_admin"]
