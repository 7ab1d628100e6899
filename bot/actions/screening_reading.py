"""What an answer of the screening says: figures, blood pressure, yes and no, relatives, "I do not know"."""

import re
from collections.abc import Mapping
from typing import Any

from bot.actions.reading import Reading
from bot.components.values import number

ANSWER_WORDS = 8
"""Longer messages tell or ask something else; they are no answer to a closed question."""
ELSEWHERE = ("facility_name", "place", "room_class", "poli", "doctor")
_METRES = 3
_UNKNOWN = re.compile(
    r"\b(?:(?:tidak|nggak|ngga|enggak|gak|ga|tdk|kurang|blm|belum|nda|ora)\s+(?:tahu|tau|yakin|ingat|inget|ngerti|reti|weruh)"
    r"|(?:belum|blm|tidak|gak|ga|nggak)\s+(?:pernah\s+)?(?:di\s*)?(?:cek|ukur|periksa|tes|tensi)\w*|lupa|entah|embuh"
    r"|(?:do\s*n[o']?t|dont|not)\s+(?:know|remember|sure)|no idea|unknown|never (?:measured|checked|tested))\b",
    re.I,
)
_NO = re.compile(
    r"\b(?:tidak|tdk|nggak|ngga|enggak|engga|gak|ga|belum|blm|bukan|jarang|kadang(?:-kadang)?|ora|henteu|no|not|never|none|rarely)\b",
    re.I,
)
_YES = re.compile(
    r"\b(?:ya|iya|iyah|yes|yup|betul|benar|pernah|ada|punya|sudah|udah|sdh|rutin|selalu|tiap hari|setiap hari"
    r"|every day|daily|i do|i have)\b",
    re.I,
)
_BOTH = re.compile(r"\b(?:keduanya|dua-duanya|dua duanya|kedua|both|(?:ayah|bapak) (?:dan|sama) ibu)\b", re.I)
_CLOSE = re.compile(
    r"\b(?:ayah|bapak|bapa|papa|ibu|mama|emak|ortu|orang ?tua|kakak|adik|adek|saudara|anak|"
    r"father|mother|dad|mom|mum|parents?|brother|sister|sibling|son|daughter|child)\b",
    re.I,
)
_RELATIVE = re.compile(
    r"\b(?:kakek|nenek|eyang|paman|om|tante|bibi|pakde|bude|sepupu|grand\w+|uncle|aunt|cousin)\b", re.I
)
_PRESSURE = re.compile(r"(?<!\d)(\d{2,3})\s*(?:/|per|over|banding|-)\s*(\d{2,3})(?!\d)", re.I)
_FIGURE = re.compile(r"(?<![\d/])\d{1,3}(?:[.,]\d{1,2})?(?![\d/])")


def answer_to(question: Mapping[str, Any], reading: Reading) -> str | None:
    """The answer as the backend takes it; None where the message is none."""
    text = reading.text.strip()
    if reading.pressed:
        return _pressed(question, reading)
    if len(text.split()) > ANSWER_WORDS or any(reading.entity(name) for name in ELSEWHERE):
        return None
    if "unknown" in question["choices"] and _UNKNOWN.search(text):
        return "unknown"
    if question["kind"] == "number":
        return _figure(text, metres=question["name"] == "height")
    if question["kind"] == "pressure":
        found = _PRESSURE.search(text)
        return f"{int(found[1])}/{int(found[2])}" if found else None
    return _choice(question["choices"], reading, text)


def _pressed(question: Mapping[str, Any], reading: Reading) -> str | None:
    if reading.intent in ("affirm", "deny") and "yes" in question["choices"]:
        return "yes" if reading.intent == "affirm" else "no"
    return reading.entity("value")


def _figure(text: str, *, metres: bool) -> str | None:
    """One figure, in digits or words; a height may be in metres. "65,5 kg" is 65.5."""
    digits = _FIGURE.findall(text)
    if len(digits) > 1:
        return None
    said = digits[0].replace(",", ".") if digits else str(number(text) or "")
    if metres and said and float(said) < _METRES:
        return f"{float(said) * 100:.0f}"
    return said or None


def _choice(choices: list[str], reading: Reading, text: str) -> str | None:
    place = reading.ordinal
    if place and 0 < place <= len(choices):
        return choices[place - 1]
    if "yes" in choices:
        return _yes_or_no(reading, text)
    return _relatives(choices, reading, text)


def _yes_or_no(reading: Reading, text: str) -> str | None:
    if reading.intent == "deny" or _NO.search(text):
        return "no"
    return "yes" if reading.intent == "affirm" or _YES.search(text) else None


def _relatives(choices: list[str], reading: Reading, text: str) -> str | None:
    """Which relatives had the illness."""
    if reading.intent == "deny" or _NO.search(text):
        return "none"
    if "both" in choices:
        return "both" if _BOTH.search(text) else "one" if _CLOSE.search(text) or "satu" in text.lower() else None
    if _CLOSE.search(text):
        return "close"
    return "relative" if _RELATIVE.search(text) else None
