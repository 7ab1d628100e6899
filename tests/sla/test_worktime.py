"""Working time with split shifts, holidays and days off, counted by hand."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.handover.hours import WorkingHours
from backend.sla.worktime import after, between

WIB = ZoneInfo("Asia/Jakarta")
SPLIT = [["08:00", "12:00"], ["13:00", "17:00"]]
OFFICE = WorkingHours.model_validate({"weekly": dict.fromkeys(("mon", "tue", "wed", "thu", "fri"), SPLIT)})
NIGHTS = WorkingHours.model_validate({"weekly": {"sat": [["20:00", "00:00"]]}, "national_holidays": False})


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=WIB)


@pytest.mark.parametrize(
    ("start", "hours", "due"),
    [
        ("2026-11-23T08:00", 4, "2026-11-23T12:00"),  # a Monday: to the end of the morning
        ("2026-11-23T11:00", 2, "2026-11-23T14:00"),  # over the lunch break
        ("2026-11-23T12:30", 1, "2026-11-23T14:00"),  # begins in the break
        ("2026-11-20T16:00", 2, "2026-11-23T09:00"),  # over a weekend
        ("2026-12-24T16:00", 2, "2026-12-28T09:00"),  # over Christmas (Friday) and the weekend
        ("2026-11-22T10:00", 8, "2026-11-23T17:00"),  # begins on a Sunday
    ],
)
def test_due_by_hand(start: str, hours: int, due: str) -> None:
    assert after(OFFICE, at(start), timedelta(hours=hours)) == at(due)


def test_own_days_off_are_left_out() -> None:
    closed = OFFICE.model_copy(update={"closed_on": [at("2026-11-23T00:00").date()]})
    assert after(closed, at("2026-11-22T10:00"), timedelta(hours=1)) == at("2026-11-24T09:00")


def test_a_shift_until_midnight_and_the_round_clock() -> None:
    assert after(NIGHTS, at("2026-11-21T23:00"), timedelta(hours=2)) == at("2026-11-28T21:00")
    assert after(WorkingHours(), at("2026-11-21T23:00"), timedelta(hours=2)) == at("2026-11-22T01:00")
    assert after(WorkingHours(weekly={}), at("2026-11-21T23:00"), timedelta(hours=2)) is None


@given(st.integers(0, 20_000), st.integers(1, 3_000))
def test_what_is_counted_forward_is_found_between(begin: int, minutes: int) -> None:
    start = at("2026-11-02T00:00") + timedelta(minutes=begin)
    due = after(OFFICE, start, timedelta(minutes=minutes))
    assert due is not None and between(OFFICE, start, due) == timedelta(minutes=minutes)
    assert between(OFFICE, due, start) == timedelta()
