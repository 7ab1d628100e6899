"""Starting, changing and stopping autodebit; the bank's page counts, and it counts once."""

from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

import pytest
from fastapi.testclient import TestClient
from httpx import Response
from sqlalchemy import select

from backend import clock
from backend.autodebit.consent import LINK_LIFE, opened
from backend.autodebit.models import Mandate
from backend.contributions.models import Invoice, News
from backend.db import session_scope
from backend.demo.people import person
from backend.membership.models import Member
from backend.settings import get_settings

Ask = Callable[..., Response]
SLAMET, BAMBANG = "Slamet Widodo", "Bambang Sutrisno"
"""Slamet has no autodebit, Bambang one at MANDIRI on the 5th."""


def path_of(url: str) -> str:
    return url.removeprefix(get_settings().public_base_url)


def start(ask: Ask, name: str, bank: str = "BCA", day: int = 20) -> Response:
    return ask(name, "POST", bank=bank, run_day=day)


def bank_of(name: str) -> str | None:
    with session_scope() as session:
        return session.get_one(Member, person(name).member_id).autodebit_bank


def test_only_the_yes_at_the_bank_counts_and_once(api: TestClient, ask: Ask) -> None:
    path = path_of(start(ask, SLAMET).json()["url"])
    assert "BCA" in api.get(path).text
    assert bank_of(SLAMET) is None
    assert api.post(path, data={"answer": "yes", "account": "enough"}).status_code == 200
    assert (bank_of(SLAMET), bank_of("Tri Wahyuni")) == ("BCA", "BCA")
    assert api.get(path).status_code == 410
    assert api.post(path, data={"answer": "yes", "account": "enough"}).status_code == 410
    mandate = ask(SLAMET).json()["mandate"]
    assert (mandate["bank"], mandate["run_day"], mandate["account"]) == ("BCA", 20, "••••1001")


def test_a_no_at_the_bank_changes_nothing_and_is_told(api: TestClient, ask: Ask) -> None:
    path = path_of(start(ask, BAMBANG).json()["url"])
    api.post(path, data={"answer": "no", "account": "enough"})
    assert bank_of(BAMBANG) == "MANDIRI"
    with session_scope() as session:
        assert [item.kind for item in session.scalars(select(News))] == ["mandate_refused"]


def test_a_change_replaces_the_earlier_one_when_the_bank_says_so(api: TestClient, ask: Ask) -> None:
    path = path_of(start(ask, BAMBANG).json()["url"])
    assert ask(BAMBANG).json()["mandate"]["bank"] == "MANDIRI"
    api.post(path, data={"answer": "yes", "account": "enough"})
    with session_scope() as session:
        query = select(Mandate.state, Mandate.bank).where(Mandate.family_id == person(BAMBANG).family_key)
        found = sorted((state, bank) for state, bank in session.execute(query))
        assert found == [("active", "BCA"), ("replaced", "MANDIRI")]


def test_asking_again_gives_the_same_link_and_another_wish_a_new_one(api: TestClient, ask: Ask) -> None:
    first = start(ask, SLAMET).json()["url"]
    assert start(ask, SLAMET).json()["url"] == first
    start(ask, SLAMET, bank="BRI")
    assert api.get(path_of(first)).status_code == 410


def test_a_link_ends(ask: Ask) -> None:
    token = path_of(start(ask, SLAMET).json()["url"]).rsplit("/", 1)[1]
    with session_scope() as session:
        assert opened(session, token, clock.now())
        assert opened(session, token, clock.now() + LINK_LIFE + timedelta(seconds=1)) is None
        assert opened(session, token + "x", clock.now()) is None


@pytest.mark.parametrize(
    ("name", "bank", "day", "code"),
    [
        ("Dedi Kurniawan", "BCA", 5, "head_of_family_only"),
        ("Made Wirawan", "BCA", 5, "employer_pays"),
        ("Sutinah", "BCA", 5, "state_pays"),
        ("Siti Rahmawati", "BCA", 5, "autodebit_arrears"),
        (SLAMET, "BNI", 5, "autodebit_bank_offline"),
        (SLAMET, "BCA", 6, "autodebit_run_day"),
        (BAMBANG, "MANDIRI", 5, "autodebit_same"),
    ],
)
def test_who_and_what_is_refused(ask: Ask, name: str, bank: str, day: int, code: str) -> None:
    assert start(ask, name, bank, day).json()["code"] == code


def test_stopping(ask: Ask) -> None:
    first, again = (ask(BAMBANG, "POST", "/stop", key="turn-1") for _ in range(2))
    assert first.json()["bank"] == "MANDIRI" and again.json() == first.json()
    assert bank_of("Endang Lestari") is None
    assert ask(BAMBANG, "POST", "/stop").json()["code"] == "autodebit_none"


def test_nobody_starts_without_verification(api: TestClient, conversation: UUID) -> None:
    headers = {"X-Conversation-Id": str(conversation)}
    answer = api.post("/service/v1/autodebit", json={"bank": "BCA", "run_day": 5}, headers=headers)
    assert answer.json()["code"] == "verification_required"
    with session_scope() as session:
        assert session.scalars(select(Invoice.id)).first()
