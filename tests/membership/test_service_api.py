"""The service API with the right and the wrong member: nobody reads anybody else's data."""

import random
from collections.abc import Callable
from uuid import UUID

import pytest
from fastapi.testclient import TestClient
from httpx import Response

from backend import clock
from backend.conversations.messages import InboundMessage
from backend.conversations.service import open_conversation, receive
from backend.db import session_scope
from backend.demo import contributions, membership
from backend.demo.people import people, person
from backend.identity.service import open_session

Ask = Callable[..., Response]
PERSONAL = (
    "/membership/me",
    "/membership/family",
    "/contributions/bill",
    "/contributions/payments",
    "/contributions/virtual-accounts",
    "/contributions/payment-check",
    "/contributions/reactivation",
    "/installments/simulation",
    "/autodebit",
)
WITH_MEMBER = ("/membership/me", "/contributions/bill", "/contributions/reactivation")


@pytest.fixture
def conversation(api: TestClient) -> UUID:
    now, rng = clock.now(), random.Random(1)
    with session_scope() as session:
        membership.load(session, now=now, rng=rng)
        session.flush()
        contributions.load(session, now=now, rng=rng)
        return open_conversation(session, "web", "somebody", now=now).id


@pytest.fixture
def ask(api: TestClient, conversation: UUID) -> Ask:
    """Asks on behalf of a person at an identity level."""

    def get(path: str, name: str | None = None, level: int = 2, **params: str) -> Response:
        if name:
            with session_scope() as session:
                open_session(
                    session,
                    conversation,
                    member_id=person(name).member_id,
                    level=level,
                    method="code",
                    now=clock.now(),
                )
        headers = {"X-Conversation-Id": str(conversation)}
        return api.get(f"/service/v1{path}", params=params, headers=headers)

    return get


@pytest.mark.parametrize("path", PERSONAL)
def test_personal_data_needs_verification(ask: Ask, path: str) -> None:
    for answer in (ask(path), ask(path, "Siti Rahmawati", level=1)):
        assert (answer.status_code, answer.json()["code"]) == (401, "verification_required")


@pytest.mark.parametrize("path", [*PERSONAL, "/membership/status", "/identity/viewer"])
def test_the_service_api_needs_the_internal_secret(api: TestClient, path: str) -> None:
    assert api.get(f"/service/v1{path}", headers={"X-Internal-Secret": "guess"}).status_code == 403


@pytest.mark.parametrize("path", WITH_MEMBER)
def test_another_family_looks_like_nobody(ask: Ask, path: str) -> None:
    stranger = ask(path, "Siti Rahmawati", member=person("Hasan Basri").member_id)
    nobody = ask(path, "Siti Rahmawati", member="00000000-0000-0000-0000-000000000000")
    assert stranger.status_code == nobody.status_code == 404
    assert stranger.json() == nobody.json()


@pytest.mark.parametrize("path", WITH_MEMBER)
@pytest.mark.parametrize(
    ("name", "member"),
    [("Dedi Kurniawan", "Siti Rahmawati"), ("Nadia Kurniawan", "Siti Rahmawati"), ("Tri Wahyuni", "Slamet Widodo")],
)
def test_adults_of_the_family_need_their_own_code(ask: Ask, path: str, name: str, member: str) -> None:
    answer = ask(path, name, member=person(member).member_id)
    assert (answer.status_code, answer.json()["code"]) == (403, "own_code_needed")


@pytest.mark.parametrize("path", PERSONAL)
@pytest.mark.parametrize("name", ["Siti Rahmawati", "Dedi Kurniawan", "Putu Aditya", "Sutinah"])
def test_no_answer_holds_an_identifier_or_a_stranger(ask: Ask, path: str, name: str) -> None:
    body = ask(path, name).text
    for other in people():
        for number in (other.nik, other.card_number, other.family_card_number, other.phone, other.email):
            assert not number or number not in body
        if other.family_id != person(name).family_id:
            assert other.name not in body
            assert other.member_id not in body


def test_level_one_is_told_active_or_not_and_nothing_else(ask: Ask) -> None:
    assert ask("/membership/status").json()["code"] == "identification_required"
    assert ask("/membership/status", "Siti Rahmawati", level=1).json() == {"active": False}
    assert ask("/membership/status", "Hasan Basri", level=1).json() == {"active": True}


def test_the_own_membership(ask: Ask) -> None:
    found = ask("/membership/me", "Siti Rahmawati").json()
    assert (found["name"], found["card_number"], found["nik"]) == (
        "Siti Rahmawati", "0009******001", "9999********0001",
    )  # fmt: skip
    assert (found["status_reason"], found["arrears_months"], found["email"]) == ("arrears", 5, "s***@contoh.id")


def test_the_family_is_as_large_as_one_may_act_for(ask: Ask) -> None:
    assert len(ask("/membership/family", "Siti Rahmawati").json()["members"]) == 4
    spouse = ask("/membership/family", "Dedi Kurniawan").json()
    assert [found["name"] for found in spouse["members"]] == ["Dedi Kurniawan", "Nadia Kurniawan", "Raka Kurniawan"]
    assert spouse["others"] == 1


@pytest.mark.parametrize(
    ("number", "whose"),
    [
        (person("Siti Rahmawati").card_number, {"member_id": None}),
        (person("Nadia Kurniawan").nik, {"member_id": person("Nadia Kurniawan").member_id}),
        (person("Hasan Basri").card_number, {"code": "number_not_in_family"}),
        ("0009900000999", {"code": "number_not_in_family"}),
    ],
)
def test_a_typed_number_is_of_the_family_or_of_nobody(
    ask: Ask, conversation: UUID, number: str, whose: dict[str, str | None]
) -> None:
    with session_scope() as session:
        message = InboundMessage(channel="web", chat_id="somebody", external_id="1", text=f"tagihan {number}")
        receive(session, message, now=clock.now())
    answer = ask("/membership/typed", "Siti Rahmawati").json()
    assert whose.items() <= answer.items()


def test_rates_and_estimates_need_nobody(ask: Ask) -> None:
    rates = ask("/contributions/rates").json()
    assert rates["contribution.class_3.member_share"]["value"] == 35_000
    assert rates["contribution.class_3.member_share"]["checked_on"]
    assert rates["contribution.ppu.total"]["value"] == "5"
    estimate = ask("/contributions/penalty-estimate", cost="8000000", months="5", days="10").json()
    assert (estimate["amount"], estimate["reason"]) == (2_000_000, "estimated")


def test_the_bill_over_http(ask: Ask) -> None:
    bill = ask("/contributions/bill", "Siti Rahmawati").json()
    assert (bill["arrears_amount"], bill["billed_months"], bill["total_due"]) == (700_000, 5, 840_000)
    assert len(bill["months"][0]["shares"]) == 4


def test_identifying_counts_wrong_pairs_over_requests(api: TestClient, conversation: UUID) -> None:
    headers = {"X-Conversation-Id": str(conversation)}

    def identify(born: str) -> str:
        body = {"number": "0009900000001", "birth_date": born}
        answer = api.post("/service/v1/identity/identify", json=body, headers=headers)
        outcome: str = answer.json()["outcome"]
        return outcome

    assert [identify(f"{day}-3-1988") for day in range(1, 6)] == ["not_found"] * 5
    assert identify("14-3-1988") == "locked"


def test_a_link_is_handed_out_and_a_session_ended(api: TestClient, ask: Ask, conversation: UUID) -> None:
    headers = {"X-Conversation-Id": str(conversation)}
    link = api.post("/service/v1/identity/verification", headers=headers)
    assert link.status_code == 201
    assert "/verify/" in link.json()["url"]
    assert ask("/identity/viewer", "Siti Rahmawati").json()["level"] == 2
    assert api.delete("/service/v1/identity/session", headers=headers).status_code == 204
    assert ask("/identity/viewer").json() == {"level": 0, "member_id": None}
