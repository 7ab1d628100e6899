"""Decisions at the same moment, in transactions of their own: one member comes of them, and one message."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from typing import Any

from fastapi.testclient import TestClient
from registering import KK, TODAY, Chat, decided, documents, new_family, told
from sqlalchemy import select, update

from backend import clock
from backend.db import session_scope
from backend.demo.people import person
from backend.errors import ServiceError
from backend.membership.models import Family, Member
from backend.privacy.crypto import lookup_hash
from backend.registration import review
from backend.registration.models import Registration


def outcomes(acts: list[Callable[[], Registration]]) -> list[str]:
    start = Barrier(len(acts))

    def go(act: Callable[[], Registration]) -> str:
        start.wait()
        try:
            return act().state
        except ServiceError as refusal:
            return refusal.code

    with ThreadPoolExecutor(len(acts)) as threads:
        return sorted(threads.map(go, acts))


def approves(receipt: str, agent: str) -> Callable[[], Registration]:
    def act() -> Registration:
        with session_scope() as session:
            return review.approve(session, receipt, agent_id=agent, now=clock.now())

    return act


def submitted(*receipts: str) -> None:
    """Handed in at the same moment, when none of them could see the others."""
    with session_scope() as session:
        session.execute(update(Registration).where(Registration.receipt.in_(receipts)).values(state="submitted"))


def family_of_kk() -> list[Member]:
    with session_scope() as session:
        query = select(Member).join(Family).where(Family.card_number_hash == lookup_hash("kk", KK))
        return list(session.scalars(query))


def test_a_double_click_is_one_decision_told_once(chat: Chat) -> None:
    receipt = new_family(chat)
    submitted(receipt)
    assert outcomes([approves(receipt, "a")] * 3) == ["approved"] * 3
    assert (len(family_of_kk()), told().count(receipt)) == (3, 1)


def test_two_agents_decide_once_and_the_other_hears_so(chat: Chat) -> None:
    receipt = new_family(chat)
    submitted(receipt)
    assert outcomes([approves(receipt, "a"), approves(receipt, "b")]) == ["approved", "registration_over"]
    assert len(family_of_kk()) == 3


def test_the_same_family_approved_twice_at_once_is_one_family(chat: Chat, api: TestClient) -> None:
    receipts = [new_family(chat), new_family(Chat(api, "the other parent"))]
    submitted(*receipts)
    acts = [approves(receipt, "a") for receipt in receipts]
    assert outcomes(acts) == ["already_registered", "approved"]
    assert len(family_of_kk()) == 3


def newborn(chat: Chat, name: str) -> str:
    chat.verified("Siti Rahmawati")
    receipt: str = chat.call("POST", kind="newborn")["receipt"]
    chat.answer(receipt, "birth_date", code=(TODAY - timedelta(days=9)).isoformat())
    chat.answer(receipt, "sex", code="F")
    chat.answer(receipt, "name", **({"words": name} if name else {"code": "provisional"}))
    documents(chat, receipt)
    chat.call("POST", f"/{receipt}/submit")
    return receipt


def born_to_siti() -> list[Any]:
    with session_scope() as session:
        family = session.get_one(Member, person("Siti Rahmawati").member_id).family_id
        query = select(Member.name, Member.position).where(Member.family_id == family, Member.nik_due_on.is_not(None))
        return sorted(tuple(row) for row in session.execute(query))


def test_a_child_whom_both_parents_register_is_one_child(chat: Chat) -> None:
    both = [newborn(chat, "Aisyah Putri"), newborn(chat, "aisyah putri")]
    assert outcomes([approves(receipt, "a") for receipt in both]) == ["already_registered", "approved"]
    assert len(born_to_siti()) == 1


def test_twins_without_names_are_two_each_at_a_place_of_their_own(chat: Chat) -> None:
    twins = [newborn(chat, ""), newborn(chat, "")]
    assert outcomes([approves(receipt, "a") for receipt in twins]) == ["approved", "approved"]
    (_, first), (_, second) = born_to_siti()
    assert first != second


def test_another_decision_after_the_first_is_refused(chat: Chat) -> None:
    receipt = new_family(chat)
    submitted(receipt)
    decided(receipt)

    def refuses() -> Registration:
        with session_scope() as session:
            return review.send_back(session, receipt, note="no", agent_id="a", final=True, now=clock.now())

    assert outcomes([refuses]) == ["registration_over"]
