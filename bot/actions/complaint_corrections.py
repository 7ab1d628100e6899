"""What a message takes back of a complaint before it is sent: "wait, not yesterday, it was monday", "275 not 250"."""

import re

from bot.actions.complaint_moments import moment_instead
from bot.actions.reading import Reading
from bot.components.values import amount, facility_type

_NOT = r"(?:not|isn't|wasn't|bukan(?:nya)?|bkn|dudu|sanes|instead of|rather than)"
_BETWEEN = r"(?:(?!(?:but|tapi|tp|melainkan)\b)\w+\s+){0,2}?"
"""Words between the denial and what is denied; behind "but" stands what is right."""
_NUMBER = re.compile(r"\b\d[\d.,]*\d(?:\s*(?:k|rb|ribu|jt|juta|thousand|million))?\b|\b\d\b", re.IGNORECASE)
_SCALES = (1, 1_000, 1_000_000)
"""Who paid 250 thousand says "250" of it."""
_SLIP = re.compile(
    r"\b(?:maaf|sorry|ralat|koreksi|salah|keliru|maksud(?:nya| saya)|(?:se)?harusnya|kebalik|ketuker"
    r"|(?:yang|yg) (?:benar|bener|betul)|mixed up|typo|mistyped|i mean[t]?|wrong|correction|should be)\b",
    re.IGNORECASE,
)
"""Words of a slip beside the one amount that is right."""
_MONEY = re.compile(r"[.,]\d{3}\b|^\d{5,}$|[a-z]$", re.IGNORECASE)
"""Written as money, and no day or hour."""
_LIKE = 20
"""An amount that is put right is no more times as much, or as little."""
_NAME = r"[\w.]+(?:\s+[\w.]+){0,5}?"
_END = r"(?=\s*(?:$|[,.;!]|\b(?:ya|kak|min|pak|bu|mas|mbak|bukan|bkn|tolong|maaf|dong)\b))"
_INSTEAD = (
    r"(?:\s*,?\s*(?:(?:tapi|tp|melainkan|maksud(?:nya| saya)?|(?:se)?harusnya|(?:yang|yg) (?:benar|bener|betul)|but"
    r"|it was|should be)(?:\s+itu)?[\s,:]+)+|\s*,\s*)(?:(?:di|yang|yg)\s+)?"
)
_NOT_THIS = re.compile(
    rf"\b{_NOT}\s+(?:(?:di|yang|yg)\s+)?(?P<wrong>{_NAME}){_INSTEAD}(?P<right>{_NAME}){_END}", re.IGNORECASE
)
_KIND = r"(?P<{}>(?:faskes|tempat|puskesmas|klinik|rumah sakit|rs)\s?nya\s+(?:di\s+)?)?"
_THIS = re.compile(
    rf"\b(?:yang|yg) (?:benar|bener|betul)(?:\s+(?:itu|di))?[\s,:]+{_KIND.format('kind')}(?P<right>{_NAME}){_END}"
    rf"|^\W*(?:(?:eh|maaf|sorry|oh|aduh|ya|no|kok)\W+)*(?:salah|keliru|ralat|koreksi|maksud(?:nya| saya)|wrong|i mean)"
    rf"[\s,:]+(?:di\s+)?{_KIND.format('of')}(?P<rather>{_NAME}){_END}"
    rf"|^\W*(?:eh|oh|maaf|sorry)\W+(?:di\s+)?(?P<slip>{_NAME})\s+(?:deng|ding|maksud\w*|(?:se)?harusnya)\b",
    re.IGNORECASE,
)
_COUNTS = re.compile(r"^(?:\d{1,2}|i{1,3}|iv|v|vi)$", re.IGNORECASE)
"""Which of several facilities of a name."""
MOST_WORDS = 14
"""A longer message tells more than what it puts right."""


def denied(text: str, words: str) -> bool:
    """Whether a message says of something that it names that it was not that."""
    return re.search(rf"\b{_NOT}\s+{_BETWEEN}{re.escape(words)}(?!\w)", text, re.IGNORECASE) is not None


def left_over(text: str, named: list[str]) -> list[str]:
    """Of what a message names, that which it does not deny; all of it where nothing or everything is denied."""
    right = [one for one in named if not denied(text, one)]
    return right or named


def amount_instead(text: str, known: int) -> int | None:
    """The amount that a message names in the place of the known one, which it denies; None for any other message."""
    numbers = [found[0] for found in _NUMBER.finditer(text)]
    wrong = [one for one in numbers if denied(text, one)]
    right = [one for one in numbers if one not in wrong]
    if not wrong and len(right) == 1:
        return _amount_alone(text, right[0], known)
    if len(wrong) != 1 or len(right) != 1:
        return None
    was, instead = amount(wrong[0]) or 0, amount(right[0])
    scale = next((times for times in _SCALES if was * times == known), None)
    if scale is None or not instead:
        return None
    return min(instead, instead * scale, key=lambda value: max(value, known) / min(value, known))


def _amount_alone(text: str, named: str, known: int) -> int | None:
    """ "sorry, it was 540,000, I mixed up the digits": the right amount without the wrong one."""
    if len(text.split()) > MOST_WORDS or not (_SLIP.search(text) and _MONEY.search(named)):
        return None
    instead = amount(named)
    near = instead and max(instead, known) <= _LIKE * min(instead, known)
    return instead if near and instead != known else None


def facility_instead(text: str, known: str) -> str | None:
    """The facility that a message names in the place of the known one: "bukan Denpasar Barat II, yang benar Denpasar
    Barat I". What it names alone is a facility only where it shares a word with the known one or says its kind.
    """
    if not known or len(text.split()) > MOST_WORDS:
        return None
    was = [word.lower() for word in known.split()]
    found = _NOT_THIS.search(text)
    right = found["right"] if found else None
    if found and not set(found["wrong"].lower().split()) <= set(was):
        right = None
    if not found and (alone := _THIS.search(text)):
        right = alone["right"] or alone["rather"] or alone["slip"]
        said = set(right.lower().split())
        names = alone["kind"] or alone["of"] or any(map(facility_type, said)) or said & set(was[1:])
        right = right if names else None
    if not right:
        return None
    if _COUNTS.match(right):
        return " ".join([*(known.split()[:-1] if _COUNTS.match(was[-1]) else known.split()), right])
    kind = facility_type(was[0])
    other = kind == "hospital" and not found  # "rumah sakitnya Sardjito": of which kind it is is not said
    if other or kind is None or any(facility_type(word) for word in right.lower().split()):
        return right
    return f"{known.split(maxsplit=1)[0]} {right}"


def puts_right(reading: Reading) -> bool:
    """Whether a short message denies a day, a facility or the amount that is known, and names the right one."""
    if reading.pressed or len(reading.text.split()) > MOST_WORDS:
        return False
    money = reading.slot("complaints_money")
    if money and amount_instead(reading.text, int(money)) is not None:
        return True
    if facility_instead(reading.text, known_facility(reading)) or corrects_moment(reading):
        return True
    for entity in ("date", "facility_name"):
        named = reading.entities(entity)
        if len(named) > 1 and len(left_over(reading.text, named)) < len(named):
            return True
    return False


def corrects_moment(reading: Reading) -> bool:
    """ "eh 29 deng bukan 30", of the time that is known."""
    return moment_instead(reading.text, reading.slot("complaints_when")) is not None


def known_facility(reading: Reading) -> str:
    """The name of the facility that was told; empty where none was."""
    return str((reading.slot("complaints_facility") or {}).get("name") or "")
