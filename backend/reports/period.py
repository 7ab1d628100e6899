"""The days that a report is about, by the calendar of Jakarta."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from backend.errors import ServiceError
from backend.reference.calendar import JAKARTA, today_in_jakarta

LONGEST_DAYS = 400
"""A year and what a comparison needs; longer reports would read too many rows at once."""
_USUAL_DAYS = 7


@dataclass(frozen=True)
class Period:
    """Days from ``first`` to ``last``, both included."""

    first: date
    last: date

    @property
    def start(self) -> datetime:
        """Midnight before the first day."""
        return datetime.combine(self.first, time(), JAKARTA)

    @property
    def end(self) -> datetime:
        """Midnight after the last day; it does not belong to the period."""
        return datetime.combine(self.last + timedelta(days=1), time(), JAKARTA)

    @property
    def days(self) -> list[date]:
        """Every day of it."""
        return [self.first + timedelta(days=n) for n in range((self.last - self.first).days + 1)]


def period(first: date | None, last: date | None, *, now: datetime) -> Period:
    """The wanted days, or the last seven.

    Raises:
        ServiceError: ``period_wrong`` (422): it ends before it begins, or is longer than ``LONGEST_DAYS``.
    """
    end = last or today_in_jakarta(now)
    begin = first or end - timedelta(days=_USUAL_DAYS - 1)
    if not 0 <= (end - begin).days < LONGEST_DAYS:
        raise ServiceError("period_wrong", 422, days=LONGEST_DAYS)
    return Period(begin, end)
