"""Complaints as tickets at the console, and the supervisor's wall."""

import re
from collections.abc import Callable
from datetime import timedelta
from uuid import uuid4

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import select, update

from backend import clock
from backend.complaints.access import Asker
from backend.complaints.models import Complaint
from backend.complaints.schemas import Filing
from backend.complaints.service import file_complaint
from backend.db import session_scope
from backend.privacy.models import AuditEntry
from backend.sla.clocks import sync
from backend.sla.models import SlaClock
from tests.support.console import agent_id_of, asks, csrf_of, writes

Browser = Callable[[str], TestClient]


def filed(chat: str = "chat", **changes: object) -> str:
    given: dict[str, object] = {"category": "queue", "chronology": "Menunggu lama", "reporter": "family"}
    filing = Filing.model_validate(given | {"consent_version": "1", "contact": "08129900099"} | changes)
    with session_scope() as session:
        asker = Asker(writes(chat, "lapor"))
        return file_complaint(session, filing, asker, locale="id", key=None, now=clock.now()).ticket


def send(client: TestClient, path: str, **data: str) -> object:
    return client.post(f"/console{path}", data={"csrf": csrf_of(client), **data})


def test_ticket_is_listed_opened_and_worked_on(browser: Browser, rina: str) -> None:
    ticket, client = filed(), browser(rina)
    assert ticket in client.get("/console/complaints").text
    assert ticket not in client.get("/console/complaints?show=mine").text
    assert send(client, f"/complaints/{ticket}/owner", kind="me").status_code == 303
    assert ticket in client.get("/console/complaints?show=mine&category=queue").text
    send(client, f"/complaints/{ticket}/note", text="sudah ditelepon")
    send(client, f"/complaints/{ticket}/status", status="in_progress")
    page = client.get(f"/console/complaints/{ticket}").text
    assert "sudah ditelepon" in page and "Menunggu lama" in page and 'value="resolved"' in page
    refused = send(client, f"/complaints/{ticket}/status", status="resolved", message=" ")
    assert refused.status_code == 422


def test_a_ticket_is_given_to_a_colleague(browser: Browser, rina: str, bayu: str) -> None:
    ticket = filed()
    assert send(browser(rina), f"/complaints/{ticket}/owner", kind=str(agent_id_of(bayu))).status_code == 303
    assert ticket in browser(bayu).get("/console/complaints?show=mine").text
    nobody = send(browser(rina), f"/complaints/{ticket}/owner", kind=str(uuid4()))
    assert (nobody.status_code, nobody.headers["X-Refused"]) == (409, "agent_gone")


def test_contact_is_hidden_until_a_reason_is_given(browser: Browser, rina: str) -> None:
    ticket, client = filed(), browser(rina)
    page = client.get(f"/console/complaints/{ticket}").text
    assert "08129900099" not in page and "disembunyikan" in page
    assert send(client, f"/complaints/{ticket}/contact", reason="  x ").status_code == 422
    shown = send(client, f"/complaints/{ticket}/contact", reason="menelepon balik pelapor")
    assert "08129900099" in shown.text
    with session_scope() as session:
        opened = session.scalars(select(AuditEntry.reason).where(AuditEntry.what == "complaint.contact")).all()
    assert opened == ["menelepon balik pelapor"]


def test_duplicates_are_offered_and_merged(browser: Browser, rina: str) -> None:
    main, duplicate, client = filed(), filed(), browser(rina)
    assert main in client.get(f"/console/complaints/{duplicate}").text
    send(client, f"/complaints/{duplicate}/merge", into=main)
    assert duplicate not in client.get("/console/complaints").text
    assert "digabung" in client.get(f"/console/complaints/{duplicate}").text


def test_letter_is_a_pdf_that_no_browser_guesses_about(browser: Browser, rina: str) -> None:
    answer = browser(rina).get(f"/console/complaints/{filed()}/letter.pdf")
    assert (answer.status_code, answer.headers["content-type"]) == (200, "application/pdf")
    assert answer.content.startswith(b"%PDF-") and answer.headers["x-content-type-options"] == "nosniff"


def test_anonymous_tickets_lead_to_no_conversation(browser: Browser, rina: str) -> None:
    ticket = filed(reporter="anonymous", contact=None)
    assert "/console/conversations/" not in browser(rina).get(f"/console/complaints/{ticket}").text


@pytest.mark.parametrize("late", [True, False])
def test_overdue_tickets_have_a_list(browser: Browser, rina: str, late: bool) -> None:
    ticket = filed()
    with session_scope() as session:
        session.execute(update(Complaint).values(due_at=clock.now() + timedelta(minutes=-5 if late else 5)))
    client = browser(rina)
    assert (ticket in client.get("/console/complaints?show=overdue").text) == late
    assert ("Lewat batas" in client.get(f"/console/complaints/{ticket}").text) == late


def test_wall_shows_who_waits_and_what_was_missed_until_it_is_seen_to(browser: Browser, tari: str) -> None:
    asks(writes("chat", "halo"), "P1")
    client = browser(tari)
    wall = client.get("/console/wall").text
    assert re.search(r'id="wall-waiting">1<', wall) and re.search(r'id="wall-breaches">0<', wall)
    with session_scope() as session:
        sync(session, now=clock.now() + timedelta(hours=2))
    assert "balasan pertama terlambat" in client.get("/console/queue").text
    missed = re.findall(r"/console/wall/breaches/([0-9a-f-]{36})/seen", client.get("/console/wall/now").text)
    assert len(missed) == 2  # first reply and resolution of a P1
    with session_scope() as session:
        session.execute(update(SlaClock).where(SlaClock.measure == "first_reply").values(state="missed"))
        session.execute(update(SlaClock).values(ended_at=SlaClock.breached_at + timedelta(minutes=7)))
    shown = client.get("/console/wall/now").text
    assert shown.count("selesai, terlambat 7 mnt") == 1, "who still waits is late by now"
    for clock_id in missed:
        send(client, f"/wall/breaches/{clock_id}/seen")
    assert re.search(r'id="wall-breaches">0<', client.get("/console/wall/now").text)
    with session_scope() as session:
        assert None not in session.scalars(select(SlaClock.seen_by)).all()


def test_reports_are_shown_and_exported_for_who_may(browser: Browser, tari: str) -> None:
    asks(writes("chat", "halo"))
    client = browser(tari)
    page = client.get("/console/reports").text
    assert "data-chart=" in page and "<script>" not in page and 'style="' not in page
    exported = client.get("/console/reports.csv")
    assert exported.headers["content-type"].startswith("text/csv") and "volume,all,contacts,1" in exported.text
    assert client.get("/console/reports?first=2026-02-01&last=2026-01-01").status_code == 422
