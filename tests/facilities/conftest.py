"""Facilities for tests: the demonstration set, as an index without a database and as rows in one."""

import csv
import random
from datetime import UTC, datetime
from importlib.resources import files

import pytest
from sqlalchemy.orm import Session

from backend.demo.facilities import load
from backend.facilities.importer import read_row
from backend.facilities.index import FacilityIndex, Spot


@pytest.fixture(scope="session")
def demo_index() -> FacilityIndex:
    """The search index of the demonstration facilities."""
    with files("backend.demo").joinpath("facilities.csv").open(encoding="utf-8") as file:
        rows = [read_row(row, datetime(2026, 11, 22, tzinfo=UTC)) for row in csv.DictReader(file)]
    spots = [
        Spot(
            row["code"],
            row["name"],
            tuple(row["aliases"]),
            row["type"],
            row["address"] or "",
            row["regency_code"],
            row["latitude"],
            row["longitude"],
        )
        for row in rows
    ]
    return FacilityIndex(spots, None)


@pytest.fixture
def demo_facilities(session: Session, now: datetime) -> Session:
    """A session in which the demonstration facilities are loaded."""
    load(session, now=now, rng=random.Random(1))
    return session
