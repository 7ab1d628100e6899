"""Registrations from the first answer to the first payment; duplicates, time limits, and nobody else's."""

import random
import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from fastapi.testclient import TestClient
from httpx import Response
from sqlalchemy import select, text, update

from backend import clock
from backend.attachments.service import store
from backend.contributions.ledger import match_payment, record_payment
from backend.contributions.models import Invoice
from backend.conversations.messages import InboundMessage
from backend.conversations.models import Conversation, Message
from backend.conversations.service import receive
from backend.db import session_scope
from backend.demo import membership
from backend.demo.people import person
from backend.errors import ServiceError
from backend.identity.service import end_session, open_session
from backend.membership import repository
from backend.membership.models import FktpRoom, Member
from backend.reference.calendar import month_of, today_in_jakarta
from backend.registration import billing, review
from backend.registration.models import Registration
from tests.conversations.test_dialogues import PHOTO
from tests.support.fktps import few_facilities

KK, NIK = "9999130101200013", "9999132005870022"
TODAY = today_in_jakarta(clock.now())
Call = Callable[..., Response]


@pytest.fixture
def world(api: TestClient) -> None:
    now, rng = clock.now(), random.Random(1)
    with session_scope() as session:
        few_facilities(session, now)
        membership.load(session, now=now, rng=rng)


class Chat:
    """One conversation: what is typed is masked, and read by the backend while it is answered."""

    def __init__(self, api: TestClient, name: str) -> None:
        self.api, self.name, self.count = api, name, 0
        self.id: UUID = self.types("halo")

    def types(self, words: str) -> UUID:
        self.count += 1
        inbound = InboundMessage("webchat", self.name, str(self.count), words)
        with session_scope() as session:
            receipt = receive(session, inbound, now=clock.now())
            done = update(Conversation).where(Conversation.id == receipt.conversation_id)
            session.execute(done.values(answered_seq=receipt.seq - 1))
        return receipt.conversation_id

    def verified(self, who: str) -> None:
        with session_scope() as session:
            member_id = person(who).member_id
            open_session(session, self.id, member_id=member_id, level=2, method="code", now=clock.now())

    def call(self, method: str, path: str = "", **body: Any) -> Any:
        headers = {"X-Conversation-Id": str(self.id)}
        arguments = {"json": body} if body else {}
        return self.api.request(method, f"/service/v1/registrations{path}", headers=headers, **arguments).json()

    def answer(self, receipt: str, field: str, words: str = "", code: str | None = None, **more: Any) -> Any:
        if words:
            self.types(words)
        return self.call("POST", f"/{receipt}/answers", field=field, text=words, code=code, **more)

    def photo(self) -> str:
        with session_scope() as session:
            return str(store(session, self.id, "kk.png", PHOTO, now=clock.now()).id)


@pytest.fixture
def chat(api: TestClient, world: None) -> Chat:
    return Chat(api, "somebody")


def free_fktp() -> str:
    with session_scope() as session:
        return str(
            session.scalars(select(FktpRoom.facility_code).where(FktpRoom.capacity > FktpRoom.registered)).first()
        )


def documents(chat: Chat, receipt: str) -> Any:
    chat.answer(receipt, "documents", attachments=[chat.photo()])
    return chat.answer(receipt, "documents", code="done")


def new_family(chat: Chat) -> str:
    receipt: str = chat.call("POST", kind="new")["receipt"]
    chat.answer(receipt, "kk", f"kk {KK}")
    chat.answer(receipt, "person", f"nik {NIK} lahir 20-5-1987")
    chat.answer(receipt, "family", code="yes")
    chat.answer(receipt, "class", code="3")
    chat.answer(receipt, "fktp", code=free_fktp())
    chat.answer(receipt, "phone", "081299001301")
    chat.answer(receipt, "email", "joko.s@contoh.id")
    chat.answer(receipt, "bank", code="BRI")
    assert documents(chat, receipt)["missing"] == []
    return receipt


def decided(receipt: str) -> Registration:
    with session_scope() as session:
        return review.approve(session, receipt, agent_id="a", now=clock.now())


def member_by_nik(nik: str) -> Member | None:
    with session_scope() as session:
        return repository.by_nik(session, nik)


def told() -> str:
    with session_scope() as session:
        return "\n".join(session.scalars(select(Message.text).where(Message.author == "system")))


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
