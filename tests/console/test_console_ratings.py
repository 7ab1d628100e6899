"""Ratings in the console: the lowest first, comments without who wrote them."""

import random
from collections.abc import Callable

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import select

from backend import clock
from backend.db import session_scope
from backend.demo import facilities, membership, ratings
from backend.facilities.models import Facility
from backend.privacy.models import AuditEntry
from backend.ratings.models import FacilityRating

Browser = Callable[[str], TestClient]


@pytest.fixture
def console(browser: Browser, rina: str) -> TestClient:
    """Somebody logged in, with the demonstration's ratings."""
    with session_scope() as session:
        for topic in (facilities, membership, ratings):
            topic.load(session, now=clock.now(), rng=random.Random(1))
            session.flush()
    return browser(rina)


def lowest_and_highest() -> tuple[str, str]:
    from backend.ratings.desk import rated_facilities

    with session_scope() as session:
        rated = rated_facilities(session)
        return rated[0].facility.name, rated[-1].facility.name


def test_the_lowest_come_first(console: TestClient) -> None:
    page = console.get("/console/ratings").text
    lowest, highest = lowest_and_highest()
    assert 0 < page.index(f">{lowest}<") < page.index(f">{highest}<")


def test_comments_without_who_wrote_them_and_the_look_is_recorded(console: TestClient) -> None:
    with session_scope() as session:
        code = session.scalars(select(Facility.code).where(Facility.name == "RSUP Dr. Sardjito")).one()
    page = console.get(f"/console/ratings/{code}").text
    assert page.index("Antre dari pagi sampai siang") < page.index("Dokternya menjelaskan dengan jelas")
    assert "Slamet" not in page
    with session_scope() as session:
        query = select(AuditEntry).where(AuditEntry.what == "rating.comment", AuditEntry.actor_kind == "agent")
        assert {entry.member_id for entry in session.scalars(query)} == {
            row.member_id
            for row in session.scalars(select(FacilityRating).where(FacilityRating.facility_code == code))
            if row.comment
        }


def test_a_facility_that_nobody_rated(console: TestClient) -> None:
    assert console.get("/console/ratings/none").status_code == 404
