"""What a helper types on the signed page, what the member is told of it, and who an agent lets in."""

from datetime import timedelta

import pytest
from helping_chat import CADRE, SITI, SITIS, Chat, newest_helper_code, permission, sms
from sqlalchemy import select

from backend import clock
from backend.db import session_scope
from backend.helpers import granting
from backend.helpers.models import HelperPermission
from backend.helpers.scope import SERVICES
from backend.identity.consent import services_of
from backend.identity.helper_form import KINDS
from backend.identity.models import Verification
from backend.identity.texts import text_of
from backend.membership.models import Member
from tests.conversations.test_dialogues import PHOTO
from tests.identity.test_pages import Browser


def test_who_helps_must_be_said(chat: Chat) -> None:
    page = chat.page()
    for fields, problem in (
        ({"helper_name": " ", "helper_kind": "cadre"}, "Isi nama Bapak/Ibu"),
        ({"helper_name": "Rina", "helper_kind": "boss"}, "Pilih salah satu"),
        ({"helper_name": "Rina", "helper_kind": "companion", "standing": "true"}, "satu percakapan saja"),
    ):
        page.send("identity", **SITIS, **fields)
        assert problem in page.page.text
    assert sms() == []


MORE = {"helper_name": "Pak Tono", "helper_kind": "child"}


def test_nobody_gets_more_than_the_message_told(chat: Chat) -> None:
    page = chat.page()
    told = page.send("identity", **SITIS, helper_name="Pak Tono", helper_kind="village_officer")
    page.send("identity", **SITIS, **MORE)
    assert page.heading() == "Langkah 2 dari 2: kode"
    page.send("identity", **MORE, number="1", birth_date="x")
    page.page = told
    page.send("code", code=newest_helper_code())
    assert (permission().kind, permission().standing) == ("village_officer", False)


def test_a_refused_form_leaves_nothing_behind(chat: Chat) -> None:
    chat.page().send("identity", **MORE, number="1", birth_date="x")
    with session_scope() as session:
        link = session.scalars(select(Verification)).one()
        assert (link.helper_name, link.helper_kind, link.state) == (None, "cadre", "new")


@pytest.mark.parametrize("name", ["Rina 0812", "Rina evil.com", "Rina https://t.me/x", "R", "Rina\u202e", "R" * 61])
def test_only_a_name_gets_into_the_message(chat: Chat, name: str) -> None:
    page = chat.page()
    page.send("identity", **SITIS, helper_name=name, helper_kind="cadre")
    assert "Tulis nama saja" in page.page.text
    assert sms() == []


@pytest.mark.parametrize("name", ["Bu", "H. Ma\u2019ruf Al-Amin", "\u0b95\u0bbf\u0bb0\u0bbf\u0bb7\u0bcd"])
def test_names_of_all_alphabets_are_names(chat: Chat, name: str) -> None:
    chat.page().send("identity", **SITIS, helper_name=name, helper_kind="cadre")
    assert f" {name.replace(chr(0x2019), chr(39))} (kader" in sms()[0]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("locale", ["id", "en"])
def test_page_and_message_tell_all_that_is_allowed_and_no_more(chat: Chat, kind: str, locale: str) -> None:
    page = chat.page(kind)
    page.page = page.client.get(f"{page.path}?lang={locale}")
    asked = page.page.text
    page.send("identity", **SITIS, helper_name="Rina", helper_kind=kind)
    allowed = services_of(kind, clock.now().date())
    for service in SERVICES:
        words = text_of(f"service_{service}", locale)
        assert (words in sms()[0], words in page.page.text) == (service in allowed, service in allowed), service
        assert words in asked


def test_a_wrong_code_and_a_wrong_person_give_nothing(chat: Chat) -> None:
    page = chat.page()
    page.send("identity", **CADRE, **SITIS)
    wrong = "000000" if newest_helper_code() != "000000" else "111111"
    assert "Sisa 4 kali" in page.send("code", code=wrong).text
    other = chat.page()
    other.send("identity", **CADRE, number=SITI.card_number, birth_date="1-1-1990")
    assert other.heading() == "Langkah 2 dari 2: kode"  # it must not be told whether the pair exists
    assert len(sms()) == 1
    assert chat.code("GET", "/membership/me") == "verification_required"


def test_a_code_that_is_too_old(chat: Chat, monkeypatch: pytest.MonkeyPatch) -> None:
    page = chat.page()
    page.send("identity", **CADRE, **SITIS)
    later = clock.now() + timedelta(minutes=6)
    monkeypatch.setattr(clock, "now", lambda: later)
    assert "sudah lewat 5 menit" in page.send("code", code=newest_helper_code()).text


def asks_an_agent(chat: Chat, member: dict[str, str] = SITIS) -> Browser:
    page = chat.page("child")
    page.send("identity", helper_name="Budi", helper_kind="child", **member)
    page.page = page.client.get(f"{page.path}/approval")
    found = page.page.text.split('name="csrf" value="')[1].split('"')[0]
    form = {"csrf": found, "reason": "Ibu saya tidak punya HP dan tinggal bersama saya."}
    files = {"proof": ("kk.png", PHOTO, "image/png")}
    page.page = page.client.post(f"{page.path}/approval", data=form, files=files)
    return page


def test_a_member_without_a_phone_an_agent_approves(chat: Chat) -> None:
    with session_scope() as session:
        session.get_one(Member, SITI.member_id).phone = None
    assert asks_an_agent(chat).heading() == "Permintaan terkirim"
    assert chat.code("GET", "/membership/me") == "verification_required"
    request = permission()
    assert (request.state, request.kind, len(request.attachments)) == ("requested", "child", 1)
    with session_scope() as session:
        granting.decide(session, request.id, approve=True, note="KK cocok.", agent_id="a", now=clock.now())
    assert chat.prompts() == [f'/helping{{"value": "decided", "code": "{request.id}"}}']
    assert chat.call("POST", f"/helpers/{request.id}/use").status_code == 200
    assert chat.call("GET", "/membership/me").json()["member_id"] == SITI.member_id
    stranger = Chat(chat.api, "stranger")
    assert stranger.code("POST", f"/helpers/{request.id}/use") == "permission_not_found"


def test_a_request_for_nobody_looks_the_same_and_is_nothing(chat: Chat) -> None:
    nobody = {"number": "0009900000099", "birth_date": "14-3-1988"}
    assert asks_an_agent(chat, nobody).heading() == "Permintaan terkirim"
    with session_scope() as session:
        assert session.scalars(select(HelperPermission)).all() == []


def test_reason_and_proof_are_needed(chat: Chat) -> None:
    page = chat.page("child")
    page.send("identity", helper_name="Budi", helper_kind="child", **SITIS)
    page.page = page.client.get(f"{page.path}/approval")
    assert "Tulis alasannya" in page.send("approval", reason="HP").text
    assert "Sertakan foto atau PDF" in page.send("approval", reason="Ibu saya tidak punya HP.").text
