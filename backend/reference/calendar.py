"""The day that the insurance counts by: due dates, ages and rates follow the calendar of Jakarta."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

JAKARTA = ZoneInfo("Asia/Jakarta")


def today_in_jakarta(now: datetime) -> date:
    """The date in Jakarta at a moment."""
    return now.astimezone(JAKARTA).date()


def jakarta_clock(at: datetime) -> str:
    """``10.05 WIB``: a time of day where nobody's own zone is known."""
    return f"{at.astimezone(JAKARTA):%H.%M} WIB"


def jakarta_moment(at: datetime) -> str:
    """``22-11-2026 10.05 WIB``: the same with its day."""
    return f"{at.astimezone(JAKARTA):%d-%m-%Y} {jakarta_clock(at)}"


def month_of(day: date) -> date:
    """The first day of a day's month: how months are written."""
    return day.replace(day=1)


def months_before(month: date, count: int) -> date:
    """The first day of the month ``count`` months earlier (later if negative)."""
    index = month.year * 12 + month.month - 1 - count
    return date(index // 12, index % 12 + 1, 1)


def next_month(month: date) -> date:
    """The first day of the following month."""
    return (month.replace(day=28) + timedelta(days=4)).replace(day=1)
