"""The page with the virtual accounts: full numbers for the verified head of a family only, and never in the chat."""

import random
from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

import pytest
from fastapi.testclient import TestClient
from httpx import Response

from backend import clock
from backend.contributions.payment_page import ACCOUNTS
from backend.conversations.service import open_conversation
from backend.db import session_scope
from backend.demo import contributions, membership
from backend.demo.people import person
from backend.identity.page_links import LINK_LIFE
from backend.identity.service import end_session, open_session
from backend.settings import get_settings

SITI, FULL = "Siti Rahmawati", "8888809900000001"


@pytest.fixture
def conversation(api: TestClient) -> UUID:
    now, rng = clock.now(), random.Random(1)
    with session_scope() as session:
        membership.load(session, now=now, rng=rng)
        session.flush()
        contributions.load(session, now=now, rng=rng)
        return open_conversation(session, "web", "somebody", now=now).id


@pytest.fixture
def verified(conversation: UUID) -> Callable[[str], None]:
    def become(name: str) -> None:
        with session_scope() as session:
            member_id = person(name).member_id
            open_session(session, conversation, member_id=member_id, level=2, method="code", now=clock.now())

    return become


@pytest.fixture
def ask(api: TestClient, conversation: UUID) -> Callable[[], Response]:
    headers = {"X-Conversation-Id": str(conversation)}
    return lambda: api.post("/service/v1/contributions/payment-page", headers=headers)


def path_of(url: str) -> str:
    return url.removeprefix(get_settings().public_base_url)


def test_the_numbers_are_on_the_page_after_a_tap(
    api: TestClient, verified: Callable[[str], None], ask: Callable[[], Response]
) -> None:
    verified(SITI)
    answer = ask()
    assert answer.status_code == 201
    assert FULL not in answer.text
    assert {account["bank"] for account in answer.json()["accounts"]} >= {"BRI", "BNI", "BCA", "MANDIRI"}
    path = path_of(answer.json()["url"])
    looked = api.get(path)
    assert looked.status_code == 200
    assert FULL not in looked.text
    tapped = api.post(path, params={"lang": "en"})
    assert FULL in tapped.text
    assert "Virtual accounts of your family" in tapped.text
    assert tapped.headers["Cache-Control"] == "no-store"


def test_the_copy_button_gets_one_number(
    api: TestClient, verified: Callable[[str], None], ask: Callable[[], Response]
) -> None:
    verified(SITI)
    path = path_of(ask().json()["url"])
    assert api.post(f"{path}/BRI").text == FULL
    assert api.post(f"{path}/ELSE").status_code == 404
    assert api.post(f"{path}x/BRI").status_code == 410


@pytest.mark.parametrize(
    ("name", "code"),
    [("Dedi Kurniawan", "head_of_family_only"), ("Made Wirawan", "employer_pays"), ("Sutinah", "state_pays")],
)
def test_nobody_else_gets_a_link(
    verified: Callable[[str], None], ask: Callable[[], Response], name: str, code: str
) -> None:
    assert ask().json()["code"] == "verification_required"
    verified(name)
    assert ask().json()["code"] == code


def test_a_link_ends(api: TestClient, conversation: UUID, verified: Callable[[str], None]) -> None:
    siti = person(SITI).member_id
    verified(SITI)
    good = path_of(ACCOUNTS.make(conversation, siti, clock.now()).url)
    old = path_of(ACCOUNTS.make(conversation, siti, clock.now() - LINK_LIFE - timedelta(seconds=1)).url)
    others = path_of(ACCOUNTS.make(conversation, person("Bambang Sutrisno").member_id, clock.now()).url)
    for path in (old, others, f"{good}x", f"{good}x?lang=fr", "/bank/consent/x?lang=fr"):
        closed = api.get(path)
        assert closed.status_code == 410
        assert "88888" not in closed.text
    with session_scope() as session:
        end_session(session, conversation)
    assert api.post(good).status_code == 410
