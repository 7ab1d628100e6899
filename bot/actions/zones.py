"""Indonesia's three clocks, by the names of their zones and by what members call them."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

CENTRE = "Asia/Jakarta"
"""The clock of what has no place: the care center, months and deadlines of membership."""
JAKARTA = ZoneInfo(CENTRE)
NAMES = {CENTRE: "WIB", "Asia/Makassar": "WITA", "Asia/Jayapura": "WIT"}
ZONES = {name: zone for zone, name in NAMES.items()}


def day_of(iso: str, zone: str = CENTRE) -> date:
    """The day of a date or a moment (ISO 8601), of a moment by the clock of ``zone``.

    The backend tells moments in UTC, in which it is still yesterday in the early morning of Indonesia.
    """
    moment = datetime.fromisoformat(iso)
    return moment.astimezone(ZoneInfo(zone)).date() if moment.tzinfo else moment.date()
