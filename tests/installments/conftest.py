"""The demonstration's families, one of them verified in a conversation."""

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

import pytest
from sqlalchemy.orm import Session

from backend.conversations.service import open_conversation
from backend.demo.people import person
from backend.identity.viewer import VERIFIED, Viewer
from tests.support.families import families  # noqa: F401 - a fixture


@pytest.fixture
def viewer() -> Callable[[str], Viewer]:
    """A verified member by name."""
    return lambda name: Viewer(VERIFIED, person(name).member_id)


@pytest.fixture
def conversation(session: Session, now: datetime) -> UUID:
    return open_conversation(session, "web", "installments", now=now).id
