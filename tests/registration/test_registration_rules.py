"""Who registers where, within which time, and what becomes of it: newborns, job loss, foreigners, decisions."""

from datetime import timedelta
from typing import Any

import pytest
from registering import KK, NIK, TODAY, Chat, decided, documents, member_by_nik, new_family, told
from sqlalchemy import text

from backend import clock
from backend.db import session_scope
from backend.demo.people import person
from backend.errors import ServiceError
from backend.membership.models import Member
from backend.reference.calendar import month_of
from backend.registration import review


@pytest.mark.parametrize(
    ("kind", "name", "code"),
    [
        ("family", "Siti Rahmawati", "nobody_to_add"),
        ("family", "Made Wirawan", "register_with_employer"),
        ("family", "Sutinah", "register_with_state"),
        ("job_loss", "Made Wirawan", "still_employed"),
        ("job_loss", "Siti Rahmawati", "not_employed"),
    ],
)
def test_where_it_happens_elsewhere(chat: Chat, kind: str, name: str, code: str) -> None:
    chat.verified(name)
    assert chat.call("POST", kind=kind)["code"] == code


@pytest.mark.parametrize("kind", ["family", "newborn", "job_loss"])
def test_members_verify_first(chat: Chat, kind: str) -> None:
    assert chat.call("POST", kind=kind)["code"] == "verification_required"


def newborn(chat: Chat, days: int) -> Any:
    receipt = chat.call("POST", kind="newborn")["receipt"]
    born = (TODAY - timedelta(days=days)).isoformat()
    view = chat.answer(receipt, "birth_date", code=born)
    if "receipt" in view:
        chat.answer(receipt, "sex", code="F")
        chat.answer(receipt, "name", code="provisional")
        documents(chat, receipt)
        view = chat.call("POST", f"/{receipt}/submit")
    return view


def test_a_newborn_within_28_days(chat: Chat) -> None:
    chat.verified("Siti Rahmawati")
    view = newborn(chat, 12)
    assert (view["shown"]["name"], view["shown"]["late"]) == ("Bayi Ny. Siti Rahmawati", False)
    done = decided(view["receipt"])
    assert (done.pay_from, done.pay_until) == (TODAY, TODAY + timedelta(days=16))
    baby = member_by_nik(f"BAYI-{view['receipt']}")
    assert baby is not None
    assert baby.nik_due_on is not None
    assert baby.fktp_name == "Puskesmas Panyileukan"


def test_a_newborn_after_28_days_and_after_three_months(chat: Chat) -> None:
    chat.verified("Siti Rahmawati")
    assert newborn(chat, 29)["shown"]["late"]
    chat.verified("Hasan Basri")
    assert newborn(chat, 130)["code"] == "not_newborn"


def test_the_employer_pays_for_a_worker_s_baby(chat: Chat) -> None:
    chat.verified("Made Wirawan")
    view = newborn(chat, 3)
    assert decided(view["receipt"]).pay_from is None
    baby = member_by_nik(f"BAYI-{view['receipt']}")
    assert baby is not None
    assert (baby.segment, baby.status) == ("PPU", "active")


@pytest.mark.parametrize(("months_ago", "waits"), [(0, 0), (3, 14)])
def test_after_losing_a_job(chat: Chat, months_ago: int, waits: int) -> None:
    chat.verified("Agus Prasetyo")
    receipt = chat.call("POST", kind="job_loss")["receipt"]
    ended = month_of(TODAY) - timedelta(days=31 * months_ago)
    chat.answer(receipt, "ended_on", code=ended.isoformat())
    chat.answer(receipt, "class", code="2")
    chat.answer(receipt, "bank", code="NONE")
    documents(chat, receipt)
    chat.call("POST", f"/{receipt}/submit")
    assert decided(receipt).pay_from == TODAY + timedelta(days=waits)
    with session_scope() as session:
        family = session.get_one(Member, person("Agus Prasetyo").member_id).family
        assert {(one.segment, one.contribution_class, one.status_reason) for one in family.members} == {
            ("PBPU", 2, "first_payment")
        }


def test_foreigners_after_six_months(chat: Chat) -> None:
    receipt = chat.call("POST", kind="foreigner")["receipt"]
    recent = (TODAY - timedelta(days=90)).isoformat()
    refused = chat.answer(receipt, "permit_since", code=recent)
    assert (refused["code"], refused["months"]) == ("residence_too_short", 6)
    assert chat.answer(receipt, "permit_since", code="2024-01-10")["missing"][0] == "name"


def test_an_answer_before_what_it_hangs_on_and_a_field_that_is_none(chat: Chat) -> None:
    receipt = chat.call("POST", kind="new")["receipt"]
    chat.types(NIK)
    refused = chat.answer(receipt, "person", "20 mei 1987")
    assert (refused["code"], refused["missing"]) == ("registration_incomplete", ["kk"])
    assert chat.answer(receipt, "family", code="yes")["missing"] == ["kk", "person"]
    assert chat.call("DELETE", f"/{receipt}/answers/candidates")["code"] == "unknown_field"


def test_incomplete_is_not_handed_in(chat: Chat) -> None:
    receipt = chat.call("POST", kind="new")["receipt"]
    refused = chat.call("POST", f"/{receipt}/submit")
    assert (refused["code"], refused["missing"][0]) == ("registration_incomplete", "kk")
    assert chat.answer(receipt, "documents", code="done")["code"] == "documents_needed"


def test_an_agent_asks_for_other_documents(chat: Chat) -> None:
    receipt = new_family(chat)
    chat.call("POST", f"/{receipt}/submit")
    with session_scope() as session:
        with pytest.raises(ServiceError, match="message_required"):
            review.send_back(session, receipt, note="", agent_id="a", final=False, now=clock.now())
        review.send_back(session, receipt, note="KK buram.", agent_id="a", final=False, now=clock.now())
    assert "KK buram." in told()
    assert chat.call("GET")[0]["state"] == "needs_documents"
    documents(chat, receipt)
    assert chat.call("POST", f"/{receipt}/submit")["state"] == "submitted"


def test_withdrawn_before_the_decision_only(chat: Chat) -> None:
    receipt = new_family(chat)
    chat.call("POST", f"/{receipt}/submit")
    assert chat.call("DELETE", f"/{receipt}")["state"] == "withdrawn"
    with session_scope() as session, pytest.raises(ServiceError, match="registration_over"):
        review.approve(session, receipt, agent_id="a", now=clock.now())


def test_answers_are_encrypted(chat: Chat) -> None:
    receipt = new_family(chat)
    with session_scope() as session:
        row = session.execute(text("SELECT * FROM registrations WHERE receipt = :r"), {"r": receipt}).one()
    assert not any(number in str(row) for number in (KK, NIK, "081299001301", "Joko"))
