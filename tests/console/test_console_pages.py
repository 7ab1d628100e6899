"""What agents see and do."""

import hashlib
import io
import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml
from fastapi.testclient import TestClient
from sqlalchemy import select

from backend import clock
from backend.attachments.service import store
from backend.complaints.access import Asker
from backend.complaints.models import Complaint
from backend.complaints.schemas import Filing
from backend.complaints.service import file_complaint
from backend.console.rendering import HERE, Texts
from backend.conversations.models import Conversation, Delivery, Message
from backend.conversations.service import history, prompt_bot
from backend.db import session_scope
from backend.handover import service
from backend.handover.models import Handover
from backend.identity.service import open_session
from backend.privacy.models import AuditEntry
from tests.support.console import asks, csrf_of, handled_by, writes
from tests.support.people import known_member
from tests.support.transcripts import transcript

Browser = Callable[[str], TestClient]
HTMX = {"HX-Request": "true"}
PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + b"\x00" * 40


@pytest.fixture
def member() -> str:
    with session_scope() as session:
        return known_member(session, status="inactive", arrears_months=5).id


def post(client: TestClient, path: str, **data: str) -> Any:
    return client.post(f"/console{path}", data={"csrf": csrf_of(client), **data}, headers=HTMX)


def page_of(client: TestClient, conversation_id: object) -> str:
    answer = client.get(f"/console/conversations/{conversation_id}")
    assert answer.status_code == 200, answer.text
    return answer.text


def keys(texts: object, prefix: str = "") -> set[str]:
    if not isinstance(texts, dict):
        return {prefix}
    return {key for name, value in texts.items() for key in keys(value, f"{prefix}.{name}")}


def test_both_languages_say_the_same_things() -> None:
    read = {name: yaml.safe_load((HERE / "texts" / f"{name}.yml").read_text("utf-8")) for name in ("id", "en")}
    assert keys(read["id"]) == keys(read["en"])


def test_templates_use_only_texts_that_exist() -> None:
    sources = "".join(path.read_text("utf-8") for path in (HERE / "templates").glob("*.html"))
    used = set(re.findall(r"""\bt\(["']([\w.]+)["'][,)]""", sources))
    assert len(used) > 50
    assert [key for key in used if Texts("id").find(key) is None] == []


def test_the_queue_shows_the_last_words_and_no_wordless_message(browser: Browser, rina: str) -> None:
    conversation_id = writes("chat", "mau bicara dengan orang")
    with session_scope() as session:
        service.request(
            session, conversation_id, reason="asked_for_person", topic="handover", priority="P3", context={},
            now=clock.now(), assistant_stays=True,
        )  # fmt: skip
        prompt_bot(session, conversation_id, "/verified", now=clock.now())
    shown = browser(rina).get("/console/queue").text
    assert "mau bicara dengan orang" in shown and "(tanpa teks)" not in shown


def test_queue_is_by_priority_and_age_with_masked_words(browser: Browser, rina: str) -> None:
    for chat, priority, text in (("a", "P3", "pertama"), ("b", "P1", "kartu 0009900000001"), ("c", "P2", "kedua")):
        asks(writes(chat, text, display_name=f"Nama {chat}"), priority)
    shown = browser(rina).get("/console/queue").text
    assert re.findall(r"Nama (\w)", shown) == ["b", "c", "a"]
    assert "0009900000001" not in shown
    assert '<span class="masked">nomor kartu</span>' in shown


def test_agent_takes_answers_notes_and_resolves(browser: Browser, rina: str) -> None:
    conversation_id = writes("chat", "saya ditolak")
    known = {"facility": "RSUD Sleman", "contributions_penalty_months": 5, "beds_where": {"label": "Kabupaten Bantul"}}
    unknown = {"contributions_penalty_facts": {"days": 0}, "fktp_draft": "x-draft"}
    handover_id = asks(conversation_id, slots=known | unknown, confidence=0.91, asked="date", intent="change_fktp")
    client = browser(rina)
    waiting = page_of(client, conversation_id)
    assert "RSUD Sleman" in waiting and "91 %" in waiting and "reply-text" not in waiting
    assert "Jumlah bulan" in waiting and "Kabupaten Bantul" in waiting and "Pindah faskes" in waiting
    assert "x-draft" not in waiting and "&#39;days&#39;" not in waiting
    claimed = post(client, f"/handovers/{handover_id}/claim")
    assert (claimed.status_code, "state-changed" in claimed.headers["hx-trigger"]) == (204, True)
    assert "reply-text" in client.get(f"/console/conversations/{conversation_id}/state").text
    assert post(client, f"/handovers/{handover_id}/reply", text="Kami bantu").status_code == 204
    assert post(client, f"/handovers/{handover_id}/note", text="hanya kita").status_code == 204
    shown = page_of(client, conversation_id)
    assert "Kami bantu" in shown and "hanya kita" in shown
    assert post(client, f"/handovers/{handover_id}/resolve").status_code == 204
    assert handled_by(conversation_id) == "bot"
    with session_scope() as session:
        texts = [message.text for message in history(session, conversation_id)]
        assert "Kami bantu" in texts and "hanya kita" not in texts
    assert "reply-text" not in page_of(client, conversation_id)


def test_without_scripts_forms_lead_back_to_the_page(browser: Browser, rina: str) -> None:
    conversation_id = writes("chat", "halo")
    client = browser(rina)
    answer = client.post(f"/console/handovers/{asks(conversation_id)}/claim", data={"csrf": csrf_of(client)})
    assert answer.status_code == 303
    assert client.get(answer.headers["location"]).status_code == 200


def test_loser_of_a_race_is_told_who_has_it(browser: Browser, rina: str, bayu: str) -> None:
    handover_id = asks(writes("chat", "halo"))
    post(browser(rina), f"/handovers/{handover_id}/claim")
    late = post(browser(bayu), f"/handovers/{handover_id}/claim")
    assert (late.status_code, "sudah diambil Rina" in late.text) == (409, True)


def test_members_words_are_never_markup(browser: Browser, rina: str) -> None:
    evil = '<script>alert(1)</script><img src=x onerror="alert(2)">{{165165*165165}}'
    conversation_id = writes("chat", evil, display_name=evil)
    asks(conversation_id, slots={"place": evil, evil: "x"}, summary=evil, intent=evil)
    client = browser(rina)
    for shown in (page_of(client, conversation_id), client.get("/console/").text):
        assert "<script>alert" not in shown and "<img src=x" not in shown
        assert "&lt;script&gt;alert(1)" in shown
        assert "27279477225" not in shown


def test_only_new_messages_and_changed_deliveries_are_fetched(browser: Browser, rina: str) -> None:
    conversation_id = writes("chat", "satu", channel="telegram")
    handover_id = asks(conversation_id)
    client = browser(rina)
    post(client, f"/handovers/{handover_id}/claim")
    post(client, f"/handovers/{handover_id}/reply", text="dua")
    with session_scope() as session:
        last = session.get_one(Conversation, conversation_id).last_seq
        session.get_one(Delivery, (conversation_id, last)).state = "uncertain"
    writes("chat", "tiga", channel="telegram")
    part = client.get(f"/console/conversations/{conversation_id}/messages?after={last}").text
    assert re.findall(r'data-seq="(\d+)"', part) == [str(last + 1)]
    assert re.search(rf'id="d-{last}" class="delivery uncertain" hx-swap-oob="morph"', part)


def test_member_is_shown_masked_once_verified_and_the_look_is_recorded(
    browser: Browser, rina: str, member: str
) -> None:
    conversation_id = writes("chat", "halo")
    with session_scope() as session:
        open_session(session, conversation_id, member_id=member, level=1, method="birth_date", now=clock.now())
    asks(conversation_id)
    client = browser(rina)
    assert "Siti Rahmawati" not in page_of(client, conversation_id)
    with session_scope() as session:
        open_session(session, conversation_id, member_id=member, level=2, method="code", now=clock.now())
    for _ in range(2):
        shown = page_of(client, conversation_id)
    assert "Siti Rahmawati" in shown and "0009******001" in shown
    assert "0009900000001" not in shown and "9999015403880001" not in shown
    with session_scope() as session:
        looks = select(AuditEntry.what).where(AuditEntry.purpose != "login")
        assert session.scalars(looks).all() == ["member.card"]


def test_agent_verifies_a_member_whose_phone_is_gone(browser: Browser, rina: str, member: str) -> None:
    conversation_id = writes("chat", "nomor saya hangus")
    handover_id = asks(conversation_id)
    client = browser(rina)
    form = {"number": "0009900000001", "birth_date": "1988-03-14", "sure": "true"}
    path = f"/conversations/{conversation_id}/verify"
    assert post(client, path, **form).status_code == 403
    post(client, f"/handovers/{handover_id}/claim")
    assert post(client, path, **(form | {"sure": "false"})).status_code == 403
    assert post(client, path, **(form | {"birth_date": "1988-03-15"})).status_code == 404
    assert post(client, path, **form).status_code == 204
    assert "Siti Rahmawati" in page_of(client, conversation_id)
    with session_scope() as session:
        looks = select(AuditEntry.what, AuditEntry.member_id).where(AuditEntry.purpose != "login")
        audited = session.execute(looks.order_by(AuditEntry.id)).all()
    assert audited[:2] == [("member.lookup", None), ("identity.verified", member)]


def test_complaint_moves_on_with_a_message_to_the_member(browser: Browser, rina: str, bayu: str) -> None:
    conversation_id = writes("chat", "saya mau lapor")
    filing = Filing(category="room_refused", chronology="Kamar penuh", reporter="family", consent_version="1")
    with session_scope() as session:
        ticket = file_complaint(session, filing, Asker(conversation_id), locale="id", key=None, now=clock.now()).ticket
    handover_id = asks(conversation_id, ticket_number=ticket)
    client, path = browser(rina), f"/conversations/{conversation_id}/complaints/{ticket}/status"
    assert page_of(client, conversation_id).count(f"{ticket}</span>") == 1
    assert post(client, path, status="in_progress").status_code == 403
    post(client, f"/handovers/{handover_id}/claim")
    assert post(client, path, status="resolved", message="x").status_code == 409
    assert post(client, path, status="in_progress", message="Kami hubungi rumah sakit").status_code == 204
    assert post(browser(bayu), path, status="resolved", message="x").status_code == 404
    with session_scope() as session:
        assert session.scalars(select(Complaint.status)).one() == "in_progress"
        assert "Kami hubungi rumah sakit" in transcript(session, conversation_id)[-1].text


def test_complaint_of_another_conversation_is_out_of_reach(browser: Browser, rina: str) -> None:
    conversation_id, other = writes("chat", "halo"), writes("other", "lapor")
    filing = Filing(category="room_refused", chronology="Kamar Melati habis", reporter="anonymous", consent_version="1")
    with session_scope() as session:
        ticket = file_complaint(session, filing, Asker(other), locale="id", key=None, now=clock.now()).ticket
    handover_id = asks(conversation_id, ticket_number=ticket)
    client = browser(rina)
    post(client, f"/handovers/{handover_id}/claim")
    assert "Kamar Melati habis" not in page_of(client, conversation_id)
    path = f"/conversations/{conversation_id}/complaints/{ticket}/status"
    assert post(client, path, status="in_progress").status_code == 404


def test_attachments_are_harmless_and_only_for_who_may_read(browser: Browser, rina: str, bayu: str) -> None:
    conversation_id = writes("chat", "ini fotonya")
    with session_scope() as session:
        file = store(session, conversation_id, "bukti.png", io.BytesIO(PNG), now=clock.now())
        attachment_id = file.id
    writes("chat", "", attachments=[attachment_id])
    handover_id = asks(conversation_id)
    client, other = browser(rina), browser(bayu)
    post(client, f"/handovers/{handover_id}/claim")
    assert f"/console/attachments/{attachment_id}" in page_of(client, conversation_id)
    answer = client.get(f"/console/attachments/{attachment_id}")
    assert (answer.status_code, answer.content, answer.headers["content-type"]) == (200, PNG, "image/png")
    assert answer.headers["content-disposition"].startswith("inline")
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert "sandbox" in answer.headers["content-security-policy"]
    assert other.get(f"/console/attachments/{attachment_id}").status_code == 404
    with session_scope() as session:
        sent = session.scalars(select(Message).where(Message.attachments.contains([str(attachment_id)]))).one()
        sent.seal()  # as if it was sent to a doctor
    assert client.get(f"/console/attachments/{attachment_id}").status_code == 404


def test_presence_and_language_are_the_agents_choice(browser: Browser, rina: str) -> None:
    client = browser(rina)
    assert post(client, "/presence", choice="away").status_code == 204
    assert re.search(r'value="away" class="choice away" aria-pressed="true"', client.get("/console/header").text)
    assert 'lang="id"' in client.get("/console/").text
    client.post("/console/language", data={"language": "en", "back": "/console/"})
    assert 'lang="en"' in client.get("/console/").text and "Waiting" in client.get("/console/queue").text


def test_handover_number_and_rating_are_shown_to_the_supervisor(browser: Browser, tari: str) -> None:
    conversation_id = writes("chat", "halo")
    asks(conversation_id)
    with session_scope() as session:
        handover = session.scalars(select(Handover)).one()
        handover.state, handover.resolved_at, handover.rating = "resolved", clock.now(), 4
        number = handover.number
    shown = page_of(browser(tari), conversation_id)
    assert number in shown and "4 dari 5" in shown


def test_page_needs_no_inline_code(browser: Browser, rina: str) -> None:
    conversation_id = writes("chat", "halo")
    asks(conversation_id)
    shown = page_of(browser(rina), conversation_id)
    assert not re.search(r"<script(?![^>]*\bsrc=)|<style|\bon\w+=|style=|https?://(?!www\.w3\.org)", shown)
    config = json.loads(re.search(r"name=\"htmx-config\" content='([^']+)'", shown).group(1))
    assert (config["allowEval"], config["includeIndicatorStyles"], config["historyCacheSize"]) == (False, False, 0)


def test_vendored_scripts_are_the_ones_that_are_named() -> None:
    notes = (HERE / "static" / "README.md").read_text()
    for name in re.findall(r"`([\w.-]+\.min\.js)`", notes):
        if (path := Path(HERE / "static" / name)).exists():
            assert hashlib.sha256(path.read_bytes()).hexdigest() in notes
