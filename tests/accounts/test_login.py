"""Logging in with a second factor, as a browser does."""

import re
from collections.abc import Callable, Iterator

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import select

from backend import clock
from backend.accounts import second_factor
from backend.db import session_scope
from backend.demo import console as demo_accounts
from backend.handover.accounts import add_agent
from backend.handover.models import Agent, AgentSession
from backend.privacy.models import AuditEntry
from tests.support.console import PASSWORD, agent, code_for, csrf_of, form_token, log_in, shows_password

CODE, SETUP = "/console/login/code", "/console/login/setup"


@pytest.fixture
def rina(api: TestClient) -> str:
    agent("rina")
    return "rina"


@pytest.fixture
def visitors(api: TestClient) -> Iterator[Callable[[], TestClient]]:
    yield lambda: TestClient(api.app, follow_redirects=False)


def types(client: TestClient, code: str, address: str = CODE) -> int:
    form = {"code": code, "token": form_token(client, address)}
    return client.post(address, data=form, follow_redirects=False).status_code


def newest_code(secret: str) -> str:
    return second_factor.code_of_step(secret, int(clock.now().timestamp()) // second_factor.STEP_SECONDS)


def test_the_password_alone_opens_nothing(api: TestClient, rina: str) -> None:
    assert shows_password(api, rina).headers["location"] == CODE
    assert api.get("/console/", follow_redirects=False).status_code == 303
    with session_scope() as session:
        assert session.scalars(select(AgentSession)).all() == []


def test_a_code_opens_one_login_only(visitors: Callable[[], TestClient], rina: str) -> None:
    code = code_for(rina)
    first, second = visitors(), visitors()
    for client in (first, second):
        shows_password(client, rina)
    assert (types(first, code), types(second, code)) == (303, 401)
    assert first.get("/console/").status_code == 200


def test_wrong_codes_lock_the_account_and_another_password_does_not_help(
    visitors: Callable[[], TestClient], rina: str
) -> None:
    client = visitors()
    for _ in range(4):
        shows_password(client, rina)
        assert types(client, "000000") == 401
    shows_password(client, rina)
    locked = client.post(CODE, data={"code": "000000", "token": form_token(client, CODE)})
    assert "terkunci" in locked.text
    assert log_in(visitors(), rina).status_code == 401
    assert client.get(CODE).headers["location"] == "/console/login"


def test_first_login_sets_the_app_up_and_shows_recovery_codes_once(visitors: Callable[[], TestClient]) -> None:
    with session_scope() as session:
        add_agent(session, "baru", "Baru", "agent", PASSWORD)
    client = visitors()
    assert shows_password(client, "baru").headers["location"] == SETUP
    page = client.get(SETUP).text
    secret = re.search(r'id="secret"[^>]*>([A-Z2-7]+)<', page)
    assert secret and "<svg" in page and "style=" not in page
    assert secret.group(1) in client.get(SETUP).text
    assert types(client, "000000", SETUP) == 401
    form = {"code": newest_code(secret.group(1)), "token": form_token(client, SETUP)}
    codes = re.findall(r'class="code">([a-z2-9]{5}-[a-z2-9]{5})<', client.post(SETUP, data=form).text)
    assert len(set(codes)) == 10
    assert client.get("/console/").status_code == 200

    other = visitors()
    assert shows_password(other, "baru").headers["location"] == CODE
    assert other.get(SETUP).headers["location"] == CODE
    assert types(other, codes[3].upper().replace("-", " ")) == 303
    third = visitors()
    shows_password(third, "baru")
    assert types(third, codes[3]) == 401


def test_the_step_between_belongs_to_one_browser_and_one_password(
    visitors: Callable[[], TestClient], rina: str
) -> None:
    client = visitors()
    shows_password(client, rina)
    assert visitors().get(CODE).headers["location"] == "/console/login"
    client.cookies.clear()
    client.cookies.set("care165_console_half", "forged")
    assert client.get(CODE).headers["location"] == "/console/login"


def test_logins_and_refusals_are_in_the_audit_log(visitors: Callable[[], TestClient], rina: str) -> None:
    shows_password(visitors(), "nobody", "wrong")
    client = visitors()
    shows_password(client, rina)
    types(client, "000000")
    log_in(client, rina)
    with session_scope() as session:
        written = session.execute(select(AuditEntry.what, AuditEntry.reason).order_by(AuditEntry.id)).all()
    assert [tuple(row) for row in written] == [
        ("account.login_refused", "nobody"),
        ("account.code_refused", "rina"),
        ("account.login", "rina"),
    ]


def test_demonstration_shows_its_codes_and_no_other(
    visitors: Callable[[], TestClient], rina: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with session_scope() as session:
        demo = add_agent(session, "agen1", "Ratna", "agent", PASSWORD)
        second_factor.give(session, demo, demo_accounts.DEMO_FACTOR, now=clock.now())
    client, other = visitors(), visitors()
    shows_password(client, "agen1")
    shown = re.search(r'id="demo-code"[^>]*>(\d{6})<', client.get(CODE).text)
    assert shown and types(client, shown.group(1)) == 303
    shows_password(other, rina)
    assert "demo-code" not in other.get(CODE).text
    monkeypatch.setattr("backend.console.login_pages.get_settings", lambda: type("Real", (), {"demo": False}))
    assert shows_password(visitors(), "agen1").status_code == 401
    assert shows_password(visitors(), rina).status_code == 303


def test_sessions_are_listed_and_ended_one_by_one(visitors: Callable[[], TestClient], rina: str) -> None:
    here, there = visitors(), visitors()
    there.headers["user-agent"] = "Chromium di kantor"
    for client in (here, there):
        log_in(client, rina)
    page = here.get("/console/account").text
    assert "Chromium di kantor" in page and page.count("/sessions/") == 2  # one other, and all others
    ended = re.search(r"/console/account/sessions/[0-9a-f-]{36}/end", page)
    assert ended
    assert here.post(ended.group(), data={"csrf": csrf_of(here)}).status_code == 303
    assert (here.get("/console/").status_code, there.get("/console/").status_code) == (200, 303)


def test_a_new_password_ends_the_other_logins(visitors: Callable[[], TestClient], rina: str) -> None:
    here, there = visitors(), visitors()
    for client in (here, there):
        log_in(client, rina)
    form = {"csrf": csrf_of(here), "old": "wrong", "new": "another long password"}
    assert here.post("/console/account/password", data=form).status_code == 403
    assert here.post("/console/account/password", data=form | {"old": PASSWORD}).status_code == 303
    assert there.get("/console/").status_code == 303
    assert log_in(visitors(), rina, "another long password").status_code == 303


def test_somebody_elses_login_cannot_be_ended(visitors: Callable[[], TestClient], rina: str) -> None:
    agent("bayu")
    mine, theirs = visitors(), visitors()
    log_in(mine, rina)
    log_in(theirs, "bayu")
    with session_scope() as session:
        query = select(AgentSession.id).join(Agent, Agent.id == AgentSession.agent_id).where(Agent.login == "bayu")
        other = session.scalars(query).one()
    answer = mine.post(f"/console/account/sessions/{other}/end", data={"csrf": csrf_of(mine)})
    assert (answer.status_code, theirs.get("/console/").status_code) == (404, 200)
