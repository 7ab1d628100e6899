"""Reports that contradict themselves are refused at the door; the newest true one stands."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from sqlalchemy.orm import Session

from backend.beds.reports import RoomReport, record_report
from backend.beds.service import availability
from backend.errors import ServiceError


@pytest.fixture
def room(now: datetime) -> RoomReport:
    return RoomReport("S1", "KL3", "ANG", "Anggrek", capacity=20, available=3, reported_at=now)


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"available": 21}, "bed_free_over_capacity"),
        ({"available": -1}, "bed_count_negative"),
        ({"capacity": -1, "available": 0}, "bed_count_negative"),
        ({"available_women": 21}, "bed_free_over_capacity"),
        ({"available_men": -2}, "bed_count_negative"),
        ({"class_code": "KLS1"}, "bed_class_unknown"),
        ({"room_code": " "}, "bed_room_missing"),
        ({"facility_code": "S0"}, "facility_not_found"),
    ],
)
def test_a_contradiction_is_refused(
    hospitals: Session, room: RoomReport, now: datetime, change: dict[str, object], code: str
) -> None:
    with pytest.raises(ServiceError) as refusal:
        record_report(hospitals, replace(room, **change), now=now)
    assert refusal.value.code == code
    assert availability(hospitals, "S1", now=now).classes == []


def test_a_report_from_the_future_is_refused_beyond_clock_error(
    hospitals: Session, room: RoomReport, now: datetime
) -> None:
    record_report(hospitals, replace(room, reported_at=now + timedelta(minutes=4)), now=now)
    with pytest.raises(ServiceError, match="bed_report_in_future"):
        record_report(hospitals, replace(room, reported_at=now + timedelta(minutes=6)), now=now)


def test_a_late_report_does_not_replace_a_newer_one(hospitals: Session, room: RoomReport, now: datetime) -> None:
    record_report(hospitals, room, now=now)
    with pytest.raises(ServiceError, match="bed_report_outdated"):
        record_report(hospitals, replace(room, available=9, reported_at=now - timedelta(hours=1)), now=now)
    assert availability(hospitals, "S1", now=now).available == 3


def test_free_beds_for_men_and_women_need_not_add_up(hospitals: Session, room: RoomReport, now: datetime) -> None:
    record_report(hospitals, replace(room, available_men=1, available_women=1), now=now)
    (row,) = availability(hospitals, "S1", now=now).classes
    assert (row.available, row.available_men, row.available_women, row.available_either) == (3, 1, 1, None)
