"""Registrations from the first answer to the first payment; duplicates, and nobody else's."""

import re
from datetime import timedelta

from fastapi.testclient import TestClient
from registering import KK, NIK, TODAY, Chat, decided, documents, free_fktp, member_by_nik, new_family, told
from sqlalchemy import select

from backend import clock
from backend.contributions.ledger import match_payment, record_payment
from backend.contributions.models import Invoice
from backend.db import session_scope
from backend.demo.people import person
from backend.identity.service import end_session
from backend.membership.models import Member
from backend.reference.calendar import today_in_jakarta
from backend.registration import billing
from tests.support.audit import accesses_to


def test_a_family_from_the_card_to_the_first_payment(chat: Chat) -> None:
    receipt = new_family(chat)
    assert re.fullmatch(r"DFT-\w{4}-\w{4}-\w", receipt)
    assert chat.call("POST", f"/{receipt}/submit")["state"] == "submitted"
    assert chat.call("POST", f"/{receipt}/submit")["state"] == "submitted"
    done = decided(receipt)
    assert (done.pay_from, done.pay_until) == (TODAY + timedelta(days=14), TODAY + timedelta(days=30))
    head = member_by_nik(NIK)
    assert head is not None
    assert (head.name, head.status, head.status_reason, head.contribution_class) == (
        "Joko Santoso", "inactive", "first_payment", 3,
    )  # fmt: skip
    assert "Virtual account" in told()
    assert head.card_number not in told()
    with session_scope() as session:
        assert billing.bill_first_payments(session, clock.now()) == 0
    later = clock.now() + timedelta(days=14)
    with session_scope() as session:
        assert billing.bill_first_payments(session, later) == 1
        assert billing.bill_first_payments(session, later) == 0
        invoice = session.scalars(select(Invoice).where(Invoice.family_id == head.family_id)).one()
        assert invoice.amount == 3 * 35_000
        payment = record_payment(
            session, head.family_id, amount=105_000, paid_at=later, channel="virtual_account", bank="BRI"
        )
        match_payment(session, payment, today=today_in_jakarta(later))
    with session_scope() as session:
        everybody = session.scalars(select(Member).where(Member.family_id == head.family_id))
        assert {(one.status, one.status_reason) for one in everybody} == {("active", None)}


def test_only_first_names_are_read_back(chat: Chat) -> None:
    receipt = chat.call("POST", kind="new")["receipt"]
    chat.answer(receipt, "kk", KK)
    view = chat.answer(receipt, "person", f"{NIK}, lahir 20 mei 1987")
    assert view["shown"]["people"] == ["Joko S.", "Wulan S.", "Bima S."]
    assert NIK not in str(view)
    assert KK not in str(view)


def test_a_stranger_s_family_card_is_told_to_nobody(chat: Chat) -> None:
    receipt = chat.call("POST", kind="new")["receipt"]
    for left in (4, 3, 2, 1, 0):
        chat.answer(receipt, "kk", KK)
        refused = chat.answer(receipt, "person", f"{NIK} lahir 21-5-1987")
        assert (refused["code"], refused["left"]) == ("family_card_not_matched", left)
    chat.answer(receipt, "kk", KK)
    assert chat.answer(receipt, "person", f"{NIK} lahir 20-5-1987")["code"] == "too_many_tries"


def test_nik_and_date_of_birth_in_two_messages(chat: Chat) -> None:
    receipt = chat.call("POST", kind="new")["receipt"]
    assert chat.answer(receipt, "kk", "12345")["code"] == "kk_unusable"
    chat.answer(receipt, "kk", KK)
    assert chat.answer(receipt, "person", NIK)["code"] == "registration_birth_date_needed"
    assert chat.answer(receipt, "person", "20-5-1987")["missing"][0] == "family"


def test_members_are_not_registered_twice(chat: Chat) -> None:
    receipt = chat.call("POST", kind="new")["receipt"]
    chat.answer(receipt, "kk", person("Siti Rahmawati").family_card_number)
    words = f"{person('Siti Rahmawati').nik} lahir 14-3-1988"
    assert chat.answer(receipt, "person", words)["code"] == "already_registered"


def test_the_same_family_twice(chat: Chat, api: TestClient) -> None:
    receipt = new_family(chat)
    chat.call("POST", f"/{receipt}/submit")
    other = Chat(api, "the other parent")
    again = new_family(other)
    assert other.call("POST", f"/{again}/submit")["code"] == "registration_pending"


def test_half_finished_and_gone_on_with_elsewhere(chat: Chat, api: TestClient) -> None:
    begun = chat.call("POST", kind="new")
    chat.answer(begun["receipt"], "kk", KK)
    assert chat.call("POST", kind="new")["receipt"] == begun["receipt"]
    other = Chat(api, "on the phone")
    assert other.call("GET") == []
    assert other.answer(begun["receipt"], "class", code="1")["code"] == "registration_not_found"
    wrong = other.call("POST", "/resume", receipt=begun["receipt"], code="222222")
    assert wrong["code"] == "registration_not_found"
    resumed = other.call("POST", "/resume", receipt=begun["receipt"].lower(), code=begun["access_code"].lower())
    assert resumed["missing"][0] == "person"
    assert chat.call("GET") == []


def test_five_wrong_codes_lock(chat: Chat, api: TestClient) -> None:
    begun = chat.call("POST", kind="new")
    other = Chat(api, "guessing")
    codes = [other.call("POST", "/resume", receipt=begun["receipt"], code="222222")["code"] for _ in range(6)]
    assert codes[4:] == ["registration_not_found", "code_locked"]


def test_a_member_s_registration_wants_the_member(chat: Chat, api: TestClient) -> None:
    chat.verified("Hasan Basri")
    begun = chat.call("POST", kind="family")
    other = Chat(api, "elsewhere")
    code = other.call("POST", "/resume", receipt=begun["receipt"], code=begun["access_code"])["code"]
    assert code == "verification_required"
    other.verified("Hasan Basri")
    assert [one["receipt"] for one in other.call("GET")] == [begun["receipt"]]
    with session_scope() as session:
        looked = [entry.what for entry in accesses_to(session, person("Hasan Basri").member_id)]
    assert looked[0] == "registrations"
    with session_scope() as session:
        end_session(session, chat.id)
    assert chat.answer(begun["receipt"], "choice", code="0")["code"] == "verification_required"
    other.verified("Siti Rahmawati")
    assert other.call("GET") == []
    assert other.call("DELETE", f"/{begun['receipt']}")["code"] == "registration_not_found"


def test_a_family_member_is_added_from_the_civil_registry(chat: Chat) -> None:
    chat.verified("Hasan Basri")
    begun = chat.call("POST", kind="family")
    assert begun["shown"]["candidates"] == ["Nurul H."]
    chat.answer(begun["receipt"], "choice", code="0")
    chat.answer(begun["receipt"], "fktp", code=free_fktp())
    documents(chat, begun["receipt"])
    chat.call("POST", f"/{begun['receipt']}/submit")
    decided(begun["receipt"])
    added = member_by_nik("9999095204640026")
    assert added is not None
    assert (added.relation, added.contribution_class, added.status_reason) == ("spouse", 2, "first_payment")
