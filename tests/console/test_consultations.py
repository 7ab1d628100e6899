"""The doctors' pages: their own facility and nothing else; opening, writing, ending; the hours."""

import re
import uuid
from collections.abc import Callable
from datetime import timedelta
from typing import get_args

import httpx
import pytest
from fastapi.testclient import TestClient
from sqlalchemy import select

from backend import clock
from backend.accounts.permissions import PERMISSIONS
from backend.attachments.models import Attachment
from backend.console.look import read
from backend.console.rendering import Texts
from backend.console.stream import Shown, lines_of, parts_of
from backend.conversations.events import Position
from backend.conversations.models import Message
from backend.db import session_scope
from backend.handover.models import Agent
from backend.privacy.models import AuditEntry
from backend.screening.assessment import Band, Condition, Reason
from backend.screening.models import Screening
from backend.teleconsultation import service
from backend.teleconsultation.models import Consultation
from backend.teleconsultation.record import closed_files
from tests.support.console import agent, asks, handled_by, writes
from tests.support.consulting import COMPLAINT, booked, doctor

Browser = Callable[[str], TestClient]
PAGE = "/console/consultations"


def form(client: TestClient, **fields: str) -> dict[str, str]:
    found = re.search(r'name="csrf" value="([^"]+)"', client.get(PAGE).text)
    assert found
    return {"csrf": found.group(1), **fields}


def act(client: TestClient, receipt: str, what: str, **fields: str) -> httpx.Response:
    return client.post(f"{PAGE}/{receipt}/{what}", data=form(client, **fields))


@pytest.mark.parametrize("language", ["id", "en"])
@pytest.mark.parametrize(("group", "codes"), [("bands", Band), ("reasons", Reason), ("conditions", Condition)])
def test_every_result_of_a_screening_has_its_words(language: str, group: str, codes: object) -> None:
    texts = Texts(language)
    assert [code for code in get_args(codes) if not texts.find(f"consultations.{group}.{code}")] == []


def test_from_the_agenda_to_the_summary(browser: Browser, committed: None) -> None:
    chat = writes("anggota", "halo, kartu saya hilang")
    receipt, client = booked(chat), browser(doctor("wening"))
    agenda = client.get(PAGE)
    assert "Siti Rahmawati" in agenda.text and "terjadwal" in agenda.text and COMPLAINT not in agenda.text
    page = client.get(f"{PAGE}/{receipt}").text
    assert COMPLAINT in page and "napas dan nyeri dada" in page and "tahun" in page and "Perempuan" in page
    assert act(client, receipt, "open").headers["location"] == f"{PAGE}/{receipt}"
    assert handled_by(chat) == "doctor"
    writes("anggota", "pagi dok, batuknya masih")
    key = str(uuid.uuid4())
    for _ in range(2):
        assert act(client, receipt, "reply", text="Ada demam?", key=key).status_code == 303
    page = client.get(f"{PAGE}/{receipt}").text
    assert "batuknya masih" in page and page.count("Ada demam?") == 1 and "kartu saya hilang" not in page
    assert "kartu saya" not in client.get(f"{PAGE}/{receipt}/messages?after=0").text
    assert client.get(f"{PAGE}/{receipt}/state?known=running").status_code == 204
    assert act(client, receipt, "finish", summary="Batuk pilek.", advice="").headers["x-refused"] == "advice_missing"
    ending = {"summary": "Batuk pilek.", "advice": "Istirahat."}
    assert act(client, receipt, "finish", **ending, come_in_on="2026-13-45").headers["x-refused"] == "invalid_form"
    come_in = (clock.now() + timedelta(days=2)).date().isoformat()
    done = act(client, receipt, "finish", summary="Batuk pilek.", advice="Istirahat.", come_in_on=come_in)
    assert done.headers["location"].startswith(PAGE) and handled_by(chat) == "bot"
    assert "selesai" in client.get(PAGE).text and "Batuk pilek." in client.get(f"{PAGE}/{receipt}").text
    assert "berubah" in client.get(f"{PAGE}/{receipt}/state?known=running").text
    with session_scope() as session:
        last = session.scalars(select(Message).where(Message.author == "system").order_by(Message.seq.desc())).first()
        assert last and "Istirahat." in last.text
        member = session.scalars(select(Consultation.member_id)).one()
        what = set(session.scalars(select(AuditEntry.what).where(AuditEntry.member_id == member)))
    assert {"consultation.read", "consultation.finish"} <= what


def test_other_facilities_and_agents_see_nothing_of_it(browser: Browser, tari: str, committed: None) -> None:
    chat = writes("anggota", "halo")
    receipt, client = booked(chat), browser(doctor("wening"))
    act(client, receipt, "open")
    writes("anggota", "dok, wasir saya kambuh")
    stranger = browser(doctor("lain", "A001"))
    assert "Siti" not in stranger.get(PAGE).text
    for part in ("", "/messages", "/state", f"/files/{uuid.uuid4()}"):
        assert stranger.get(f"{PAGE}/{receipt}{part}").status_code == 404, part
    for what in ("open", "reply", "typing", "finish", "no-show"):
        assert act(stranger, receipt, what, text="halo").status_code == 404, what
    boss = browser(tari)
    shown = boss.get(f"/console/conversations/{chat}").text
    assert "halo" in shown and "wasir" not in shown
    assert boss.get(PAGE).status_code == 403
    assert client.get("/console/").headers["location"] == PAGE


def test_a_photo_of_the_consultation_and_no_other(browser: Browser, api: TestClient, committed: None) -> None:
    chat = writes("anggota", "halo")
    receipt, client = booked(chat), browser(doctor("wening"))
    act(client, receipt, "open")
    with session_scope() as session:
        stored = [Attachment(**_file(chat, name)) for name in ("ruam.png", "lama.png")]
        session.add_all(stored)
        session.flush()
        ids = [each.id for each in stored]
    writes("anggota", "ini fotonya dok", attachments=[ids[0]])
    assert f"{PAGE}/{receipt}/files/{ids[0]}" in client.get(f"{PAGE}/{receipt}").text
    assert client.get(f"{PAGE}/{receipt}/files/{ids[1]}").status_code == 404
    with session_scope() as session:
        assert closed_files(session, chat) == {ids[0]}


def _file(chat: uuid.UUID, name: str) -> dict[str, object]:
    facts = {
        "conversation_id": chat,
        "name": name,
        "media_type": "image/png",
        "size": 3,
        "sha256": uuid.uuid4().hex * 2,
    }
    return {**facts, "stored_name": uuid.uuid4().hex, "created_at": clock.now()}


def test_the_last_screening_only_where_the_member_lets_them(browser: Browser, committed: None) -> None:
    receipt, client = booked(writes("anggota", "halo")), browser(doctor("wening"))
    with session_scope() as session:
        found = session.scalars(select(Consultation)).one()
        result = '{"results": [{"condition": "diabetes", "score": 12, "band": "moderate", "reason": null}]}'
        done = Screening(member_id=found.member_id, state="done", answers="{}", assessment=result)
        done.consented_at = done.updated_at = done.finished_at = clock.now()
        session.add(done)
    assert "diabetes" not in client.get(f"{PAGE}/{receipt}").text
    with session_scope() as session:
        session.scalars(select(Consultation)).one().share_screening = True
    assert "diabetes: sedang" in client.get(f"{PAGE}/{receipt}").text
    with session_scope() as session:
        assert session.scalar(select(AuditEntry.id).where(AuditEntry.what == "screening.result"))


def test_doctors_set_the_hours_of_their_facility(browser: Browser, committed: None) -> None:
    client = browser(doctor("wening"))
    span = {"weekday": "1", "starts": "09:00", "ends": "10:00", "minutes": "15"}
    assert client.post(f"{PAGE}/hours", data=form(client, **span)).status_code == 303
    assert "Senin, 09.00–10.00" in client.get(PAGE).text
    for changed, problem in (
        ({"starts": "09:30", "ends": "11:00"}, "hours_overlap"),
        ({"ends": "08:00"}, "hours_invalid"),
    ):
        refused = client.post(f"{PAGE}/hours", data=form(client, **{**span, **changed}))
        assert refused.headers["x-refused"] == problem
    found = re.search(rf"{PAGE}/hours/([0-9a-f-]+)/remove", client.get(PAGE).text)
    assert found
    stranger = browser(doctor("lain", "A001"))
    address = f"{PAGE}/hours/{found.group(1)}/remove"
    assert stranger.post(address, data=form(stranger)).status_code == 404
    assert client.post(address, data=form(client)).status_code == 303
    assert "Belum ada jam" in client.get(PAGE).text


def test_an_invitation_and_a_role_name_the_facility(browser: Browser, committed: None) -> None:
    doctor("wening")
    agent("dewi", "admin")
    client = browser("dewi")
    accounts = "/console/admin/accounts"
    found = re.search(r'name="csrf" value="([^"]+)"', client.get(accounts).text)
    assert found
    invited = {"csrf": found.group(1), "login": "baru", "name": "dr. Baru", "role": "doctor"}
    assert client.post("/console/admin/invitations", data=invited).headers["x-refused"] == "facility_unknown"
    link = client.post("/console/admin/invitations", data={**invited, "facility": "A004"})
    assert "/console/invitation/" in link.text
    with session_scope() as session:
        wening = session.scalars(select(Agent.id).where(Agent.login == "wening")).one()
    changed = {"csrf": found.group(1), "role": "agent"}
    assert client.post(f"{accounts}/{wening}/role", data=changed).status_code == 303
    with session_scope() as session:
        assert session.get_one(Agent, wening).facility_code is None


def test_streams_bring_queue_lines_to_who_works_with_members_and_consultations_to_doctors(committed: None) -> None:
    asks(writes("anggota", "kartu saya hilang"))
    booked(writes("pasien", "halo"))
    with session_scope() as session:
        service.announce(session, session.scalars(select(Consultation)).one(), clock.now())
    with session_scope() as session:
        look, shown = read(session, Position()), Shown("mentions")
        waiting = Shown("waiting")
        for role in PERMISSIONS:
            somebody = Agent(id=uuid.uuid4(), role=role)
            works = role in ("agent", "supervisor")
            assert bool(lines_of(look, somebody, waiting)) == works, role
            assert ("queue" in parts_of(look, somebody, shown)) == (works or role == "doctor"), role
