"""Agents decide on helpers of members without a phone, after a look at reason and proof."""

import random
from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

import pytest
from fastapi.testclient import TestClient

from backend import clock
from backend.attachments.service import store
from backend.conversations.service import open_conversation
from backend.db import session_scope
from backend.demo import membership
from backend.demo.people import person
from backend.helpers.acting import begin
from backend.helpers.models import HelperPermission
from backend.membership.models import Member
from tests.conversations.test_dialogues import PHOTO
from tests.support.console import agent_id_of, asks, claims, csrf_of

Browser = Callable[[str], TestClient]
SUTINAH = person("Sutinah").member_id


def request_of(state: str = "requested", **values: object) -> UUID:
    """A request by Parno for his mother."""
    now = clock.now()
    with session_scope() as session:
        conversation = open_conversation(session, "webchat", "parno", now=now).id
        proof = store(session, conversation, "kk.png", PHOTO, now=now).id
        usual = {"member_id": SUTINAH, "helper_name": "Parno", "kind": "child", "method": "agent", "standing": False}
        usual |= {"conversation_id": conversation, "created_at": now, "expires_at": now + timedelta(days=7)}
        made = HelperPermission(**{**usual, "state": state, "reason": "Tidak punya HP.", **values})
        made.attachments = [str(proof)]
        session.add(made)
        session.flush()
        return made.id


@pytest.fixture
def request_id(api: TestClient) -> UUID:
    with session_scope() as session:
        membership.load(session, now=clock.now(), rng=random.Random(1))
    return request_of()


def state(request_id: UUID) -> str:
    with session_scope() as session:
        return session.get_one(HelperPermission, request_id).state


def test_an_agent_looks_at_the_proof_and_approves(browser: Browser, rina: str, request_id: UUID) -> None:
    console, page = browser(rina), f"/console/helpers/{request_id}"
    assert "Penolong peserta (1)" in console.get("/console/requests").text
    assert "Parno" in console.get("/console/helpers").text
    shown = console.get(page).text
    assert all(words in shown for words in ("Sutinah", "Tidak punya HP", "pindah faskes", "satu percakapan"))
    link = shown.split(f"{page}/files/")[1].split('"')[0]
    assert console.get(f"{page}/files/{link}").content == PHOTO
    data = {"csrf": csrf_of(console), "decision": "approve", "note": "KK cocok."}
    assert console.post(page, data=data).status_code == 303
    assert state(request_id) == "active"
    assert console.post(page, data=data).status_code == 409


def test_a_decision_says_what_it_rests_on(browser: Browser, rina: str, request_id: UUID) -> None:
    console, page = browser(rina), f"/console/helpers/{request_id}"
    data = {"csrf": csrf_of(console), "decision": "refuse"}
    assert console.post(page, data=data).status_code == 422
    assert console.post(page, data=data | {"note": "Foto tidak terbaca."}).status_code == 303
    assert state(request_id) == "refused"


def test_for_the_dead_nothing_is_approved(browser: Browser, rina: str, request_id: UUID) -> None:
    with session_scope() as session:
        session.get_one(Member, SUTINAH).status_reason = "deceased"
    console, page = browser(rina), f"/console/helpers/{request_id}"
    assert "tercatat meninggal" in console.get(page).text
    data = {"csrf": csrf_of(console), "decision": "approve", "note": "KK cocok."}
    assert console.post(page, data=data).status_code == 409
    assert state(request_id) == "requested"


def test_a_lapsed_request_is_over(browser: Browser, rina: str, request_id: UUID) -> None:
    old = request_of(expires_at=clock.now() - timedelta(minutes=1))
    console = browser(rina)
    data = {"csrf": csrf_of(console), "decision": "approve", "note": "KK cocok."}
    assert console.post(f"/console/helpers/{old}", data=data).status_code == 409
    assert "Sudah lewat waktunya" in console.get(f"/console/helpers/{old}").text


def test_a_member_who_calls_has_a_permission_taken_back(browser: Browser, rina: str, request_id: UUID) -> None:
    running = request_of("active")
    console = browser(rina)
    assert str(running) in console.get("/console/helpers").text
    data = {"csrf": csrf_of(console), "decision": "revoke", "note": "Peserta menelepon, dikenali lewat NIK."}
    assert console.post(f"/console/helpers/{running}", data=data).status_code == 303
    assert state(running) == "revoked"


def test_beside_the_conversation_it_says_whom_the_writer_helps(browser: Browser, rina: str, request_id: UUID) -> None:
    running = request_of("active")
    with session_scope() as session:
        permission = session.get_one(HelperPermission, running)
        conversation_id = permission.conversation_id
        assert conversation_id
        begin(session, conversation_id, permission, clock.now())
    claims(asks(conversation_id), agent_id_of(rina))
    page = browser(rina).get(f"/console/conversations/{conversation_id}").text
    assert "Sedang membantu Sutinah: Parno, anak atau keluarga." in page
