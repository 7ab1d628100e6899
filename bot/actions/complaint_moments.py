"""Another day or hour than the one told of a complaint: "eh 29 deng bukan 30", "jamnya setengah 9, bukan 8"."""

import re
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from bot.actions.complaint_reading import past_day
from bot.actions.reading import Reading
from bot.actions.zones import now
from bot.components.date_patterns import MONTH, WEEKDAYS

MOST_WORDS = 16
"""A longer message tells more than what it puts right."""
_NOT = r"(?:bukan(?:nya)?|bkn|dudu|sanes|not|instead of|rather than)"
_PUTS_RIGHT = re.compile(
    rf"^\W*(?:eh|oh|maaf|sorry|salah|ralat|koreksi|aduh|wait)\b"
    rf"|\b(?:deng|ding|maksud\w*|(?:se)?harusnya|i mean|{_NOT})\b",
    re.IGNORECASE,
)
_DAY = re.compile(
    r"(?<![\d.,:/-])(?<!jam )(?<!pukul )(?<!setengah )(?<!stgh )\b([1-9]|[12]\d|3[01])\b"
    r"(?![.,:/-]\d)(?!\s*(?:rb|ribu|rebu|k|jt|juta|hari|jam|orang|bulan|kali|%|am|pm)\b)",
    re.IGNORECASE,
)
_HOUR = re.compile(
    r"(?:\b(?:jam|jm|pukul|pkl)\.?\s*)?\b(?:(?:setengah|stengah|stgh|stngh|half past|quarter to)\s+)?"
    r"(?:[01]?\d|2[0-4])(?:[.:][0-5]\d)?(?:\s*-?an)?\b(?:\s*(?:pagi|siang|sore|malam|malem|am|pm))?",
    re.IGNORECASE,
)
_OF_HOURS = re.compile(r"\b(?:jam|jm|pukul|pkl|setengah|stengah|stgh|stngh|hour|o'?clock|am|pm)\w*\b", re.IGNORECASE)
_WEEKDAY = re.compile(r"(?<!pasar )(?<!stasiun )(?<!di )(?<!ke )\b(?:" + "|".join(WEEKDAYS) + r")\b", re.IGNORECASE)
_HAPPENED = re.compile(r"\b(?:kejadian(?:nya|e)?|it happened|it was)\b", re.IGNORECASE)
_OF_THAT_DAY = re.compile(
    rf"\b(?:(?:tanggal|tgl|tggl|the)\s*(?:[1-9]|[12]\d|3[01])(?:st|nd|rd|th)?|{'|'.join(WEEKDAYS)})\b"
    r"(?:\s+(?!bukan|bkn|not)\w+){0,3}?\s+(?:rp\.? ?)?\d[\d.,]*\s?(?:rb|ribu|rebu|k|jt|juta|thousand|million)\b"
    r"|\b(?:rp\.? ?)?\d[\d.,]*\s?(?:rb|ribu|rebu|k|jt|juta)\b(?:\s+\w+){0,2}?\s+(?:yang |yg |on )?"
    r"(?:tanggal|tgl|tggl|the)\s*\d{1,2}\b",
    re.IGNORECASE,
)
_EARLIEST = timedelta(days=366)
DATED = re.compile(rf"\b\d{{1,2}}(?:st|nd|rd|th)?\s+(?:{MONTH})\b|\b(?:{MONTH})\.?\s+\d{{1,2}}\b", re.IGNORECASE)
"""A day with its month, which says more than any other word."""


_WEEK_BEFORE = re.compile(
    rf"\b(?:(?:the )?(?:week|{'|'.join(WEEKDAYS)}) before(?: that| last)?"
    r"|(?:minggu|pekan|seminggu|sepekan) (?:sebelum(?:nya| itu)|sebelumnya lagi)|(?:se)?(?:minggu|pekan) lebih awal)\b",
    re.IGNORECASE,
)
"""A week earlier than the day that was told."""


def moment_instead(text: str, known: Mapping[str, Any] | None) -> dict[str, Any] | None:
    """The time that a message names in the place of the ``known`` one; None for any other message."""
    if not known or len(text.split()) > MOST_WORDS or not _PUTS_RIGHT.search(text) or money_of_a_day(text):
        return None
    told = date.fromisoformat(known["date"]) if known.get("date") else None
    if _OF_HOURS.search(text):
        hour = _right_one(text, [found[0].strip() for found in _HOUR.finditer(text)])
        return {"note": hour, "date": known.get("date")} if hour else None
    day, words = _other_day(text, told)
    if day is None:
        return None
    before = str(known.get("note") or "")
    hour = next((found[0].strip() for found in _HOUR.finditer(before)), "") if _OF_HOURS.search(before) else ""
    return {"note": f"{words} {hour}".strip(), "date": day.isoformat()}


def money_of_a_day(text: str) -> bool:
    """ "eh tgl 7 itu 150rb ding": what is put right is the amount of that day, and not the day."""
    short = len(text.split()) <= MOST_WORDS and not _OF_HOURS.search(text)
    return short and _PUTS_RIGHT.search(text) is not None and _OF_THAT_DAY.search(text) is not None


def _other_day(text: str, told: date | None) -> tuple[date | None, str]:
    """The day, and the words that name it."""
    if told and not DATED.search(text) and (earlier := _WEEK_BEFORE.search(text)):
        return told - timedelta(weeks=1), earlier[0]
    if told and (day := _day_of_month(text, told)):
        return day, str(day.day)
    right = _right_one(text, [found[0] for found in _WEEKDAY.finditer(text)])
    return (past_day(f"hari {right}", now())[0], right) if right else (None, "")


def _denied(text: str, words: str) -> bool:
    return re.search(rf"\b{_NOT}\s+(?:\w+\s+)?{re.escape(words)}(?!\w)", text, re.IGNORECASE) is not None


def _right_one(text: str, named: list[str]) -> str | None:
    right = [one for one in named if not _denied(text, one)]
    return right[-1] if right and (len(right) < len(named) or len(named) == 1) else None


def _day_of_month(text: str, told: date) -> date | None:
    """The day of that month, where it is put in the place of the one that was told."""
    numbers = [found[1] for found in _DAY.finditer(text)]
    wrong = [one for one in numbers if _denied(text, one)]
    slipped = bool(re.search(r"\b(?:tanggal|tgl|deng|ding)\b", text, re.IGNORECASE))
    fits = wrong == [str(told.day)] or (not wrong and slipped and len(numbers) == 1)
    right = _right_one(text, numbers) if fits else None
    if right is None:
        return None
    today = now().date()
    months = (told, told.replace(day=1) - timedelta(days=1))
    found = (_on(int(right), month) for month in months)
    return next((day for day in found if day and today - _EARLIEST < day <= today), None)


def _on(day: int, month: date) -> date | None:
    try:
        return month.replace(day=day)
    except ValueError:
        return None


def says_when(reading: Reading) -> bool:
    """ "kejadiannya senin jam 11": the time is told, whatever was heard of it before."""
    return not reading.pressed and _HAPPENED.search(reading.text) is not None


def day_named(reading: Reading) -> str | None:
    """A day of the week that was not marked as one: "kejadiannya senen jam 11" is no quarter of Jakarta."""
    found = None if reading.pressed or reading.entity("date") else _WEEKDAY.search(reading.text)
    return found[0] if found and (reading.entity("time") or _PUTS_RIGHT.search(reading.text)) else None
