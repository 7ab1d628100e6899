"""The web application with members, for all tests of helping."""

import random
from collections.abc import Iterator

import pytest
from fastapi.testclient import TestClient
from helping_chat import SITI, Chat
from sqlalchemy import text

from backend import clock
from backend.db import session_scope
from backend.demo import contributions, membership
from backend.membership.models import Member
from backend.settings import get_settings
from tests.conftest import truncate_all

TRACES = (
    "conversations, verifications, identity_tries, identity_sessions, demo_sms, text_messages, helper_permissions,"
    " audit_log"
)
"""What a test leaves; the members are loaded once for all of them."""


@pytest.fixture(scope="module")
def client(database: str) -> Iterator[TestClient]:
    from care165.web import create_app

    with session_scope() as session:
        for topic in (membership, contributions):
            topic.load(session, now=clock.now(), rng=random.Random(1))
            session.flush()
    with TestClient(create_app(), headers={"X-Internal-Secret": get_settings().internal_secret}) as client:
        yield client
    truncate_all()


@pytest.fixture
def loaded(client: TestClient) -> Iterator[TestClient]:
    yield client
    with session_scope() as session:
        session.execute(text(f"TRUNCATE {TRACES} CASCADE"))
        siti = session.get_one(Member, SITI.member_id)
        siti.status_reason, siti.phone = "arrears", SITI.phone


@pytest.fixture
def chat(loaded: TestClient) -> Chat:
    return Chat(loaded, "helper")
