"""Changes of a member's data by their dated rules: read back, confirmed, withdrawn, due, decided; never a stranger."""

import json
import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from fastapi.testclient import TestClient
from httpx import Response
from sqlalchemy import select, update

from backend import clock
from backend.conversations.messages import InboundMessage
from backend.conversations.models import Message
from backend.conversations.service import receive
from backend.db import session_scope
from backend.demo import membership
from backend.demo.people import person
from backend.errors import ServiceError
from backend.facilities.models import Facility
from backend.identity.models import DemoSms
from backend.identity.senders import NoSender
from backend.identity.service import open_session
from backend.membership import changes, review
from backend.membership.models import FktpRoom, Member, MemberChange
from backend.reference.calendar import month_of, next_month, today_in_jakarta
from tests.conversations.test_dialogues import PHOTO
from tests.support.fktps import few_facilities
from tests.support.texting import send_texts

Ask = Callable[..., Response]
Conversation = Callable[..., UUID]


@pytest.fixture
def conversation(api: TestClient) -> UUID:
    import random

    now, rng = clock.now(), random.Random(1)
    with session_scope() as session:
        few_facilities(session, now)
        membership.load(session, now=now, rng=rng)
        inbound = InboundMessage("webchat", "somebody", "1", "nomor baru 081299000777")
        return receive(session, inbound, now=now).conversation_id


@pytest.fixture
def ask(api: TestClient, conversation: UUID) -> Ask:
    def request(method: str, path: str, name: str | None = None, **arguments: Any) -> Response:
        if name:
            with session_scope() as session:
                member_id = person(name).member_id
                open_session(session, conversation, member_id=member_id, level=2, method="code", now=clock.now())
        headers = {"X-Conversation-Id": str(conversation)}
        return api.request(method, f"/service/v1/membership{path}", headers=headers, **arguments)

    return request


def free_fktp(name: str) -> str:
    """A facility with room in the member's province that is not their own."""
    with session_scope() as session:
        own = session.get_one(Member, person(name).member_id).fktp_code
        query = select(FktpRoom.facility_code).where(FktpRoom.facility_code != own)
        return str(session.scalars(query.where(FktpRoom.capacity > FktpRoom.registered)).first())


def document(api: TestClient, conversation: UUID) -> str:
    from backend.attachments.service import store

    with session_scope() as session:
        return str(store(session, conversation, "surat.png", PHOTO, now=clock.now()).id)


def stored(receipt: str) -> MemberChange:
    with session_scope() as session:
        return session.scalars(select(MemberChange).where(MemberChange.receipt == receipt)).one()


def member(name: str) -> Member:
    with session_scope() as session:
        return session.get_one(Member, person(name).member_id)


def told() -> list[str]:
    with session_scope() as session:
        return list(session.scalars(select(Message.text).where(Message.author == "system")))


def change(ask: Ask, name: str, **wish: Any) -> Any:
    draft = ask("POST", "/changes", name, json=wish).json()
    return ask("POST", f"/changes/{draft['id']}/confirm").json()


def test_facility_counts_from_the_first_of_next_month(ask: Ask) -> None:
    code = free_fktp("Siti Rahmawati")
    done = change(ask, "Siti Rahmawati", kind="fktp", code=code)
    first = next_month(month_of(today_in_jakarta(clock.now())))
    assert (done["state"], done["effective_on"]) == ("pending", first.isoformat())
    assert re.fullmatch(r"UBH-\w{4}-\w{4}-\w", done["receipt"])
    with session_scope() as session:
        assert changes.apply_due(session, clock.now()) == 0
        session.execute(update(MemberChange).values(effective_on=today_in_jakarta(clock.now())))
        assert changes.apply_due(session, clock.now()) == 1
    assert member("Siti Rahmawati").fktp_code == code
    assert done["receipt"] in told()[0]


def test_confirmed_twice_is_once(ask: Ask) -> None:
    draft = ask("POST", "/changes", "Siti Rahmawati", json={"kind": "fktp", "code": free_fktp("Siti Rahmawati")}).json()
    receipts = {ask("POST", f"/changes/{draft['id']}/confirm").json()["receipt"] for _ in range(2)}
    assert len(receipts) == 1
    again = ask("POST", "/changes", json={"kind": "fktp", "code": free_fktp("Siti Rahmawati")}).json()
    assert (again["code"], again["receipt"]) == ("change_pending", receipts.pop())


def test_withdrawn_while_pending_and_not_after(ask: Ask) -> None:
    receipt = change(ask, "Siti Rahmawati", kind="fktp", code=free_fktp("Siti Rahmawati"))["receipt"]
    assert ask("DELETE", f"/changes/{receipt.lower().replace('-', ' ')}").json()["state"] == "withdrawn"
    with session_scope() as session:
        session.execute(update(MemberChange).values(effective_on=date(2020, 1, 1)))
        assert changes.apply_due(session, clock.now()) == 0
    mailed = change(ask, "Siti Rahmawati", kind="email", text="ke baru@contoh.id ya")
    assert (mailed["state"], member("Siti Rahmawati").email) == ("applied", "baru@contoh.id")
    assert ask("DELETE", f"/changes/{mailed['receipt']}").json()["code"] == "change_over"


@pytest.mark.parametrize(
    ("name", "wish", "code"),
    [
        ("Siti Rahmawati", {"kind": "fktp", "code": "nowhere"}, "facility_not_found"),
        ("Maria Goreti", {"kind": "fktp"}, "fktp_too_soon"),
        ("Maria Goreti", {"kind": "fktp", "reason": "moved"}, "documents_needed"),
        ("Siti Rahmawati", {"kind": "class", "contribution_class": 2}, "class_arrears"),
        ("Slamet Widodo", {"kind": "class", "contribution_class": 2}, "class_too_soon"),
        ("Made Wirawan", {"kind": "class", "contribution_class": 1}, "class_not_own"),
        ("Bambang Sutrisno", {"kind": "class", "contribution_class": 1}, "class_same"),
        ("Bambang Sutrisno", {"kind": "class", "contribution_class": 4}, "unknown_class"),
        ("Endang Lestari", {"kind": "class", "contribution_class": 2}, "class_head_only"),
        ("Siti Rahmawati", {"kind": "email", "text": "siti at contoh"}, "email_unreadable"),
        ("Siti Rahmawati", {"kind": "address", "text": "Bandung"}, "address_too_short"),
        ("Siti Rahmawati", {"kind": "correction", "field": "name", "text": "Siti"}, "documents_needed"),
    ],
)
def test_refusals_by_rule(ask: Ask, name: str, wish: dict[str, Any], code: str) -> None:
    if wish["kind"] == "fktp" and "code" not in wish:
        wish = {**wish, "code": free_fktp(name)}
    assert ask("POST", "/changes", name, json=wish).json()["code"] == code


def test_a_full_facility_is_neither_offered_nor_taken(ask: Ask) -> None:
    with session_scope() as session:
        full = session.scalars(select(FktpRoom.facility_code).where(FktpRoom.capacity == FktpRoom.registered)).first()
        facility = session.get_one(Facility, full)
        place = {"lat": facility.latitude, "lon": facility.longitude}
    assert ask("POST", "/changes", "Siti Rahmawati", json={"kind": "fktp", "code": full}).json()["code"] == "fktp_full"
    near = ask("GET", "/fktp-options", params=place).json()
    assert near["status"] == "ok"
    assert full not in [option["code"] for option in near["items"]]
    named = ask("GET", "/fktp-options", params={"text": facility.name}).json()
    assert full not in [option["code"] for option in named["items"]]


def test_no_hospital_is_a_first_level_facility(ask: Ask) -> None:
    with session_scope() as session:
        hospital = session.scalars(select(Facility.code).where(Facility.type == "hospital")).first()
    wish = {"kind": "fktp", "code": hospital}
    assert ask("POST", "/changes", "Siti Rahmawati", json=wish).json()["code"] == "not_first_level"


def test_moving_house_goes_to_an_agent_who_decides(ask: Ask, api: TestClient, conversation: UUID) -> None:
    wish = {"kind": "fktp", "code": free_fktp("Maria Goreti"), "reason": "moved"}
    done = change(ask, "Maria Goreti", **wish, attachments=[document(api, conversation)])
    assert (done["state"], done["shown"]["by_agent"]) == ("in_review", True)
    with session_scope() as session:
        with pytest.raises(ServiceError, match="message_required"):
            review.decide(session, done["receipt"], approve=False, note=None, agent_id="a", now=clock.now())
        review.decide(session, done["receipt"], approve=True, note=None, agent_id="a", now=clock.now())
        with pytest.raises(ServiceError, match="change_over"):
            review.decide(session, done["receipt"], approve=True, note=None, agent_id="a", now=clock.now())
    assert stored(done["receipt"]).state == "pending"
    assert "menyetujui" in told()[0]


def test_state_paid_members_need_an_agent(ask: Ask) -> None:
    assert ask("GET", "/fktp-change", "Sutinah").json()["by_agent"]
    assert change(ask, "Sutinah", kind="fktp", code=free_fktp("Sutinah"))["state"] == "in_review"


def test_a_class_is_for_the_whole_family(ask: Ask) -> None:
    outlook = ask("GET", "/class-change", "Bambang Sutrisno").json()
    assert [(one["contribution_class"], one["total"]) for one in outlook["options"]] == [(2, 200_000), (3, 70_000)]
    assert change(ask, "Bambang Sutrisno", kind="class", contribution_class=3)["state"] == "pending"
    with session_scope() as session:
        changes.apply_due(session, clock.now() + timedelta(days=32))
    assert {member(name).contribution_class for name in ("Bambang Sutrisno", "Endang Lestari")} == {3}


def test_no_new_class_with_arrears_on_its_day(ask: Ask) -> None:
    receipt = change(ask, "Bambang Sutrisno", kind="class", contribution_class=3)["receipt"]
    with session_scope() as session:
        session.get_one(Member, person("Bambang Sutrisno").member_id).arrears_months = 1
        session.flush()
        changes.apply_due(session, clock.now() + timedelta(days=32))
    assert (stored(receipt).state, member("Bambang Sutrisno").contribution_class) == ("refused", 1)
    assert "tunggakan" in told()[0]


def test_codes_go_to_a_few_numbers_an_hour_only(ask: Ask) -> None:
    for _ in range(4):
        assert change(ask, "Siti Rahmawati", kind="phone")["state"] == "code_sent"
    assert ask("POST", "/changes", json={"kind": "phone"}).json()["code"] == "phone_too_often"


def test_a_newer_number_replaces_the_older(ask: Ask, api: TestClient) -> None:
    older = change(ask, "Siti Rahmawati", kind="phone")
    newer = change(ask, "Siti Rahmawati", kind="phone")
    assert (stored(older["receipt"]).state, newer["state"]) == ("withdrawn", "code_sent")
    assert api.get(older["page"].split("8165", 1)[1]).status_code == 410


def test_a_new_phone_counts_after_its_code(ask: Ask, api: TestClient) -> None:
    done = change(ask, "Siti Rahmawati", kind="phone", text="ganti hp")
    assert (done["state"], done["shown"]["to"]) == ("code_sent", "0812*****777")
    page = done["page"].split("8165", 1)[1]
    assert "0812*****777" in api.get(page).text
    send_texts()
    with session_scope() as session:
        sms = session.scalars(select(DemoSms)).one()
    code = re.findall(r"\d{6}", sms.text)[0]
    wrong = api.post(page, data={"code": "000000" if code != "000000" else "111111"})
    assert wrong.status_code == 422
    assert member("Siti Rahmawati").phone == "+6281299000101"
    assert api.post(page, data={"code": code}).status_code == 200
    assert member("Siti Rahmawati").phone == "+6281299000777"
    send_texts()
    with session_scope() as session:
        warned = [found.phone for found in session.scalars(select(DemoSms))]
    assert "0812*****101" in warned
    assert "nomor HP" in told()[0]


def test_a_code_that_cannot_be_sent_is_told_on_the_page(ask: Ask, api: TestClient) -> None:
    page = change(ask, "Siti Rahmawati", kind="phone")["page"].split("8165", 1)[1]
    trouble = "SMS sedang tidak bisa dikirim"
    assert trouble not in api.get(page).text
    send_texts(NoSender())
    assert trouble in api.get(page).text


def test_without_a_code_an_agent_decides_on_the_phone(ask: Ask) -> None:
    receipt = change(ask, "Siti Rahmawati", kind="phone")["receipt"]
    assert ask("POST", f"/changes/{receipt}/agent", "Hasan Basri").json()["code"] == "change_not_found"
    assert ask("POST", f"/changes/{receipt}/agent", "Siti Rahmawati").json()["state"] == "in_review"
    with session_scope() as session:
        review.decide(session, receipt, approve=True, note=None, agent_id="a", now=clock.now())
    assert member("Siti Rahmawati").phone == "+6281299000777"
    assert ask("POST", f"/changes/{receipt}/agent").json()["code"] == "change_over"


def test_five_wrong_codes_lock(ask: Ask, api: TestClient) -> None:
    page = change(ask, "Siti Rahmawati", kind="phone")["page"].split("8165", 1)[1]
    answers = [api.post(page, data={"code": "x"}).text for _ in range(6)]
    assert "Sisa percobaan: 4" in answers[0]
    assert "terlalu banyak" in answers[5]
    assert api.get(page + "x").status_code == 410


def test_a_name_is_corrected_by_an_agent(ask: Ask, api: TestClient, conversation: UUID) -> None:
    wish = {"kind": "correction", "field": "name", "text": "Siti Rahmawatie"}
    done = change(ask, "Siti Rahmawati", **wish, attachments=[document(api, conversation)])
    assert (done["state"], member("Siti Rahmawati").name) == ("in_review", "Siti Rahmawati")
    with session_scope() as session:
        review.decide(session, done["receipt"], approve=True, note=None, agent_id="a", now=clock.now())
    assert member("Siti Rahmawati").name == "Siti Rahmawatie"


def test_a_nik_that_another_member_has_is_not_approved(ask: Ask, api: TestClient, conversation: UUID) -> None:
    wish = {"kind": "correction", "field": "nik", "text": person("Hasan Basri").nik}
    done = change(ask, "Siti Rahmawati", **wish, attachments=[document(api, conversation)])
    with session_scope() as session, pytest.raises(ServiceError, match="nik_taken"):
        review.decide(session, done["receipt"], approve=True, note=None, agent_id="a", now=clock.now())
    assert member("Siti Rahmawati").nik == person("Siti Rahmawati").nik


@pytest.mark.parametrize(
    ("name", "other", "code"),
    [
        ("Hasan Basri", "Siti Rahmawati", "member_not_found"),
        ("Dedi Kurniawan", "Siti Rahmawati", "own_code_needed"),
    ],
)
def test_nobody_changes_anybody_elses_data(ask: Ask, name: str, other: str, code: str) -> None:
    wish = {"kind": "fktp", "code": free_fktp(other), "member": person(other).member_id}
    assert ask("POST", "/changes", name, json=wish).json()["code"] == code
    assert ask("GET", "/fktp-change", name, params={"member": person(other).member_id}).json()["code"] == code


def test_nobody_confirms_sees_or_withdraws_anybody_elses_change(ask: Ask) -> None:
    draft = ask("POST", "/changes", "Siti Rahmawati", json={"kind": "address", "text": "Jalan Mawar 5 Bandung"}).json()
    assert ask("POST", f"/changes/{draft['id']}/confirm", "Hasan Basri").json()["code"] == "change_not_found"
    receipt = change(ask, "Siti Rahmawati", kind="fktp", code=free_fktp("Siti Rahmawati"))["receipt"]
    assert ask("GET", "/changes", "Hasan Basri").json() == []
    assert ask("DELETE", f"/changes/{receipt}").json()["code"] == "change_not_found"


def test_new_values_are_encrypted(ask: Ask) -> None:
    from sqlalchemy import text

    change(ask, "Siti Rahmawati", kind="email", text="baru@contoh.id")
    with session_scope() as session:
        raw = session.execute(text("SELECT value, shown FROM member_changes")).one()
    assert "baru@contoh.id" not in json.dumps([raw.value, raw.shown])


@pytest.mark.parametrize("path", ["/changes", "/fktp-change", "/class-change"])
def test_changes_need_verification(ask: Ask, path: str) -> None:
    assert ask("GET", path).json()["code"] == "verification_required"
