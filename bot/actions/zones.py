"""Indonesia's three clocks, by the names of their zones and by what members call them, and the days by them."""

import os
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.components.dates import Ambiguous, resolve_date

CENTRE = "Asia/Jakarta"
"""The clock of what has no place: the care center, months and deadlines of membership."""
NAMES = {CENTRE: "WIB", "Asia/Makassar": "WITA", "Asia/Jayapura": "WIT"}
ZONES = {name: zone for zone, name in NAMES.items()}


def day_of(iso: str, zone: str = CENTRE) -> date:
    """The day of a date or a moment (ISO 8601), of a moment by the clock of ``zone``.

    The backend tells moments in UTC, in which it is still yesterday in the early morning of Indonesia.
    """
    moment = datetime.fromisoformat(iso)
    return moment.astimezone(ZoneInfo(zone)).date() if moment.tzinfo else moment.date()


def now() -> datetime:
    """The present moment in UTC: the one place where actions ask for it; of a demonstration perhaps some days on.

    It is the backend's clock: a word such as "besok" and the days that the backend gives must not be days apart.
    """
    return datetime.now(UTC) + timedelta(days=int(os.environ.get("CARE165_CLOCK_SHIFT_DAYS", "0")))


def today(zone: str = CENTRE) -> date:
    """The day that it is now, by the clock of ``zone``."""
    return now().astimezone(ZoneInfo(zone)).date()


def day_said(words: str, zone: str = CENTRE) -> date | Ambiguous | None:
    """The day that words name ("besok", "Senin depan", "12/3"), said now where the clock of ``zone`` counts."""
    return resolve_date(words, now(), ZoneInfo(zone))
