from datetime import UTC, date, datetime

import pytest

from backend.complaints.deadline import after_working_days, due_on


@pytest.mark.parametrize(
    ("day", "count", "last"),
    [
        (date(2026, 11, 22), 5, date(2026, 11, 27)),  # a Sunday
        (date(2026, 11, 23), 5, date(2026, 11, 30)),  # a Monday: the day itself does not count
        (date(2026, 12, 23), 5, date(2026, 12, 31)),  # over Christmas, a Friday
        (date(2026, 12, 30), 2, date(2027, 1, 4)),  # over New Year
        (date(2026, 8, 14), 1, date(2026, 8, 18)),  # Monday is Independence Day
    ],
)
def test_working_days_leave_out_weekends_and_holidays(day: date, count: int, last: date) -> None:
    assert after_working_days(day, count) == last


def test_the_day_of_receipt_is_that_of_jakarta() -> None:
    """Five working days (UU 24/2011 art. 48) from a Tuesday in Jakarta that is still Monday in London."""
    assert due_on("app", datetime(2026, 11, 23, 23, 30, tzinfo=UTC)) == date(2026, 12, 1)
