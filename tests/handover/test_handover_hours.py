"""When the care center answers."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from pydantic import ValidationError

from backend.handover.hours import WorkingHours

JAKARTA = ZoneInfo("Asia/Jakarta")
OFFICE = WorkingHours.model_validate(
    {
        "weekly": {"thu": [("08:00", "12:00"), ("13:00", "15:00")], "fri": [("22:00", "00:00")]},
        "closed_on": ["2026-12-18"],
    }
)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=JAKARTA)


@pytest.mark.parametrize(
    ("moment", "opens"),
    [
        ("2026-11-26T08:00", None),
        ("2026-11-26T12:00", "2026-11-26T13:00"),
        ("2026-11-26T15:00", "2026-11-27T22:00"),
        ("2026-11-27T23:59", None),
        ("2026-11-28T00:00", "2026-12-03T08:00"),
        ("2026-12-17T16:00", "2026-12-24T08:00"),  # the 18th is an own closing day
        ("2026-12-24T16:00", "2026-12-31T08:00"),  # the 25th is a national holiday
    ],
)
def test_next_opening(moment: str, opens: str | None) -> None:
    assert OFFICE.next_opening(at(moment)) == (at(opens) if opens else None)


def test_without_hours_it_is_always_open() -> None:
    assert WorkingHours().is_open(at("2026-12-25T03:00"))


def test_never_open_again_is_not_an_endless_search() -> None:
    assert WorkingHours(weekly={}).next_opening(at("2026-11-26T08:00")) is None


def test_a_shift_that_ends_before_it_begins_is_refused() -> None:
    with pytest.raises(ValidationError, match="must end after"):
        WorkingHours.model_validate({"weekly": {"mon": [("17:00", "08:00")]}})
