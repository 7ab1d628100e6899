"""The service API: what it gives, and to whom."""

from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import uuid4

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from httpx import Response
from queue_world import FKTP, HEART_DOCTOR, HOSPITAL, MONDAY, World, local

from backend.api.deps import current_time
from backend.conversations.models import Conversation
from backend.db import session_scope
from backend.identity.service import open_session
from backend.membership.models import Member

BASE = "/service/v1/queues"
As = Callable[[Member | None], dict[str, str]]
CLINIC = {"facility": FKTP, "poli": "001", "date": MONDAY.isoformat()}


@pytest.fixture
def clock(api: TestClient, now: datetime) -> dict[str, datetime]:
    """The moment that requests see, to be set forward by a test."""
    moment = {"now": now}
    app = api.app
    assert isinstance(app, FastAPI)
    app.dependency_overrides[current_time] = lambda: moment["now"]
    return moment


@pytest.fixture
def world(api: TestClient, clock: dict[str, datetime], now: datetime) -> World:
    """The small world, committed."""
    with session_scope() as session:
        built = World(session, now).build()
        built.letter(built.head)
        return built


@pytest.fixture
def as_member(world: World, clock: dict[str, datetime]) -> As:
    """Headers of a conversation: anonymous, or verified as a member."""

    def headers(member: Member | None) -> dict[str, str]:
        with session_scope() as session:
            talk = Conversation(
                channel="webchat", external_id=uuid4().hex, created_at=clock["now"], updated_at=clock["now"]
            )
            session.add(talk)
            session.flush()
            if member:
                open_session(session, talk.id, member_id=member.id, level=2, method="code", now=clock["now"])
            return {"X-Conversation-Id": str(talk.id)}

    return headers


@pytest.fixture
def booking(api: TestClient, world: World, as_member: As) -> dict[str, Any]:
    """A number of the head of the family at the first-level facility."""
    made = api.post(f"{BASE}/bookings", json=CLINIC, headers=as_member(world.head))
    assert made.status_code == 201, made.text
    body: dict[str, Any] = made.json()
    return body


def test_a_visit_from_choosing_to_cancelling(api: TestClient, world: World, as_member: As) -> None:
    me = as_member(world.head)
    options = api.get(f"{BASE}/options", headers=me).json()
    assert [option["kind"] for option in options["options"]] == ["control", "fktp"]
    assert [person["name"] for person in options["people"]] == ["head 01", "child 01"]

    sessions = api.get(f"{BASE}/sessions", params={"facility": HOSPITAL, "poli": "jantung"}, headers=me).json()
    wish = {
        "facility": HOSPITAL,
        "poli": "JAN",
        "date": sessions["date"],
        "session_id": sessions["sessions"][0]["session_id"],
        "visit_kind": 3,
        "letter_number": options["options"][0]["letter"]["number"],
    }
    made = api.post(f"{BASE}/bookings", json=wish, headers={**me, "Idempotency-Key": "one"})
    again = api.post(f"{BASE}/bookings", json=wish, headers={**me, "Idempotency-Key": "one"})
    assert (made.status_code, again.json()["code"]) == (201, made.json()["code"])
    other = api.post(f"{BASE}/bookings", json=CLINIC, headers={**me, "Idempotency-Key": "one"})
    assert (other.status_code, other.json()["code"]) == (422, "idempotency_key_reused")

    code = made.json()["code"]
    assert [entry["code"] for entry in api.get(f"{BASE}/bookings", headers=me).json()["bookings"]] == [code]
    moved = api.post(f"{BASE}/bookings/{code}/move", json={"date": "2026-11-25"}, headers=me).json()
    assert (moved["date"], moved["moved_from"]) == ("2026-11-25", code)
    cancelled = api.post(f"{BASE}/bookings/{moved['code']}/cancel", json={"reason": "sembuh"}, headers=me).json()
    assert (cancelled["state"], cancelled["can"]) == ("cancelled", [])


def test_on_the_day(
    api: TestClient, world: World, as_member: As, booking: dict[str, Any], clock: dict[str, datetime]
) -> None:
    clock["now"] = local(2026, 11, 23, 7, 30)
    me = as_member(world.head)
    waiting = api.get(f"{BASE}/bookings/{booking['code']}", headers=me).json()
    assert (waiting["standing"]["remaining"], waiting["can"]) == (1, ["check_in", "move", "cancel"])
    place = {"latitude": -3.3, "longitude": 114.6}
    here = api.post(f"{BASE}/bookings/{booking['code']}/check-in", json=place, headers=me).json()
    assert (here["state"], list(here["tasks"])) == ("checked_in", ["3"])


def test_public_questions_need_no_login(api: TestClient, world: World, as_member: As) -> None:
    nobody = as_member(None)
    meant = api.get(f"{BASE}/polis/resolve", params={"q": "jantung", "facility": HOSPITAL}, headers=nobody).json()
    assert (meant["poli"]["code"], meant["available"]) == ("JAN", True)
    hours = api.get(f"{BASE}/doctor-schedule", params={"facility": HOSPITAL, "doctor": "hendra"}, headers=nobody).json()
    assert [(entry["weekday"], entry["doctor"]["code"]) for entry in hours["week"]] == [
        (1, HEART_DOCTOR),
        (3, HEART_DOCTOR),
    ]
    day = api.get(f"{BASE}/sessions", params={"facility": HOSPITAL, "date": "2026-11-24"}, headers=nobody)
    assert day.json()["sessions"][0]["date"] == "2026-11-24"


Call = tuple[str, str, dict[str, str] | None]
PRIVATE: list[Call] = [
    ("GET", "/options", None),
    ("POST", "/bookings", CLINIC),
    ("GET", "/bookings", None),
    ("GET", "/bookings/{code}", None),
    ("POST", "/bookings/{code}/cancel", {"reason": "batal"}),
    ("POST", "/bookings/{code}/check-in", None),
    ("POST", "/bookings/{code}/move", {"date": "2026-11-24"}),
]
IDS = [f"{method} {path}" for method, path, _ in PRIVATE]
OTHERS = {"stranger": (404, "booking_not_found"), "spouse": (403, "own_code_needed")}


def problem(answer: Response) -> tuple[int, str]:
    return answer.status_code, answer.json()["code"]


def send(api: TestClient, call: Call, booking: dict[str, Any], headers: dict[str, str]) -> Response:
    method, path, body = call
    return api.request(method, BASE + path.format(code=booking["code"]), json=body, headers=headers)


@pytest.mark.parametrize("call", PRIVATE, ids=IDS)
def test_personal_questions_need_level_two(api: TestClient, as_member: As, booking: dict[str, Any], call: Call) -> None:
    assert problem(send(api, call, booking, as_member(None))) == (401, "verification_required")


@pytest.mark.parametrize("call", PRIVATE[3:], ids=IDS[3:])
def test_nobody_elses_booking(
    api: TestClient, world: World, as_member: As, booking: dict[str, Any], call: Call
) -> None:
    for who, expected in OTHERS.items():
        answer = send(api, call, booking, as_member(getattr(world, who)))
        assert problem(answer) == expected
        assert "head 01" not in answer.text
    mine = api.get(f"{BASE}/bookings/{booking['code']}", headers=as_member(world.head)).json()
    assert (mine["state"], mine["date"]) == ("booked", MONDAY.isoformat())


def test_nothing_is_booked_or_shown_for_others(api: TestClient, world: World, as_member: As) -> None:
    me = as_member(world.head)
    for other, expected in ((world.stranger, (404, "member_not_found")), (world.spouse, (403, "own_code_needed"))):
        made = api.post(f"{BASE}/bookings", json={**CLINIC, "member": other.id}, headers=me)
        shown = api.get(f"{BASE}/options", params={"member": other.id}, headers=me)
        assert [problem(made), problem(shown)] == [expected] * 2
        assert api.get(f"{BASE}/bookings", headers=as_member(other)).json() == {"bookings": []}


def test_a_parent_books_for_a_child_but_not_the_child_for_a_parent(
    api: TestClient, world: World, as_member: As
) -> None:
    for parent, day in ((world.head, "2026-11-23"), (world.spouse, "2026-11-24")):
        wish = {**CLINIC, "date": day, "member": world.child.id}
        made = api.post(f"{BASE}/bookings", json=wish, headers=as_member(parent))
        assert (made.status_code, made.json()["member"]["name"]) == (201, "child 01")
    answer = api.post(f"{BASE}/bookings", json={**CLINIC, "member": world.head.id}, headers=as_member(world.child))
    assert answer.json()["code"] == "own_code_needed"


def test_others_lists_hold_nothing_of_mine(
    api: TestClient, world: World, as_member: As, booking: dict[str, Any]
) -> None:
    for member in (world.stranger, world.spouse):
        assert api.get(f"{BASE}/bookings", params={"past": True}, headers=as_member(member)).json() == {"bookings": []}


def test_a_refusal_is_a_problem_document(api: TestClient, world: World, as_member: As) -> None:
    answer = api.post(f"{BASE}/bookings", json={**CLINIC, "date": "2026-11-20"}, headers=as_member(world.head))
    assert (answer.status_code, answer.headers["content-type"]) == (409, "application/problem+json")
    assert answer.json()["code"] == "date_in_past"
    assert answer.json()["next_choices"][0]["kind"] == "date"
    malformed = api.post(f"{BASE}/bookings", json={**CLINIC, "date": "besok"}, headers=as_member(world.head))
    assert (malformed.status_code, malformed.json()["code"]) == (422, "invalid_request")
