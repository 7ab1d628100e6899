"""The public tracking page: only with number and code, and without anything that tells who it is about."""

import pytest
from fastapi.testclient import TestClient

from backend import clock
from backend.complaints import service
from backend.complaints.access import Asker
from backend.complaints.agent_service import add_note, change_status
from backend.complaints.models import Complaint
from backend.complaints.ticket import ALPHABET, written
from backend.complaints.tracking_pages import ADDRESS_TRIES
from backend.conversations.service import open_conversation
from backend.db import session_scope
from backend.ids import uuid7
from tests.complaints.samples import STORY, filing

AGENT = {"agent_id": uuid7(), "agent_name": "Rina"}


@pytest.fixture
def complaint(api: TestClient) -> Complaint:
    now = clock.now()
    with session_scope() as session:
        talk = open_conversation(session, "web", "tracking", now=now).id
        filed = service.file_complaint(session, filing(), Asker(talk), locale="id", key=None, now=now)
        told = "Kartu 0009900000001 sudah aktif."
        change_status(session, filed.ticket, "in_progress", message_to_member=told, now=now, **AGENT)
        add_note(session, filed.ticket, "rahasia petugas", now=now, **AGENT)
        return filed


def asks(api: TestClient, ticket: str, code: str) -> tuple[int, str]:
    answer = api.post("/track", data={"ticket": ticket, "code": code})
    return answer.status_code, answer.text


def test_number_and_code_open_what_happened_and_nothing_personal(api: TestClient, complaint: Complaint) -> None:
    status, page = asks(api, complaint.ticket.lower().replace("-", " "), complaint.access_code.lower())
    assert status == 200
    assert "Sedang dikerjakan" in page and "sudah aktif" in page
    for hidden in ("0009900000001", "9999015403880001", "Rina", "rahasia", STORY[:20], complaint.access_code):
        assert hidden not in page


def test_wrong_code_and_unknown_number_look_alike(api: TestClient, complaint: Complaint) -> None:
    unknown = _ticket(0)
    wrong, none = asks(api, complaint.ticket, "222222"), asks(api, unknown, "222222")
    assert (wrong[0], none[0]) == (404, 404)
    assert wrong[1].replace(complaint.ticket, unknown) == none[1]
    assert asks(api, "PGD-1", "222222")[0] == 422


def test_guessing_stops_by_ticket_and_by_address(api: TestClient, complaint: Complaint) -> None:
    for _ in range(5):
        asks(api, complaint.ticket, "222222")
    assert asks(api, complaint.ticket, complaint.access_code)[0] == 429
    for n in range(ADDRESS_TRIES):
        asks(api, _ticket(n), "222222")
    with session_scope() as session:
        other = service.file_complaint(
            session,
            filing(),
            Asker(session.get_one(Complaint, complaint.id).conversation_id),
            locale="id",
            key=None,
            now=clock.now(),
        )
    assert asks(api, other.ticket, other.access_code)[0] == 429


def _ticket(number: int) -> str:
    return written(f"2222222{ALPHABET[number]}")


def test_the_page_needs_no_scripts_and_keeps_no_secret_in_its_address(api: TestClient, complaint: Complaint) -> None:
    page = api.get("/track?lang=en")
    assert "Follow a complaint" in page.text and "<script" not in page.text
    assert page.headers["content-security-policy"].startswith("default-src 'none'")
    assert page.headers["cache-control"] == "no-store"
    assert api.get(f"/track?ticket={complaint.ticket}&code={complaint.access_code}").text.count("Sedang") == 0
