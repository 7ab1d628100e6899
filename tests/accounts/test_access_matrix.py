"""Every route for every role. A route that stands in no table here fails the test: say who it is for, then add it."""

import uuid
from collections.abc import Iterator
from typing import Any

import pytest
from fastapi.routing import iter_route_contexts
from fastapi.testclient import TestClient

from backend import clock
from backend.accounts.permissions import PERMISSIONS
from backend.db import session_scope
from backend.handover import accounts
from backend.handover.models import Agent
from backend.settings import get_settings
from tests.conftest import truncate_all
from tests.support.console import agent
from tests.support.fktps import few_facilities

ROLES = ("agent", "supervisor", "admin", "auditor", "privacy", "doctor")
EVERYBODY, WORK, SUPERVISE = frozenset(ROLES), frozenset({"agent", "supervisor"}), frozenset({"supervisor"})
ADMIN, AUDIT, REPORT = frozenset({"admin"}), frozenset({"auditor"}), frozenset({"supervisor", "admin", "auditor"})
PRIVACY, CONSULT = frozenset({"privacy"}), frozenset({"doctor"})
NOBODY_YET = {
    "GET /console",
    "GET /console/login",
    "POST /console/login",
    "GET /console/login/code",
    "POST /console/login/code",
    "GET /console/login/setup",
    "POST /console/login/setup",
    "GET /console/invitation/{token}",
    "GET /console/invitation",
    "POST /console/invitation",
    "POST /console/language",
    "GET /console/static/{name}",
}
"""Before anybody is logged in: they give nothing of members or agents away."""
TABLE: dict[str, frozenset[str]] = {
    "GET /console/events": EVERYBODY,
    "GET /console/header": EVERYBODY,
    "POST /console/logout": EVERYBODY,
    "GET /console/account": EVERYBODY,
    "POST /console/account/password": EVERYBODY,
    "POST /console/account/recovery-codes": EVERYBODY,
    "POST /console/account/sessions/end-others": EVERYBODY,
    "POST /console/account/sessions/{session_id}/end": EVERYBODY,
    "GET /console/": WORK,
    "GET /console/queue": WORK,
    "POST /console/presence": WORK,
    "GET /console/conversations/{conversation_id}": WORK,
    "GET /console/conversations/{conversation_id}/messages": WORK,
    "GET /console/conversations/{conversation_id}/state": WORK,
    "POST /console/handovers/{handover_id}/claim": WORK,
    "POST /console/handovers/{handover_id}/reply": WORK,
    "POST /console/handovers/{handover_id}/note": WORK,
    "POST /console/handovers/{handover_id}/release": WORK,
    "POST /console/handovers/{handover_id}/resolve": WORK,
    "POST /console/conversations/{conversation_id}/verify": WORK,
    "POST /console/conversations/{conversation_id}/complaints": WORK,
    "POST /console/conversations/{conversation_id}/complaints/{ticket}/status": WORK,
    "GET /console/conversations/{conversation_id}/older": WORK,
    "POST /console/conversations/{conversation_id}/messages/{seq}/retry": WORK,
    "POST /console/conversations/{conversation_id}/open-member": WORK,
    "POST /console/held/{held_id}/send": WORK,
    "POST /console/held/{held_id}/take-back": WORK,
    "POST /console/handovers/{handover_id}/to-bot": WORK,
    "POST /console/handovers/{handover_id}/transfer": WORK,
    "POST /console/handovers/{handover_id}/take-over": WORK,
    "POST /console/handovers/{handover_id}/marks": WORK,
    "POST /console/handovers/{handover_id}/snooze": WORK,
    "POST /console/handovers/{handover_id}/typing": WORK,
    "GET /console/people": SUPERVISE,
    "POST /console/people/{agent_id}": SUPERVISE,
    "POST /console/teams": SUPERVISE,
    "POST /console/teams/{team_id}/delete": SUPERVISE,
    "GET /console/canned": WORK,
    "POST /console/canned": WORK,
    "POST /console/canned/{canned_id}/delete": WORK,
    "GET /console/search": WORK,
    "POST /console/search": WORK,
    "POST /console/search/views": WORK,
    "POST /console/search/views/{view_id}/delete": WORK,
    "GET /console/attachments/{attachment_id}": WORK,
    "GET /console/complaints": WORK,
    "GET /console/complaints/{ticket}": WORK,
    "GET /console/complaints/{ticket}/letter.pdf": WORK,
    "POST /console/complaints/{ticket}/status": WORK,
    "POST /console/complaints/{ticket}/note": WORK,
    "POST /console/complaints/{ticket}/owner": WORK,
    "POST /console/complaints/{ticket}/merge": WORK,
    "POST /console/complaints/{ticket}/contact": WORK,
    "GET /console/wall": SUPERVISE,
    "GET /console/wall/now": SUPERVISE,
    "POST /console/wall/breaches/{clock_id}/seen": SUPERVISE,
    "GET /console/payments": WORK,
    "GET /console/payments/{payment_id}": WORK,
    "POST /console/payments/{payment_id}": WORK,
    "GET /console/requests": WORK,
    "GET /console/requests/{receipt}": WORK,
    "POST /console/requests/{receipt}": WORK,
    "GET /console/requests/{receipt}/files/{attachment_id}": WORK,
    "GET /console/ratings": WORK,
    "GET /console/ratings/{code}": WORK,
    "GET /console/helpers": WORK,
    "GET /console/helpers/{permission_id}": WORK,
    "POST /console/helpers/{permission_id}": WORK,
    "GET /console/helpers/{permission_id}/files/{attachment_id}": WORK,
    "GET /console/reports": REPORT,
    "GET /console/reports.csv": REPORT,
    "GET /console/reports/complaints.csv": REPORT,
    "GET /console/admin/teams": ADMIN,
    "POST /console/admin/teams": ADMIN,
    "POST /console/admin/teams/{team_id}/name": ADMIN,
    "POST /console/admin/teams/{team_id}/end": ADMIN,
    "GET /console/admin/hours": ADMIN,
    "POST /console/admin/hours/{name}": ADMIN,
    "GET /console/admin/holidays": ADMIN,
    "POST /console/admin/holidays": ADMIN,
    "POST /console/admin/holidays/{day}/remove": ADMIN,
    "GET /console/admin/sla": ADMIN,
    "POST /console/admin/sla": ADMIN,
    "GET /console/admin/categories": ADMIN,
    "POST /console/admin/categories": ADMIN,
    "GET /console/learning": SUPERVISE,
    "GET /console/learning/nlu.yml": SUPERVISE,
    "GET /console/learning/usage": SUPERVISE,
    "POST /console/learning/export": SUPERVISE,
    "POST /console/learning/{message_id}": SUPERVISE,
    "GET /console/admin/accounts": ADMIN,
    "GET /console/admin/accounts/{agent_id}": ADMIN,
    "POST /console/admin/accounts/{agent_id}/role": ADMIN,
    "POST /console/admin/accounts/{agent_id}/active": ADMIN,
    "POST /console/admin/accounts/{agent_id}/unlock": ADMIN,
    "POST /console/admin/accounts/{agent_id}/reset-factor": ADMIN,
    "POST /console/admin/accounts/{agent_id}/sessions/{session_id}/end": ADMIN,
    "POST /console/admin/invitations": ADMIN,
    "POST /console/admin/invitations/withdraw": ADMIN,
    "GET /console/audit": AUDIT,
    "GET /console/privacy": PRIVACY,
    "GET /console/privacy/{request_id}": PRIVACY,
    "POST /console/privacy/{request_id}": PRIVACY,
    "GET /console/consultations": CONSULT,
    "GET /console/consultations/list": CONSULT,
    "POST /console/consultations/hours": CONSULT,
    "POST /console/consultations/hours/{hours_id}/remove": CONSULT,
    "GET /console/consultations/{receipt}": CONSULT,
    "GET /console/consultations/{receipt}/messages": CONSULT,
    "GET /console/consultations/{receipt}/state": CONSULT,
    "GET /console/consultations/{receipt}/files/{attachment_id}": CONSULT,
    "POST /console/consultations/{receipt}/open": CONSULT,
    "POST /console/consultations/{receipt}/reply": CONSULT,
    "POST /console/consultations/{receipt}/typing": CONSULT,
    "POST /console/consultations/{receipt}/finish": CONSULT,
    "POST /console/consultations/{receipt}/no-show": CONSULT,
}
STREAM = "GET /console/events"
"""Does not end by itself; that it opens for who is logged in is in ``test_console_stream``."""
INTERNAL = "/service/"
OTHER_DOORS = (
    *(
        "/chat/",
        "/verify/",
        "/new-phone/",
        "/bill/",
        "/bank/",
        "/card/",
        "/my-data/",
        "/history/",
        "/doctor",
        "/track",
        "/files/",
        "/demo/",
    ),
    *("/health", "/metrics", "/api/"),
)
"""Members and operators: with tokens of their own, tested where they are; none of them knows the console's session."""


def routes() -> list[str]:
    from care165.web import create_app

    found = {
        f"{method} {route.path}"
        for route in iter_route_contexts(create_app().routes)
        for method in (route.methods or {"GET"}) - {"HEAD"}
    }
    return sorted(found)


def filled(path: str) -> str:
    """A path whose ids are of nothing."""
    parts = path.split("/")
    return "/".join(str(uuid.uuid4()) if part.startswith("{") else part for part in parts)


class World:
    """The application and one account of each role."""

    def __init__(self, client: TestClient) -> None:
        self.client = client
        with session_scope() as session:
            few_facilities(session, clock.now())
        self.ids = {role: agent(f"one-{role}", role, "A002" if role == "doctor" else None) for role in ROLES}

    def ask(self, route: str, role: str | None, csrf: str | None = None, **headers: str) -> Any:
        """One request with a login of its own, which nothing before can have ended."""
        method, path = route.split()
        data: dict[str, str] = {}
        self.client.cookies.clear()
        if role is not None:
            now = clock.now()
            with session_scope() as session:
                opened = accounts.open_session(session, session.get_one(Agent, self.ids[role]), now=now)
                found = accounts.find_session(session, opened.token, now=now)
                assert found
                data["csrf"] = found[1].csrf if csrf is None else csrf
            self.client.cookies.set("care165_console", opened.token, path="/console")
        body = {"data": data} if method == "POST" else {}
        return self.client.request(method, filled(path), headers=headers, **body)


@pytest.fixture(scope="module")
def world(database: str) -> Iterator[World]:
    from care165.web import create_app

    with TestClient(create_app(), follow_redirects=False) as client:
        yield World(client)
    truncate_all()


def test_every_route_is_in_a_table(database: str) -> None:
    console = {route for route in routes() if route.split()[1].startswith("/console")}
    assert console == set(TABLE) | NOBODY_YET
    others = {route.split()[1] for route in routes()} - {route.split()[1] for route in console}
    assert {path for path in others if not path.startswith((INTERNAL, *OTHER_DOORS))} == {"/"}


def test_every_role_has_a_column_here() -> None:
    assert set(PERMISSIONS) == set(ROLES)


@pytest.mark.parametrize("route", TABLE)
def test_route_opens_for_its_roles_and_no_other(world: World, route: str) -> None:
    answer = world.ask(route, None)
    assert answer.status_code == 303 and answer.headers["location"].startswith("/console/login")
    part = world.ask(route, None, **{"HX-Request": "true"})
    assert (part.status_code, part.headers["hx-redirect"], part.content) == (401, "/console/login", b"")
    for role in () if route == STREAM else ROLES:
        answer = world.ask(route, role)
        refused = answer.headers.get("x-refused") == "not_your_role"
        sent_home = route == "GET /console/" and answer.status_code == 303
        assert (refused or sent_home) == (role not in TABLE[route]), (role, answer.status_code)
        assert (answer.status_code not in (401, 500) and not answer.headers.get("location", "").endswith("/login")) or (
            route == "POST /console/logout"
        )


@pytest.mark.parametrize("route", [route for route in TABLE if route.startswith("POST")])
def test_every_form_carries_its_sessions_token(world: World, route: str) -> None:
    role = sorted(TABLE[route])[0]
    for guessed in ("", "guessed"):
        answer = world.ask(route, role, csrf=guessed)
        assert (answer.status_code, answer.headers["x-refused"]) == (403, "form_expired")


@pytest.mark.parametrize("route", sorted(NOBODY_YET))
def test_before_login_nothing_is_given_away(world: World, route: str) -> None:
    assert world.ask(route, None).status_code in (200, 303, 403, 404, 422)


def test_service_api_is_for_our_own_processes_only(world: World) -> None:
    for route in routes():
        if route.split()[1].startswith(INTERNAL):
            assert world.ask(route, "supervisor").status_code == 403, route
            right = {"X-Internal-Secret": get_settings().internal_secret, "X-Conversation-Id": str(uuid.uuid4())}
            assert world.ask(route, None, **right).status_code != 403, route
