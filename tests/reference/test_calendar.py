"""Days of the calendar that terms are counted by."""

from datetime import date

import pytest

from backend.reference.calendar import day_in, months_before


@pytest.mark.parametrize(
    ("today", "six_months_ago"),
    [
        (date(2026, 11, 30), date(2026, 5, 30)),
        (date(2026, 8, 31), date(2026, 2, 28)),
        (date(2024, 8, 31), date(2024, 2, 29)),
        (date(2026, 6, 15), date(2025, 12, 15)),
    ],
)
def test_a_term_begins_on_the_same_day_or_the_last_of_a_shorter_month(today: date, six_months_ago: date) -> None:
    assert day_in(months_before(today, 6), today.day) == six_months_ago
