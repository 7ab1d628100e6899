"""Hospitals for bed tests: four in and around Yogyakarta, loaded into the test's session."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from sqlalchemy.orm import Session

from backend.beds.reports import RoomReport, record_report
from backend.facilities.importer import import_facilities

CSV = """code,name,type,latitude,longitude,regency_code,aliases
S1,RSUP Dr. Sardjito,hospital,-7.7686,110.3735,3404,RS Sardjito
S2,RSUD Sleman,hospital,-7.6905,110.3415,3404,
S3,RS Panti Rapih,hospital,-7.7770,110.3760,3471,
S4,RSUD Wates,hospital,-7.8610,110.1520,3401,
P1,Puskesmas Mlati I,puskesmas,-7.7300,110.3600,3404,
"""
Report = Callable[..., None]


@pytest.fixture
def hospitals(session: Session, now: datetime) -> Session:
    """A session with the hospitals and no bed reports."""
    import_facilities(session, CSV.splitlines(keepends=True), now=now)
    return session


@pytest.fixture
def report(hospitals: Session, now: datetime) -> Report:
    """Reports a room: ``report("S1", "KL3", free, capacity, minutes_ago, room)``."""

    def send(
        code: str, class_code: str, free: int, capacity: int = 20, *, minutes_ago: int = 5, room: str = "R1"
    ) -> None:
        at = now - timedelta(minutes=minutes_ago)
        record_report(hospitals, RoomReport(code, class_code, room, f"Ruang {room}", capacity, free, at), now=now)

    return send
