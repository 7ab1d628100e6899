"""The wish for something that is open: now, always, or on a day."""

import re
from datetime import date

from bot.actions.reading import Reading
from bot.actions.zones import day_said

_ALWAYS = re.compile(r"\b24 ?(?:jam|/ ?7|h(?:ou)?rs?|hours?)\b|\b(?:siang malam|round the clock)\b", re.IGNORECASE)
_OPEN = re.compile(r"\b(?:buka|bukak|muka|mbukak|buko|melayani|open)\b", re.IGNORECASE)
_HOURS = re.compile(r"\b(?:jam|pukul|hours|when|kapan)\b", re.IGNORECASE)


def opening_asked(reading: Reading) -> str | None:
    """``now``, ``always`` or a day (ISO 8601) on which something must be open; None where that is not asked."""
    if reading.pressed:
        return None
    if _ALWAYS.search(reading.text):
        return "always"
    if not _OPEN.search(reading.text) or _HOURS.search(reading.text):
        return None
    if named := reading.entity("date"):
        day = day_said(named)
        return day.isoformat() if isinstance(day, date) else None
    return "now"
