"""Who reports, told while something else is asked: "nama ibu saya Rohaye, nomor saya 0812…", "saya Lestari, anaknya".

The complaint has no field for a name: it goes into the report in the member's words, and is read back. A telephone
number is masked in every message, so that officers answer in the conversation; that is said.
"""

import re
from collections.abc import Mapping
from typing import Any

from bot.actions.complaint_reports import says_related
from bot.actions.reading import Reading
from bot.actions.topic import asks_something
from bot.components.names import is_everyday

READ_BACK = 120
"""Characters of what was added that are read back."""
HIDES_ANSWERS = frozenset({"complaints_wanted", "complaints_files", "complaints_money", "complaints_in_care"})
"""Answers that a name and a telephone number are not."""
NUMBER = "⟦phone⟧"
"""What stands for a telephone number: it is masked before the message is stored, and goes nowhere."""
CONTACT_WORDS = 10
_WHOSE = (
    r"(?:saya|sy|aku|ku|gue|gw|gua|beliau|dia|pasien\w*|pelapor\w*|lengkap|ibu|bapak|ayah|mama|papa|anak|istri|suami|adik|kakak"
    r"|enyak|nyak|babeh|babe|emak|mak|mbah|kakek|nenek|is|adalah|itu|tu|:)"
)
_NAMED = re.compile(
    rf"\b(?i:nama|nm|name|jeneng|nami|ngaran|asma)(?:nya|ku|ne|na|e)?(?:\s+(?i:{_WHOSE}))*\s*:?\s+(?P<name>[^\W\d_]{{3,}})"
    r"|\b(?i:saya|sy|aku|gue|gw|gua|perkenalkan|i am|i'm|this is)\s+(?P<me>[A-Z][^\W\d_]{2,})",
)
_TOLD_BEFORE = re.compile(
    r"\b(?:kan|tadi|td|sudah|udah|udh|sdh|dah|wis)\b(?:\W+\w+){0,3}?\W+"
    r"(?:(?:di|tak|ku)?(?:bilang|sebut|tulis|cerita|kasih ?tau|jelas|kandha|sanjang|sampai)(?:in|kan|i|keun|ke)?)\b"
    r"|\bi (?:already )?(?:told|said|wrote|mentioned)\b|\balready (?:told|said|mentioned)\b",
    re.IGNORECASE,
)
_OTHERS = re.compile(
    r"\b(?:tetangga|majikan|atasan|teman|temen|kerabat|perawat|pengurus|employer|neighbou?r|friend|caretaker)(?:nya|e|na)?\b",
    re.IGNORECASE,
)


def says_told(reading: Reading) -> bool:
    """ "kan tadi sudah saya bilang di RSUD Wates": it was told before, and nothing is asked for."""
    short = not reading.pressed and len(reading.text.split()) <= CONTACT_WORDS
    return short and _TOLD_BEFORE.search(reading.text) is not None


def tells_contact(reading: Reading) -> bool:
    """Whether a message tells a name, or a number at which somebody is reached."""
    if reading.pressed or asks_something(reading.text):
        return False
    return (NUMBER in reading.text and _few_besides(reading.text)) or _introduces(reading)


def who_told(reading: Reading, known: Mapping[str, Any]) -> dict[str, Any]:
    """Who reports, where it was told with the name: "saya Lestari, anaknya", "I'm her employer"."""
    if known.get("complaints_reporter") is not None:
        return {}
    if says_related(reading) or reading.entity("relation"):
        return {"complaints_reporter": "family"}
    return {"complaints_reporter": "other"} if _OTHERS.search(reading.text) else {}


def last_told(story: str) -> str:
    """What was added to a story last, as it is read back."""
    return _shortened(story.rpartition("\n")[2])


def _introduces(reading: Reading) -> bool:
    if reading.entity("facility_name") or reading.entity("place"):
        return False  # "nama rs nya", told where it happened
    found = _NAMED.search(reading.text)
    name = (found["name"] or found["me"]) if found else None
    return bool(name and not is_everyday(name.lower()))


def _few_besides(text: str) -> bool:
    """A number by itself or with a few words; a long story with one in it is a story."""
    return len(text.replace(NUMBER, " ").split()) <= CONTACT_WORDS


def _shortened(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= READ_BACK else f"{text[:READ_BACK].rstrip()}…"
