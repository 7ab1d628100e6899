"""Fixtures of the queue tests."""

from datetime import datetime

import pytest
from queue_world import World
from sqlalchemy.orm import Session


@pytest.fixture
def world(session: Session, now: datetime) -> World:
    """The small world, undone after the test."""
    return World(session, now).build()
