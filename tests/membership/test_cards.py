"""Digital cards: masked, for whom one may act, and a code that says valid or not valid and nothing else."""

import io
import random
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from fastapi.testclient import TestClient
from httpx import Response
from PIL import Image
from sqlalchemy import select

from backend import clock
from backend.attachments.models import Attachment
from backend.attachments.service import path_of
from backend.conversations.service import open_conversation
from backend.db import session_scope
from backend.demo import membership
from backend.demo.people import people, person
from backend.identity.service import open_session
from backend.membership.card_link import card_url

Ask = Callable[..., Response]


@pytest.fixture
def ask(api: TestClient) -> Ask:
    with session_scope() as session:
        membership.load(session, now=clock.now(), rng=random.Random(1))
        conversation: UUID = open_conversation(session, "web", "somebody", now=clock.now()).id

    def post(name: str | None, **wish: Any) -> Response:
        if name:
            with session_scope() as session:
                member_id = person(name).member_id
                open_session(session, conversation, member_id=member_id, level=2, method="code", now=clock.now())
        headers = {"X-Conversation-Id": str(conversation)}
        return api.post("/service/v1/membership/cards", json=wish, headers=headers)

    return post


def content(file: dict[str, Any]) -> bytes:
    with session_scope() as session:
        return path_of(session.scalars(select(Attachment).where(Attachment.id == UUID(file["id"]))).one()).read_bytes()


def test_a_picture_in_the_size_of_a_card(ask: Ask) -> None:
    (file,) = ask("Siti Rahmawati").json()["files"]
    assert (file["type"], file["media_type"]) == ("file", "image/png")
    assert file["alt"] == "Kartu JKN digital Siti Rahmawati"
    assert Image.open(io.BytesIO(content(file))).size == (1012, 638)


def test_the_whole_family_as_pictures_and_as_one_pdf(ask: Ask) -> None:
    assert len(ask("Siti Rahmawati", family=True).json()["files"]) == 4
    (paper,) = ask("Siti Rahmawati", family=True, form="pdf").json()["files"]
    assert content(paper).startswith(b"%PDF")


def test_the_spouse_gets_no_card_of_the_head(ask: Ask) -> None:
    assert len(ask("Dedi Kurniawan", family=True).json()["files"]) == 3
    assert ask("Dedi Kurniawan", member=person("Siti Rahmawati").member_id).json()["code"] == "own_code_needed"


def test_nobody_gets_a_stranger_s_card(ask: Ask) -> None:
    assert ask("Hasan Basri", member=person("Siti Rahmawati").member_id).json()["code"] == "member_not_found"


def test_a_card_needs_verification(ask: Ask) -> None:
    assert ask(None).json()["code"] == "verification_required"


@pytest.mark.parametrize(
    ("name", "heading"), [("Hasan Basri", "Kartu berlaku"), ("Siti Rahmawati", "Kartu tidak berlaku")]
)
def test_the_code_says_valid_or_not_and_nothing_else(ask: Ask, api: TestClient, name: str, heading: str) -> None:
    url = card_url(person(name).member_id, clock.now())
    shown = api.get(url[url.index("/card/") :], headers={"X-Internal-Secret": ""})
    assert heading in shown.text
    for other in people():
        assert not any(text and text in shown.text for text in (other.name, other.nik, other.card_number))


def test_a_code_lasts_a_day_and_cannot_be_forged(ask: Ask, api: TestClient) -> None:
    old = card_url(person("Hasan Basri").member_id, clock.now() - timedelta(hours=24))
    for path in (old[old.index("/card/") :], "/card/guess", old[old.index("/card/") :] + "x"):
        answer = api.get(path)
        assert (answer.status_code, "tidak berlaku lagi" in answer.text) == (410, True)
