"""Which of the days in a message is meant: "bukan besok, lusa", "lusa aja, besok aku kerja"."""

import re
from datetime import date, timedelta

from bot.actions.reading import Reading
from bot.actions.topic import asks_something
from bot.actions.zones import day_said, today
from bot.components.date_patterns import WEEKDAYS, find_dates

_DENIED_DAY = re.compile(
    r"\b(?:bukan|bkn|jangan|jgn|sanes|dudu|not)\W+(?:(?:hari|tanggal|tgl|yang|yg|on|the)\W+)*$", re.IGNORECASE
)
_SINCE_DAY = re.compile(r"\b(?:dari|dr|sejak|semenjak|wiwit|ti|since)\W+(?:hari\W+|tanggal\W+|tgl\W+)?$", re.IGNORECASE)
"""Since when it hurts: "untuk rabu, batuk dari hari senin"."""
_BUSY_THEN = re.compile(
    r"\W*(?:(?:itu|kan|aku|saya|sy|gue|gw|kami|i|anak|istri|suami|ku|ada|have|am|harus|mau|malah|ternyata)\W+){0,3}"
    r"(?:(?:be|nge)?kerja|krj|dinas|lembur|rapat|meeting|ujian|acara|kondangan|nikah\w*|sibuk|repot|bentrok|berhalangan"
    r"|(?:ga|gak|gk|nggak|ngga|enggak|tidak|tdk|ndak|ora|teu|kada)\W?(?:bisa|bs|sempat|sempet|iso|tiasa|kawa)|gabisa"
    r"|tutup|work\w*|busy|can't|cannot)\b",
    re.IGNORECASE,
)
"""A day that is only the reason for another: "lusa aja, besok aku kerja"."""


_FOR_IT = re.compile(
    r"\b(?:buat|untuk|utk|bwt|kanggo|for|pada|on|hari|tanggal|tgl)\W+(?:hari\W+|the\W+)?$", re.IGNORECASE
)
_NEXT_WEEK = re.compile(
    r"\b(?:minggu|mgg|mnggu|pekan)\s+(?:depan|dpn|ngarep|payun|hareup)\b|\bnext week\b", re.IGNORECASE
)
_WEEKDAY = re.compile(rf"\b(?:{'|'.join(WEEKDAYS)})\b", re.IGNORECASE)
_SINCE = re.compile(r"\b(?:dari|sejak|mulai|since|from|udah|sudah|habis|abis|kok|padahal)\b", re.IGNORECASE)


DAY_KNOWN = frozenset({"queues_date", "queues_session", "queues_confirm"})
_PREFERS = re.compile(
    r"\b(?:lebih|luwih|langkung)\s+(?:baik|enak|pas|cocok|bisa|longgar|senggang|becik|sae)\b|\bmending(?:an)?\b"
    r"|\b(?:would be|is|works?|suits? me|fits)\s+(?:a lot |much )?better\b|\bprefer\b"
    r"|\b(?:i'?d|i would) rather\b|\b(?:works|suits) (?:better )?for me\b",
    re.IGNORECASE,
)


def asks_for_past_day(reading: Reading) -> bool:
    """ "ambil antrian buat kemarin bisa ga": a number is wanted for the one day that is named, and it is over."""
    found = [e for e in (reading.tracker.latest_message or {}).get("entities") or [] if e.get("entity") == "date"]
    if reading.pressed or len(found) != 1 or "start" not in found[0] or _SINCE.search(reading.text):
        return False
    day = day_said(str(found[0]["value"]))
    over = isinstance(day, date) and day < today()
    return over and _FOR_IT.search(reading.text[: found[0]["start"]]) is not None


def prefers(reading: Reading) -> bool:
    """ "sabtu lebih baik", "saturday would be better": a day is chosen, whatever that resembles elsewhere."""
    return not reading.pressed and _PREFERS.search(reading.text) is not None and not asks_something(reading.text)


def days_meant(reading: Reading) -> list[str]:
    """The days of a message without those that it excludes ("bukan besok"), or that are only the reason for another."""
    found = [e for e in (reading.tracker.latest_message or {}).get("entities") or [] if e.get("entity") == "date"]
    if not found and reading.requested in DAY_KNOWN and prefers(reading):
        return [span.value for span in find_dates(reading.text)]  # praise and wishes keep no day
    if len(found) < 2 or any("end" not in e for e in found):  # noqa: PLR2004 - one day is the day
        return list(reading.entities("date"))
    found = [e for e in found if not _DENIED_DAY.search(reading.text[: e["start"]])] or found
    found = [e for e in found if not _SINCE_DAY.search(reading.text[: e["start"]])] or found
    free = [e for e in found if not _BUSY_THEN.match(reading.text[e["end"] :])]
    return [str(e["value"]) for e in free or found]


def day_meant(reading: Reading) -> str | None:
    """The last of them."""
    found = days_meant(reading)
    return found[-1] if found else None


def next_week(words: str, today_there: date) -> date | None:
    """The Monday of next week, where words name that week and no day of it."""
    return today_there + timedelta(days=7 - today_there.weekday()) if _NEXT_WEEK.search(words) else None


def in_that_week(words: str, day: date, begins: str | None) -> date:
    """ "rabu" behind "minggu depan": the one of that week, not the next one to come."""
    earlier = begins is not None and day < date.fromisoformat(begins)
    return day + timedelta(days=7) if earlier and _WEEKDAY.search(words) else day
