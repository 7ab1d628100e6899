"""Who gets in, and what each may do there."""

import re
from collections.abc import Callable
from datetime import timedelta
from uuid import uuid4

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import select, update

from backend import clock
from backend.console.assets import TYPES
from backend.console.limits import TRIES_PER_WINDOW
from backend.db import session_scope
from backend.handover.models import Agent, AgentSession
from backend.limits import Limiter
from tests.support.console import PASSWORD, asks, claims, code_for, csrf_of, handled_by, log_in, writes

Browser = Callable[[str], TestClient]


def test_login_opens_a_guarded_session_and_goes_where_one_wanted(api: TestClient, rina: str) -> None:
    first = api.get("/console/queue", follow_redirects=False)
    assert first.headers["location"] == "/console/login?next=/console/queue"
    answer = log_in(api, rina)
    cookie = answer.headers["set-cookie"].lower()
    assert all(part in cookie for part in ("httponly", "samesite=lax", "path=/console"))
    assert PASSWORD not in answer.text
    assert api.get("/console/queue").status_code == 200


@pytest.mark.parametrize(
    "wanted", ["https://evil.example/", "//evil.example", "/console/\\evil", "/chat/", "/console/login"]
)
def test_login_leads_nowhere_else(api: TestClient, rina: str, wanted: str) -> None:
    form = api.get("/console/login", params={"next": wanted})
    assert 'name="wanted" value="/console/"' in form.text
    data = {"login": rina, "password": PASSWORD, "token": api.cookies["care165_console_form"], "wanted": wanted}
    api.post("/console/login", data=data, follow_redirects=False)
    code = {"code": code_for(rina), "token": api.cookies["care165_console_form"]}
    answer = api.post("/console/login/code", data=code, follow_redirects=False)
    assert answer.headers["location"] == "/console/"


def test_wrong_password_and_unknown_login_look_alike(api: TestClient, rina: str) -> None:
    wrong, unknown = log_in(api, rina, "wrong"), log_in(api, "nobody", "wrong")
    assert wrong.status_code == unknown.status_code == 401
    assert wrong.text == unknown.text


def test_five_wrong_passwords_lock_the_account(api: TestClient, rina: str) -> None:
    for _ in range(5):
        log_in(api, rina, "wrong")
    assert log_in(api, rina).status_code == 401


def test_login_form_of_another_browser_is_refused(api: TestClient, rina: str) -> None:
    data = {"login": rina, "password": PASSWORD, "token": "planted"}
    assert api.post("/console/login", data=data).status_code == 403


def test_one_address_may_not_try_for_ever() -> None:
    limiter, now = Limiter(TRIES_PER_WINDOW), clock.now()
    assert not any(limiter.wait("192.0.2.1", now) for _ in range(TRIES_PER_WINDOW))
    assert limiter.wait("192.0.2.1", now + timedelta(seconds=20)) == 40
    assert limiter.wait("192.0.2.2", now) == 0
    assert limiter.wait("192.0.2.1", now + timedelta(minutes=1)) == 0


def test_addresses_that_are_silent_are_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("backend.limits._MOST_ADDRESSES", 2)
    limiter, now = Limiter(1), clock.now()
    for last in range(4):
        limiter.wait(f"192.0.2.{last}", now)
    limiter.wait("192.0.2.9", now + timedelta(minutes=2))
    assert list(limiter.tries) == ["192.0.2.9"]


def test_logout_and_expiry_end_the_session(browser: Browser, rina: str) -> None:
    here, there = browser(rina), browser(rina)
    here.post("/console/logout", data={"csrf": csrf_of(here)})
    assert here.get("/console/").status_code == 303
    assert there.get("/console/").status_code == 200
    with session_scope() as session:
        session.execute(update(AgentSession).values(expires_at=clock.now()))
    assert there.get("/console/").status_code == 303


def test_agents_see_what_waits_and_what_is_theirs(browser: Browser, rina: str, bayu: str, tari: str) -> None:
    conversation_id = writes("chat", "rahasia saya")
    mine, other, boss = browser(rina), browser(bayu), browser(tari)
    page = f"/console/conversations/{conversation_id}"
    parts = [page, f"{page}/messages", f"{page}/state"]

    def seen_by(client: TestClient) -> set[int]:
        return {client.get(part).status_code for part in parts}

    assert (seen_by(mine), seen_by(boss)) == ({404}, {200})
    handover_id = asks(conversation_id)
    assert (seen_by(mine), seen_by(other)) == ({200}, {200})
    mine.post(f"/console/handovers/{handover_id}/claim", data={"csrf": csrf_of(mine)})
    assert (seen_by(mine), seen_by(other), seen_by(boss)) == ({200}, {404}, {200})
    assert "rahasia saya" not in other.get("/console/queue?tab=open").text
    assert "rahasia saya" in mine.get("/console/queue?tab=mine").text
    assert "rahasia saya" in boss.get("/console/queue?tab=all").text
    assert mine.get("/console/queue?tab=all").status_code == 403


@pytest.mark.parametrize("act", ["reply", "note", "release", "resolve"])
def test_others_cannot_work_on_my_conversation(browser: Browser, rina: str, bayu: str, act: str) -> None:
    conversation_id = writes("chat", "halo")
    handover_id = asks(conversation_id)
    with session_scope() as session:
        claimed_by = session.scalars(select(Agent.id).where(Agent.login == rina)).one()
    claims(handover_id, claimed_by)
    other = browser(bayu)
    answer = other.post(f"/console/handovers/{handover_id}/{act}", data={"csrf": csrf_of(other), "text": "x"})
    assert answer.status_code in (403, 404)
    assert handled_by(conversation_id) == "agent"


def test_every_answer_is_guarded(browser: Browser, rina: str) -> None:
    client = browser(rina)
    for path in ("/console/", "/console/login", "/console/static/console.js", "/console/conversations/" + str(uuid4())):
        headers = client.get(path).headers
        assert "unsafe" not in headers["content-security-policy"]
        assert "default-src 'none'" in headers["content-security-policy"]
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["x-frame-options"] == "DENY"
    assert client.get("/console/").headers["cache-control"] == "no-store"


def test_pages_keep_their_scripts_without_asking_again(browser: Browser, rina: str) -> None:
    client = browser(rina)
    shown = re.findall(r'(?:src|href)="(/console/static/[^"]+)"', client.get("/console/").text)
    assert {address.partition("?")[0].rsplit("/", 1)[1] for address in shown} <= TYPES.keys()
    assert any(address.split("?")[0].endswith("/console.js") for address in shown)
    for address in shown:
        assert "immutable" in client.get(address).headers["cache-control"]
        assert client.get(address.partition("?")[0]).headers["cache-control"] == "no-cache"


def test_only_our_files_are_served(api: TestClient) -> None:
    assert api.get("/console/static/console.css").headers["content-type"].startswith("text/css")
    for name in ("README.md", "..%2frendering.py", "nothing.js"):
        assert api.get(f"/console/static/{name}").status_code == 404
