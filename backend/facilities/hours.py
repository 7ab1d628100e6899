"""When a facility is open: weekly hours in its own time zone, public holidays, emergency rooms that never close."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from typing import Protocol
from zoneinfo import ZoneInfo

import holidays

WEEKDAYS = ("1", "2", "3", "4", "5", "6", "7")
LOOK_AHEAD_DAYS = 21
"""How far the next opening is looked for; longer than any run of holidays (Lebaran with shared leave: 11 days)."""
_INTERVAL = re.compile(r"^([01]\d|2[0-3]):([0-5]\d)-([01]\d|2[0-4]):([0-5]\d)$")
_DAYS = re.compile(r"^([1-7])(?:-([1-7]))?$")


class HasHours(Protocol):
    """What must be known of a facility to say whether it is open."""

    @property
    def time_zone(self) -> str:
        """IANA name."""
        ...

    @property
    def open_24h(self) -> bool:
        """Never closes."""
        ...

    @property
    def emergency_24h(self) -> bool:
        """Its emergency room never closes."""
        ...

    @property
    def opening_hours(self) -> dict[str, list[str]] | None:
        """Intervals by ISO weekday; None: unknown."""
        ...

    @property
    def closed_on_holidays(self) -> bool:
        """Closed on national holidays."""
        ...


@dataclass(frozen=True)
class OpenState:
    """Whether a facility is open and what changes next.

    ``open`` is None where the hours are unknown. ``always`` is true for one that never closes (for a hospital: its
    emergency room). ``opens_at`` is the next opening of one that is closed, ``closes_at`` the end of the present hours;
    both in its own zone.
    """

    open: bool | None
    always: bool = False
    opens_at: datetime | None = None
    closes_at: datetime | None = None


@lru_cache(maxsize=16)
def _holidays(year: int) -> frozenset[date]:
    return frozenset(holidays.country_holidays("ID", years=year))


def is_public_holiday(day: date) -> bool:
    """Whether a day is a national holiday of Indonesia."""
    return day in _holidays(day.year)


def _at(day: date, clock: str, zone: ZoneInfo) -> datetime:
    hour, minute = map(int, clock.split(":"))
    midnight = datetime.combine(day, time(), zone)
    return midnight + timedelta(hours=hour, minutes=minute)


def _intervals(facility: HasHours, day: date, zone: ZoneInfo) -> Iterator[tuple[datetime, datetime]]:
    """The hours that begin on a day; those that end past midnight run into the next."""
    if facility.closed_on_holidays and is_public_holiday(day):
        return
    for interval in (facility.opening_hours or {}).get(str(day.isoweekday()), []):
        opening, closing = interval.split("-")
        begin, end = _at(day, opening, zone), _at(day, closing, zone)
        yield begin, end if end > begin else end + timedelta(days=1)


def open_state(facility: HasHours, now: datetime) -> OpenState:
    """Whether a facility is open at a moment, and until or from when."""
    if facility.open_24h or facility.emergency_24h:
        return OpenState(open=True, always=True)
    if facility.opening_hours is None:
        return OpenState(open=None)
    zone = ZoneInfo(facility.time_zone)
    today = now.astimezone(zone).date()
    for ahead in range(-1, LOOK_AHEAD_DAYS + 1):
        for begin, end in sorted(_intervals(facility, today + timedelta(days=ahead), zone)):
            if begin <= now < end:
                return OpenState(open=True, closes_at=end)
            if begin > now:
                return OpenState(open=False, opens_at=begin)
    return OpenState(open=False)


def open_on(facility: HasHours, day: date) -> bool | None:
    """Whether a facility opens at all on a day of its own zone; None where the hours are unknown."""
    if facility.open_24h or facility.emergency_24h:
        return True
    if facility.opening_hours is None:
        return None
    return next(_intervals(facility, day, ZoneInfo(facility.time_zone)), None) is not None


def open_now(facility: HasHours, now: datetime) -> bool | None:
    """Whether a facility is open at a moment; None where nobody told us its hours."""
    return open_state(facility, now).open


def parse_hours(text: str) -> dict[str, list[str]]:
    """Weekly hours from ``1-4 07:30-14:00; 5 07:30-11:00 13:00-15:00`` (1 Monday … 7 Sunday).

    Raises:
        ValueError: a day or an interval is not of that form.
    """
    week: dict[str, list[str]] = {}
    for part in filter(None, (part.strip() for part in text.split(";"))):
        days, *intervals = part.split()
        span = _DAYS.match(days)
        if not span or not intervals or not all(_INTERVAL.match(interval) for interval in intervals):
            raise ValueError(part)
        for day in range(int(span[1]), int(span[2] or span[1]) + 1):
            week[str(day)] = intervals
    return week
