"""Every endpoint: what it answers to the owner, and what to the wrong caller."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from fastapi.testclient import TestClient

from backend import clock
from backend.attachments.service import store
from backend.complaints import agent_service
from backend.complaints.models import Complaint
from backend.conversations.service import open_conversation
from backend.db import session_scope
from backend.identity.service import open_session
from tests.complaints.samples import PNG, new_member

PATH = "/service/v1/complaints"
FILING = {
    "category": "hospital_service",
    "chronology": "Minggu lalu saya menunggu enam jam di poli.",
    "reporter": "self",
    "consent_version": "2026-01",
}


def conversation(chat: str, locale: str = "id", number: int | None = None) -> dict[str, str]:
    """Headers of a conversation; with a number, of a verified member's."""
    at = clock.now()
    with session_scope() as session:
        found = open_conversation(session, "web", chat, now=at, locale=locale)
        if number is not None:
            member = new_member(number)
            session.add(member)
            session.flush()
            open_session(session, found.id, member_id=member.id, level=2, method="code", now=at)
    return {"X-Conversation-Id": str(found.id)}


@pytest.fixture
def mine(api: TestClient) -> dict[str, str]:
    return conversation("mine", number=1)


@pytest.fixture
def other(api: TestClient) -> dict[str, str]:
    """A verified member, but another one."""
    return conversation("other", number=2)


@pytest.fixture
def filed(api: TestClient, mine: dict[str, str]) -> dict[str, Any]:
    answer = api.post(PATH, json=FILING, headers=mine | {"Idempotency-Key": "turn-1"})
    assert answer.status_code == 201
    receipt: dict[str, Any] = answer.json()
    return receipt


def test_filing_gives_a_receipt_once(api: TestClient, mine: dict[str, str], filed: dict[str, Any]) -> None:
    assert filed["ticket"].startswith("PGD-") and len(filed["access_code"]) == 6
    assert (filed["status_title"], filed["category_title"]) == ("Diterima", "Pelayanan rumah sakit")
    assert (filed["working_days"], filed["deadline_verified"]) == (5, False)
    assert filed["urgency"] == {
        "priority": "P3", "handover": False, "reason": "routine", "ask_in_care_now": False,
    }  # fmt: skip
    again = api.post(PATH, json=FILING, headers=mine | {"Idempotency-Key": "turn-1"})
    assert (again.status_code, again.json()) == (201, filed)
    assert len(api.get(PATH, headers=mine).json()) == 1


def test_a_filing_sent_twice_at_once_is_one(api: TestClient, mine: dict[str, str]) -> None:
    headers = mine | {"Idempotency-Key": "turn-3"}
    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(lambda _: api.post(PATH, json=FILING, headers=headers).json()["ticket"], range(4)))
    assert len(set(answers)) == 1
    assert len(api.get(PATH, headers=mine).json()) == 1


def test_filing_needs_no_login(api: TestClient) -> None:
    unknown = conversation("unknown", locale="en")
    answer = api.post(PATH, json=FILING | {"reporter": "anonymous"}, headers=unknown)
    assert (answer.status_code, answer.json()["category_title"]) == (201, "Service of a hospital")


def test_incomplete_filings_are_refused(api: TestClient, mine: dict[str, str]) -> None:
    answer = api.post(PATH, json=FILING | {"chronology": " "}, headers=mine)
    assert (answer.status_code, answer.json()["code"]) == (422, "invalid_request")


def test_files_of_another_conversation_cannot_be_filed(
    api: TestClient, mine: dict[str, str], other: dict[str, str]
) -> None:
    with session_scope() as session:
        stored = store(session, UUID(other["X-Conversation-Id"]), "a.png", PNG, now=clock.now())
    answer = api.post(PATH, json=FILING | {"attachments": [str(stored.id)]}, headers=mine)
    assert (answer.status_code, answer.json()["code"]) == (404, "unknown_attachment")
    assert api.get(PATH, headers=mine).json() == []


def test_the_list_is_ones_own(
    api: TestClient, mine: dict[str, str], other: dict[str, str], filed: dict[str, Any]
) -> None:
    assert [found["ticket"] for found in api.get(PATH, headers=mine).json()] == [filed["ticket"]]
    assert api.get(PATH, headers=other).json() == []


def test_the_owner_reads_the_status(api: TestClient, mine: dict[str, str], filed: dict[str, Any]) -> None:
    shown = api.get(f"{PATH}/{filed['ticket'].lower().replace('-', ' ')}", headers=mine).json()
    assert (shown["ticket"], shown["chronology"]) == (filed["ticket"], FILING["chronology"])
    assert [entry["code"] for entry in shown["timeline"]] == ["filed"]
    assert "access_code" not in shown


REQUESTS: list[tuple[str, str, dict[str, str]]] = [
    ("GET", "", {}),
    ("POST", "/facts", {"text": "x"}),
    ("POST", "/reopen", {"reason": "x"}),
]


def call(api: TestClient, request: tuple[str, str, dict[str, str]], headers: dict[str, str], **more: str) -> Any:
    """One request about a ticket; the last part of the request goes where the method has its facts."""
    method, path, facts = request
    if method == "GET":
        return api.get(path, params=facts | more, headers=headers)
    return api.post(path, json=facts | more, headers=headers)


def test_the_wrong_caller_finds_nothing(api: TestClient, other: dict[str, str], filed: dict[str, Any]) -> None:
    unverified = conversation("someone")
    for method, suffix, facts in REQUESTS:
        request = (method, f"{PATH}/{filed['ticket']}{suffix}", facts)
        for headers in (other, unverified):
            refused = call(api, request, headers)
            assert (refused.status_code, refused.json()["code"]) == (404, "complaint_not_found")
        assert call(api, request, {}).status_code == 422  # no conversation at all
        assert call(api, request, other | {"X-Internal-Secret": "wrong"}).status_code == 403


@pytest.mark.parametrize("request_", REQUESTS, ids=["status", "facts", "reopen"])
def test_wrong_codes_are_counted_although_the_request_is_refused(
    api: TestClient, other: dict[str, str], filed: dict[str, Any], request_: tuple[str, str, dict[str, str]]
) -> None:
    method, suffix, facts = request_
    request, right = (method, f"{PATH}/{filed['ticket']}{suffix}", facts), filed["access_code"]
    wrong = "222222" if right != "222222" else "333333"
    assert [call(api, request, other, code=wrong).status_code for _ in range(5)] == [404] * 5
    locked = call(api, request, other, code=right)
    assert (locked.status_code, locked.json()["code"]) == (429, "code_locked")
    assert 0 < int(locked.headers["Retry-After"]) <= 901


def test_the_code_opens_the_status(api: TestClient, filed: dict[str, Any], other: dict[str, str]) -> None:
    answer = api.get(f"{PATH}/{filed['ticket']}", params={"code": filed["access_code"]}, headers=other)
    assert (answer.status_code, answer.json()["chronology"]) == (200, None)


def test_a_mistyped_ticket_is_said_to_be_one(api: TestClient, mine: dict[str, str]) -> None:
    answer = api.get(f"{PATH}/PGD-7KQ2-M4XR-4", headers=mine)
    assert (answer.status_code, answer.json()["code"]) == (422, "ticket_mistyped")


def test_facts_are_added_once_and_judged(api: TestClient, mine: dict[str, str], filed: dict[str, Any]) -> None:
    body = {"text": "Sekarang anak saya ditolak di IGD"}
    for _ in range(2):
        answer = api.post(f"{PATH}/{filed['ticket']}/facts", json=body, headers=mine | {"Idempotency-Key": "turn-2"})
    assert answer.json()["urgency"]["reason"] == "care_refused_now"
    assert [entry["text"] for entry in answer.json()["complaint"]["timeline"]] == [None, body["text"]]


def test_reopening(api: TestClient, mine: dict[str, str], filed: dict[str, Any]) -> None:
    path, body = f"{PATH}/{filed['ticket']}/reopen", {"reason": "Belum selesai"}
    early = api.post(path, json=body, headers=mine)
    assert (early.status_code, early.json()["code"]) == (409, "complaint_not_finished")
    agent: dict[str, Any] = {
        "agent_id": UUID(int=1),
        "agent_name": "Rina",
        "message_to_member": "Sudah.",
        "now": clock.now(),
    }
    with session_scope() as session:
        agent_service.change_status(session, filed["ticket"], "in_progress", **agent)
        agent_service.change_status(session, filed["ticket"], "resolved", **agent)
    turn = mine | {"Idempotency-Key": "turn-2"}
    for _ in range(2):  # the second time the answer had got lost
        again = api.post(path, json=body, headers=turn)
        assert (again.status_code, again.json()["status"]) == (200, "reopened")
    with session_scope() as session:
        agent_service.change_status(session, filed["ticket"], "in_progress", **agent)
        agent_service.change_status(session, filed["ticket"], "resolved", **agent)
        complaint = session.query(Complaint).one()
        complaint.resolved_at = clock.now() - timedelta(days=15)
    late = api.post(path, json=body, headers=mine)
    assert (late.status_code, late.json()["code"]) == (409, "reopen_too_late")


def test_categories_are_suggested(api: TestClient, mine: dict[str, str]) -> None:
    found = api.get(f"{PATH}/categories", params={"q": "disuruh beli obat sendiri"}, headers=mine).json()
    assert found["suggested"]
    assert found["items"][0] == {
        "code": "extra_charges",
        "title": "Diminta bayar atau beli obat sendiri",
        "asks": ["facility", "money", "in_care"],
    }
    every = api.get(f"{PATH}/categories", headers=conversation("english", locale="en")).json()
    assert (every["suggested"], len(every["items"]), every["items"][-1]["title"]) == (False, 13, "Something else")


def test_a_draft_is_assessed(api: TestClient, mine: dict[str, str]) -> None:
    draft = {"text": "bapak saya ditolak igd", "patient_in_care": True}
    answer = api.post(f"{PATH}/assess", json=draft, headers=mine).json()
    assert answer == {
        "priority": "P1", "handover": True, "reason": "care_refused_now", "ask_in_care_now": False,
    }  # fmt: skip
