"""The bot's actions ask for a person over HTTP."""

from collections.abc import Iterator
from datetime import datetime
from uuid import UUID, uuid4

import pytest
from fastapi.testclient import TestClient

from backend.conversations.messages import InboundMessage
from backend.conversations.service import receive
from backend.db import session_scope

URL = "/service/v1/handover"
BODY = {"reason": "care_now", "topic": "complaints", "priority": "P1", "context": {"confidence": 0.5}}


def headers(conversation_id: UUID) -> dict[str, str]:
    return {"X-Conversation-Id": str(conversation_id)}


@pytest.fixture
def chats(api: TestClient, now: datetime) -> Iterator[tuple[UUID, UUID]]:
    with session_scope() as session:
        ids = [receive(session, InboundMessage("webchat", c, "1", "halo"), now=now).conversation_id for c in "ab"]
    yield ids[0], ids[1]


def test_request_read_leave(api: TestClient, chats: tuple[UUID, UUID]) -> None:
    asked = api.post(URL, json=BODY, headers=headers(chats[0])).json()
    assert (asked["state"], asked["position"], asked["priority"]) == ("waiting", 1, "P1")
    assert asked["ticket"].startswith("PTG-")
    assert api.get(URL, headers=headers(chats[0])).json() == asked
    turn = headers(chats[0]) | {"Idempotency-Key": "turn-1"}
    for _ in range(2):  # the second time the answer had got lost
        assert api.post(f"{URL}/leave", headers=turn).json() == {"left": True}
    assert api.get(URL, headers=headers(chats[0])).json()["state"] == "none"


def test_a_conversation_reaches_only_its_own_handover(api: TestClient, chats: tuple[UUID, UUID]) -> None:
    api.post(URL, json=BODY, headers=headers(chats[0]))
    assert api.get(URL, headers=headers(chats[1])).json()["state"] == "none"
    assert api.post(f"{URL}/leave", headers=headers(chats[1])).json() == {"left": False}
    assert api.post(f"{URL}/rating", json={"rating": 1}, headers=headers(chats[1])).status_code == 404
    assert api.get(URL, headers=headers(chats[0])).json()["state"] == "waiting"


def test_strangers_are_kept_out(api: TestClient, chats: tuple[UUID, UUID]) -> None:
    wrong_secret = headers(chats[0]) | {"X-Internal-Secret": "guess"}
    assert api.post(URL, json=BODY, headers=wrong_secret).status_code == 403
    assert api.post(URL, json=BODY, headers=headers(uuid4())).status_code == 404
    assert api.post(URL, json=BODY).status_code == 422


@pytest.mark.parametrize("change", [{"priority": "P0"}, {"reason": "Has Blanks"}, {"topic": ""}])
def test_malformed_requests(api: TestClient, chats: tuple[UUID, UUID], change: dict[str, str]) -> None:
    assert api.post(URL, json=BODY | change, headers=headers(chats[0])).status_code == 422
