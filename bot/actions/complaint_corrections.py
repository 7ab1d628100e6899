"""What a message takes back of a complaint before it is sent: "wait, not yesterday, it was monday", "275 not 250"."""

import re

from bot.actions.reading import Reading
from bot.components.values import amount

_NOT = r"(?:not|isn't|wasn't|bukan(?:nya)?|bkn|dudu|sanes|instead of|rather than)"
_NUMBER = re.compile(r"\b\d[\d.,]*\d(?:\s*(?:k|rb|ribu|jt|juta))?\b|\b\d\b", re.IGNORECASE)
_SCALES = (1, 1_000, 1_000_000)
"""Who paid 250 thousand says "250" of it."""
MOST_WORDS = 14
"""A longer message tells more than what it puts right."""


def denied(text: str, words: str) -> bool:
    """Whether a message says of something that it names that it was not that."""
    return re.search(rf"\b{_NOT}\s+(?:\w+\s+){{0,2}}?{re.escape(words)}(?!\w)", text, re.IGNORECASE) is not None


def left_over(text: str, named: list[str]) -> list[str]:
    """Of what a message names, that which it does not deny; all of it where nothing or everything is denied."""
    right = [one for one in named if not denied(text, one)]
    return right or named


def amount_instead(text: str, known: int) -> int | None:
    """The amount that a message names in the place of the known one, which it denies; None for any other message."""
    numbers = [found[0] for found in _NUMBER.finditer(text)]
    wrong = [one for one in numbers if denied(text, one)]
    right = [one for one in numbers if one not in wrong]
    if len(wrong) != 1 or len(right) != 1:
        return None
    was, instead = amount(wrong[0]) or 0, amount(right[0])
    scale = next((times for times in _SCALES if was * times == known), None)
    if scale is None or not instead:
        return None
    return min(instead, instead * scale, key=lambda value: max(value, known) / min(value, known))


def puts_right(reading: Reading) -> bool:
    """Whether a short message denies a day, a facility or the amount that is known, and names the right one."""
    if reading.pressed or len(reading.text.split()) > MOST_WORDS:
        return False
    money = reading.slot("complaints_money")
    if money and amount_instead(reading.text, int(money)) is not None:
        return True
    for entity in ("date", "facility_name"):
        named = reading.entities(entity)
        if len(named) > 1 and len(left_over(reading.text, named)) < len(named):
            return True
    return False
