"""The demonstration's families with their invoices and payments."""

import random
from collections.abc import Callable
from datetime import datetime

import pytest
from sqlalchemy.orm import Session

from backend.demo import contributions, membership
from backend.demo.people import person
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
