"""Which month a message names: "oktober", "bulan kemarin", "last month"."""

import re
from datetime import timedelta

from bot.actions.texts import Say
from bot.actions.zones import today
from bot.components.date_patterns import MONTH_LONG

SAYS_MONTH = re.compile(
    rf"\b(?:(?:bulan|bln) (?:ini|(?:yang |yg )?lalu|kemarin|kemaren|kmrn)|(?:this|last) month|{MONTH_LONG})\b", re.I
)
_THIS_MONTH = re.compile(r"\b(?:bulan|bln)\s+(?:ini|skrg|sekarang)\b|\bthis month\b")
_LAST_MONTH = re.compile(r"\b(?:bulan|bln)\s+(?:yang |yg )?(?:lalu|kemarin|kemaren|kmrn|kmren)\b|\blast month\b")
_MONTHS = 12
_MAY = "may"
"""In English also another word: "may I see my payments"."""


def names_month(say: Say, words: str, day: str) -> bool:
    """Whether words name the month in which a day (ISO 8601) lies, of whichever year."""
    low, this = words.lower(), today()
    meant = {this.replace(day=1)} if _THIS_MONTH.search(low) else set()
    meant |= {(this.replace(day=1) - timedelta(days=1)).replace(day=1)} if _LAST_MONTH.search(low) else set()
    name = say.month(day)
    named = name.split()[0].lower()
    before = r"\b(?:in|of|for|since)\s+" if named == _MAY else r"\b"
    said = re.search(rf"{before}{named}\b", low) is not None
    return said or any(name == say.month(str(one)) for one in meant)


def month_named(say: Say, words: str) -> str | None:
    """The first day (ISO 8601) of the newest month, this one or of the eleven before, that words name."""
    day = today().replace(day=1)
    for _ in range(_MONTHS):
        if names_month(say, words, day.isoformat()):
            return day.isoformat()
        day = (day - timedelta(days=1)).replace(day=1)
    return None
