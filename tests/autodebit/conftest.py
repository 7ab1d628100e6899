"""The demonstration's families, committed, and a conversation in which one of them is verified."""

import random
from collections.abc import Callable
from uuid import UUID

import pytest
from fastapi.testclient import TestClient
from httpx import Response

from backend import clock
from backend.conversations.service import open_conversation
from backend.db import session_scope
from backend.demo import autodebit, contributions, membership
from backend.demo.people import person
from backend.identity.service import open_session


@pytest.fixture
def conversation(api: TestClient) -> UUID:
    now, rng = clock.now(), random.Random(1)
    with session_scope() as session:
        for topic in (membership, contributions, autodebit):
            topic.load(session, now=now, rng=rng)
            session.flush()
        return open_conversation(session, "web", "somebody", now=now).id


@pytest.fixture
def ask(api: TestClient, conversation: UUID) -> Callable[..., Response]:
    """Calls the service API as a verified person."""

    def send(name: str, method: str = "GET", path: str = "", key: str = "", **body: object) -> Response:
        with session_scope() as session:
            member_id = person(name).member_id
            open_session(session, conversation, member_id=member_id, level=2, method="code", now=clock.now())
        headers = {"X-Conversation-Id": str(conversation), "Idempotency-Key": key}
        url = f"/service/v1/autodebit{path}"
        return (
            api.request(method, url, json=body, headers=headers) if body else api.request(method, url, headers=headers)
        )

    return send
