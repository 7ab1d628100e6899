"""Opening hours in the facility's own zone, with holidays, nights and unknown hours."""

from dataclasses import dataclass, field
from datetime import UTC, datetime

import pytest

from backend.facilities.hours import open_now, open_state, parse_hours

PUSKESMAS = parse_hours("1-4 07:30-14:30; 5 07:30-11:30; 6 07:30-13:00")


@dataclass
class Hours:
    """Hours of a facility in a test."""

    time_zone: str = "Asia/Jakarta"
    open_24h: bool = False
    emergency_24h: bool = False
    opening_hours: dict[str, list[str]] | None = field(default_factory=lambda: PUSKESMAS)
    closed_on_holidays: bool = True


def utc(day: int, hour: int, minute: int = 0, month: int = 11) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=UTC)


@pytest.mark.parametrize(
    ("at", "zone", "expected"),
    [
        (utc(23, 0, 29), "Asia/Jakarta", False),
        (utc(23, 0, 30), "Asia/Jakarta", True),
        (utc(23, 7, 29), "Asia/Jakarta", True),
        (utc(23, 7, 30), "Asia/Jakarta", False),
        (utc(22, 22, 29), "Asia/Jayapura", False),
        (utc(22, 22, 30), "Asia/Jayapura", True),
        (utc(22, 3), "Asia/Jakarta", False),
    ],
)
def test_open_follows_the_clock_of_the_place(at: datetime, zone: str, expected: bool) -> None:
    assert open_now(Hours(time_zone=zone), at) is expected


def test_unknown_hours_are_unknown() -> None:
    assert open_now(Hours(opening_hours=None), utc(23, 3)) is None


def test_an_emergency_room_is_always_open() -> None:
    state = open_state(Hours(opening_hours=None, emergency_24h=True), utc(23, 20))
    assert (state.open, state.always) == (True, True)


def test_the_next_opening_skips_sunday() -> None:
    state = open_state(Hours(), utc(22, 3))
    assert state.opens_at is not None
    assert state.opens_at.isoformat() == "2026-11-23T07:30:00+07:00"


def test_the_closing_time_of_an_open_facility_is_told() -> None:
    state = open_state(Hours(), utc(23, 3))
    assert state.closes_at is not None
    assert state.closes_at.isoformat() == "2026-11-23T14:30:00+07:00"


def test_public_holidays_are_closed_unless_the_facility_works_then() -> None:
    independence_day = utc(17, 3, month=8)
    assert open_now(Hours(), independence_day) is False
    assert open_now(Hours(closed_on_holidays=False), independence_day) is True


def test_hours_may_run_past_midnight() -> None:
    bar = Hours(opening_hours=parse_hours("7 20:00-02:00"))
    assert open_now(bar, utc(22, 18, 59)) is True
    assert open_now(bar, utc(22, 19)) is False


def test_a_facility_without_any_open_day_never_opens() -> None:
    state = open_state(Hours(opening_hours={}), utc(23, 3))
    assert (state.open, state.opens_at) == (False, None)


def test_two_intervals_a_day() -> None:
    assert parse_hours("1-2 08:00-12:00 13:00-15:00") == {
        "1": ["08:00-12:00", "13:00-15:00"],
        "2": ["08:00-12:00", "13:00-15:00"],
    }


@pytest.mark.parametrize("text", ["senin 08:00-12:00", "1 8-12", "1", "8 08:00-12:00", "1 08:00-25:00"])
def test_bad_hours_are_refused(text: str) -> None:
    with pytest.raises(ValueError):
        parse_hours(text)
