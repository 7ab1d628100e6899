"""Days and hours as members write them: where they stand in a text, and which day is meant.

``resolve_date`` returns the day, ``AMBIGUOUS`` when the words name no single day ("minggu depan", "abis lebaran":
ask), or ``None`` when there is no date in the text.
"""

import re
from calendar import monthrange
from collections.abc import Callable
from datetime import date, datetime, time, timedelta, tzinfo
from enum import Enum
from typing import Final, Literal

from bot.components.date_patterns import (
    DATE,
    FEAST,
    LAST,
    MONTH,
    MONTH_BEFORE,
    MONTH_LONG,
    MONTHS,
    NEXT,
    TOMORROW,
    UNIT,
    UNITS,
    WEEKDAY,
    WEEKDAYS,
    WORD_NUMBER,
    YESTERDAY,
    find_dates,
    find_times,
)
from bot.components.values import number

__all__ = [
    "AMBIGUOUS",
    "Ambiguous",
    "find_dates",
    "find_times",
    "impossible_date",
    "part_of_day",
    "resolve_date",
    "resolve_time",
]


_CENTURY = 2000
_LEAP_YEAR = 2024
_NOON = 12
_HOURS, _MINUTES = 24, 60
# "jam 3 siang" is in the afternoon, "jam 11 siang" is not.
_SMALL_HOURS = 5


class _Mark(Enum):
    AMBIGUOUS = "ambiguous"


AMBIGUOUS: Final = _Mark.AMBIGUOUS
Ambiguous = Literal[_Mark.AMBIGUOUS]


def resolve_date(text: str, now: datetime, tz: tzinfo) -> date | Ambiguous | None:
    """The day that the first date in ``text`` names, seen from ``now`` in the zone ``tz``."""
    today = now.astimezone(tz).date()
    low = re.sub(r"\s+", " ", text.lower().strip())
    for rule in _RULES:
        found = rule(low, today)
        if found is not None:
            return found
    return AMBIGUOUS if DATE.search(low) else None


def impossible_date(text: str) -> bool:
    """Whether a day of a month is written that no calendar has: "30 februari", "31/4"."""
    low = text.lower()
    written = re.search(rf"\b(\d{{1,2}})\s*({MONTH})\b", low)
    digits = re.search(r"(?<![\d/])(\d{1,2})[/-](\d{1,2})(?![\d])", low)
    pair = (int(written[1]), _index(written[2], MONTHS) + 1) if written else None
    pair = pair or ((int(digits[1]), int(digits[2])) if digits else None)
    return pair is not None and _safe(_LEAP_YEAR, pair[1], pair[0]) is AMBIGUOUS


def _number(word: str) -> int:
    return number(word) or 1


def _index(word: str, names: tuple[str, ...]) -> int:
    return next(i for i, pattern in enumerate(names) if re.fullmatch(pattern, word))


def _safe(year: int, month: int, day: int) -> date | Ambiguous:
    try:
        return date(year, month, day)
    except ValueError:
        return AMBIGUOUS


def _year(written: str | None) -> int | None:
    if not written:
        return None
    return int(written) + (_CENTURY if len(written) == len("26") else 0)


def _coming(month: int, day: int, today: date, year: int | None) -> date | Ambiguous:
    """That day and month this year, or next year once it has passed by more than a month."""
    if year is not None:
        return _safe(year, month, day)
    found = _safe(today.year, month, day)
    if isinstance(found, date) and found < today - timedelta(days=31):
        return _safe(today.year + 1, month, day)
    return found


def _add_months(day: date, months: int) -> date:
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def _feast(low: str, _: date) -> Ambiguous | None:
    return AMBIGUOUS if re.search(FEAST, low) else None


def _written(low: str, today: date) -> date | Ambiguous | None:
    if match := re.search(r"\b(\d{4})-(\d{2})-(\d{2})\b", low):
        return _safe(int(match[1]), int(match[2]), int(match[3]))
    if match := re.search(r"(?<![\d/])(\d{1,2})[/-](\d{1,2})(?:[/-](\d{4}|\d{2}))?(?![\d/])", low):
        return _coming(int(match[2]), int(match[1]), today, _year(match[3]))
    if match := re.search(rf"\b(\d{{1,2}})\s*({MONTH})\b\.?(?:\s*(\d{{4}}))?", low):
        return _coming(_index(match[2], MONTHS) + 1, int(match[1]), today, _year(match[3]))
    if match := re.search(
        rf"\b({MONTH_LONG}|{MONTH_BEFORE})\.?\s+(\d{{1,2}})(?:st|nd|rd|th)?(?:,?\s*(\d{{4}}))?\b", low
    ):
        return _coming(_index(match[1], MONTHS) + 1, int(match[2]), today, _year(match[3]))
    return None


def _day_of_month(low: str, today: date) -> date | Ambiguous | None:
    match = re.search(r"\b(?:tanggal|tgl|tggl|tg|the)\.?\s*(\d{1,2})(?:st|nd|rd|th)?\b", low)
    if not match:
        return None
    day = int(match[1])
    next_month = re.search(rf"(?:{UNITS['month']})\s*(?:{NEXT})", low)
    if re.match(r"\s*(?:kemar[ie]n|kmrn|kmren)", low[match.end() :]):
        base = _add_months(today.replace(day=1), 0 if day < today.day else -1)
    else:
        base = _add_months(today.replace(day=1), 1 if next_month or day < today.day else 0)
    return _safe(base.year, base.month, day)


def _near(low: str, today: date) -> date | None:
    days = (
        (r"(?:kemarin|kmrn|kmrin|kemaren) lusa|lusa (?:kemarin|kmrn|kmrin|kemaren)", -2),
        (r"lusa", 2),
        (r"day after tomorrow", 2),
        (
            (
                r"hari ini|hr ini|hari ni|hr ni|dina iki|dinten niki|dinten ieu|poe ieu|today|tonight|nanti "
                r"(?:pagi|siang|sore|malam)|sekarang|skrg|saiki|ayeuna"
            ),
            0,
        ),
        (rf"{TOMORROW}(?!\s*(?:{WEEKDAY}))", 1),
        (YESTERDAY, -1),
        (r"semalam|semalem|last night|(?:tadi|td) (?:malam|mlm|malem)", -1),
        (r"(?:tadi|td) (?:pagi|siang|sore|subuh)", 0),
    )
    # "senin kemarin" and "jumat besok" are weekdays; "minggu besok" is a Sunday or a week: ask.
    if re.search(rf"\b(?:{WEEKDAY}|(?:minggu|bulan|bln|tahun|{MONTH_LONG})(?= besok| kemar[ie]n| kmrn))\b", low):
        return None
    for pattern, shift in days:
        if re.search(rf"(?<!\w)(?:{pattern})(?!\w)", low):
            return today + timedelta(days=shift)
    return None


def _weekday(low: str, today: date) -> date | Ambiguous | None:
    """ "senin" is the coming Monday (today does not count); "senin depan" the Monday of next week."""
    sunday = r"(?:hari |hr )(?:minggu|mgg)|ahad|sundays?|minggu (?:pagi|siang|sore|malam)|^minggu$"
    match = re.search(rf"\b({WEEKDAY})(?:e|ne|nya|(?<=day)s)?\b", low) or re.search(rf"\b({sunday})\b", low)
    if not match:
        return None
    index = _index(match[1], WEEKDAYS[:-1]) if re.fullmatch(WEEKDAY, match[1]) else 6
    ahead = (index - today.weekday() - 1) % 7 + 1
    around = low[max(0, match.start() - 6) : match.end() + 14]
    if re.search(rf"(?:{LAST})|last", around):
        return today - timedelta(days=(today.weekday() - index - 1) % 7 + 1)
    if re.search(r"\b(?:depan|dpn|ngarep|payun|next)\b", around):
        monday = today - timedelta(days=today.weekday()) + timedelta(days=7)
        return monday + timedelta(days=index)
    return today + timedelta(days=ahead)


def _distance(low: str, today: date) -> date | None:
    after, before = r"lagi|lg|kemudian|ke depan|kedepan|maneh|deui|from now", r"yang lalu|yg lalu|lalu|kepungkur|ago"
    pattern = rf"\b(\d{{1,3}}|{WORD_NUMBER}|se)\s*({UNIT})\s*({after}|{before})\b"
    match = re.search(pattern, low) or re.search(rf"\b(?:in|dalam) (\d{{1,3}}|{WORD_NUMBER})\s*({UNIT})\b()", low)
    if not match:
        return None
    count = _number(match[1]) * (-1 if match[3] and re.fullmatch(before, match[3]) else 1)
    if re.fullmatch(UNITS["day"], match[2]):
        return today + timedelta(days=count)
    if re.fullmatch(UNITS["week"], match[2]):
        return today + timedelta(weeks=count)
    return _add_months(today, count * (12 if re.fullmatch(UNITS["year"], match[2]) else 1))


_Rule = Callable[[str, date], "date | Ambiguous | None"]
_RULES: tuple[_Rule, ...] = (_feast, _written, _distance, _day_of_month, _near, _weekday)


def resolve_time(text: str) -> time | None:
    """The hour that a text names: "jam 9 pagi" → 09:00, "setengah 3 sore" → 14:30; ``None`` where only a part of the
    day stands.
    """
    low = text.lower()
    match = re.search(
        rf"(?:jam|pukul|pkl|jm)\.?\s*(setengah\s+)?(\d{{1,2}}|{WORD_NUMBER})(?:[.:](\d{{2}}))?", low
    ) or re.search(r"()\b([01]?\d|2[0-3])[:.]([0-5]\d)\b", low)
    match = match or re.search(r"()\b(\d{1,2})()\s?(?:am|pm)\b", low)
    if not match:
        return None
    hour, minute = _number(match[2]), int(match[3] or 0)
    if match[1]:
        hour, minute = hour - 1, 30
    late = re.search(r"\b(?:sore|sre|malam|mlm|malem|sonten|pm)\b", low) or (
        hour < _SMALL_HOURS and re.search(r"\bsiang\b", low)
    )
    hour += _NOON if late and hour < _NOON else 0
    return time(hour % _HOURS, minute) if hour <= _HOURS and minute < _MINUTES else None


def part_of_day(text: str) -> str | None:
    """``morning``, ``noon``, ``afternoon`` or ``evening`` where the text names one."""
    parts = {
        "morning": r"pagi|pgi|isuk|enjing|morning|subuh",
        "noon": r"siang|awan|(?:d?z|dh?)uhur|lohor",
        "afternoon": r"sore|sre|sonten|petang|afternoon|ash?ar\b",
        "evening": r"malam|mlm|malem|dalu|wengi|evening|tonight|magh?rib|isya",
    }
    return next((name for name, pattern in parts.items() if re.search(rf"\b(?:{pattern})", text.lower())), None)
