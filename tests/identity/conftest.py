"""The demonstration's members, a conversation, and a sender that keeps what it is given."""

import random
from collections.abc import Callable
from datetime import datetime
from uuid import UUID

import pytest
from sqlalchemy.orm import Session

from backend.conversations.service import open_conversation
from backend.demo import membership
from backend.demo.people import person
from backend.identity.senders import SenderError
from backend.membership.models import Member


class FakeSender:
    """Keeps messages; refuses when told to."""

    def __init__(self) -> None:
        self.sent: list[tuple[str, str]] = []
        self.down = False

    def send(self, phone: str, text: str) -> None:
        if self.down:
            raise SenderError("down")
        self.sent.append((phone, text))

    @property
    def code(self) -> str:
        """The newest code."""
        return self.sent[-1][1][:6]


@pytest.fixture
def sender() -> FakeSender:
    return FakeSender()


@pytest.fixture
def members(session: Session, now: datetime) -> Callable[[str], Member]:
    """Finds a member of the demonstration by name."""
    membership.load(session, now=now, rng=random.Random(1))
    session.flush()
    return lambda name: session.get_one(Member, person(name).member_id)


@pytest.fixture
def conversation_id(session: Session, now: datetime) -> UUID:
    return open_conversation(session, "web", "somebody", now=now).id
