"""The day that the insurance counts by: due dates, ages and rates follow the calendar of Jakarta."""

from calendar import monthrange
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

JAKARTA = ZoneInfo("Asia/Jakarta")
ZONES = {"Asia/Jakarta": "WIB", "Asia/Makassar": "WITA", "Asia/Jayapura": "WIT"}
"""The time zones of Indonesia and what people call them (Keppres 41/1987)."""


def zone_label(zone: str) -> str:
    """WIB, WITA or WIT; the name itself of a zone that is not Indonesian."""
    return ZONES.get(zone, zone)


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


def day_in(month: date, day: int) -> date:
    """A day of a month by its number, or the last one where the month is shorter."""
    return month.replace(day=min(day, monthrange(month.year, month.month)[1]))


def next_month(month: date) -> date:
    """The first day of the following month."""
    return (month.replace(day=28) + timedelta(days=4)).replace(day=1)
