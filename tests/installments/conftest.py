"""The demonstration's families, one of them verified in a conversation."""

import random
from collections.abc import Callable
from datetime import datetime
from uuid import UUID

import pytest
from sqlalchemy.orm import Session

from backend.conversations.service import open_conversation
from backend.demo import contributions, membership
from backend.demo.people import person
from backend.identity.viewer import VERIFIED, Viewer
from backend.membership.models import Member


@pytest.fixture
def families(session: Session, now: datetime) -> Callable[[str], Member]:
    """Finds a member by name."""
    rng = random.Random(1)
    membership.load(session, now=now, rng=rng)
    session.flush()
    contributions.load(session, now=now, rng=rng)
    session.flush()
    session.expire_all()
    return lambda name: session.get_one(Member, person(name).member_id)


@pytest.fixture
def viewer() -> Callable[[str], Viewer]:
    """A verified member by name."""
    return lambda name: Viewer(VERIFIED, person(name).member_id)


@pytest.fixture
def conversation(session: Session, now: datetime) -> UUID:
    return open_conversation(session, "web", "installments", now=now).id
