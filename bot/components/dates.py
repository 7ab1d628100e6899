"""Days and hours as members write them: where they stand in a text, and which day is meant.

``resolve_date`` returns the day, ``AMBIGUOUS`` when the words name no single day ("minggu depan", "abis lebaran":
ask), or ``None`` when there is no date in the text.
"""

import re
from collections.abc import Callable, Iterator
from datetime import date, datetime, time, timedelta, tzinfo
from enum import Enum
from typing import Final, Literal

from bot.components.spans import Span, span


class _Mark(Enum):
    AMBIGUOUS = "ambiguous"


AMBIGUOUS: Final = _Mark.AMBIGUOUS
Ambiguous = Literal[_Mark.AMBIGUOUS]

_WEEKDAYS = (
    r"senin|snin|senen|monday|mon",
    r"selasa|slasa|salasa|selaso|tuesday|tue",
    r"rabu|rebo|rabo|rebu|wednesday|wed",
    r"kamis|kemis|khamis|thursday|thu",
    r"jum['’]?at|jumaat|jmat|jumaah|friday|fri",
    r"sabtu|saptu|sbtu|saturday|sat",
    r"minggu|mingguh|ahad|akad|sunday|sun",
)
_MONTHS = (
    r"januari|january|jan",
    r"februari|pebruari|february|feb|peb",
    r"maret|march|mar",
    r"april|apr",
    r"mei|may",
    r"juni|june|jun",
    r"juli|july|jul",
    r"agustus|august|agust|ags|agu|aug",
    r"september|sept|sep",
    r"oktober|october|okt|oct",
    r"november|nopember|nov|nop",
    r"desember|december|des|dec",
)
_UNITS = {
    "day": r"hari|hr|dina|dinten|days?",
    "week": r"minggu|mgg|mnggu|pekan|weeks?",
    "month": r"bulan|bln|sasi|wulan|months?",
    "year": r"tahun|thn|th|taun|years?",
}
_NUMBERS = {
    "satu": 1,
    "se": 1,
    "dua": 2,
    "tiga": 3,
    "empat": 4,
    "lima": 5,
    "enam": 6,
    "tujuh": 7,
    "delapan": 8,
    "sembilan": 9,
    "sepuluh": 10,
    "sebelas": 11,
    "dua belas": 12,
    "loro": 2,
    "telu": 3,
    "one": 1,
    "two": 2,
    "three": 3,
    "a": 1,
    "setengah": 0,
    "enam belas": 16,
    "dua puluh": 20,
    "tiga puluh": 30,
    "lima belas": 15,
    "empat belas": 14,
}
_WEEKDAY = "|".join(_WEEKDAYS[:-1])
_SUNDAY = _WEEKDAYS[-1]
_MONTH = "|".join(_MONTHS)
_MONTH_LONG = "|".join(name for names in _MONTHS for name in names.split("|") if len(name) > 3 or name == "mei")
_WORD_NUMBER = "|".join(sorted((n for n in _NUMBERS if n not in ("se", "a", "setengah")), key=len, reverse=True))
_NEXT = r"depan|dpn|ngarep|payun|besok|bsk|yang akan datang|yad|mendatang|next"
_LAST = r"(?:yang |yg )?(?:lalu|kemarin|kmrn|kmren|lewat|kepungkur)|wingi|kamari"
_THIS = r"ini|ni|iki|ieu"
_UNIT = "|".join(_UNITS.values())
_NOT_FAR = (
    r"(?:besok lusa|lusa|pagi lusa|hari ini|hr ini|hari ni|hr ni|dina iki|dinten niki|dinten ieu|"
    r"poe ieu|today|tonight)"
)
_TOMORROW = r"(?:besok|bsk|besuk|bsok|sesuk|isukan|enjing|mbenjing|bisuak|isuak|beiso|tomorrow|tmrw)"
_YESTERDAY = r"(?:kemarin lusa|kemarin|kmrn|kmren|kemaren|wingi|kamari|patang|yesterday)"
_FEAST = (
    r"(?:abis|habis|setelah|sesudah|bakda|bada|ba'da|sehabis) (?:lebaran|idul ?fitri|natal|tahun "
    r"baru|puasa|nyepi|cuti bersama|gajian)"
)

_DATE_PATTERNS = (
    _FEAST,
    (
        rf"(?:tanggal|tgl|tggl|tg)\.?\s*\d{{1,2}}(?:[/-]\d{{1,2}}(?:[/-]\d{{2,4}})?)?(?:\s*(?:{_MONTH}|"
        rf"{_UNITS['month']})\b\.?(?:\s*(?:{_NEXT}|{_THIS}|\d{{4}})\b)?)?"
    ),
    rf"\d{{1,2}}\s*(?:{_MONTH})\b(?:\s*(?:\d{{4}}|['’]?\d{{2}}\b))?",
    rf"(?:{_MONTH_LONG})\s+\d{{1,2}}(?:st|nd|rd|th)?(?:,?\s*\d{{4}})?",
    r"\d{4}-\d{2}-\d{2}",
    r"\d{1,2}[/-]\d{1,2}[/-](?:\d{4}|\d{2})",
    r"(?<![\d/])(?:[1-9]|[12]\d|3[01]|0[1-9])/(?:0?[1-9]|1[0-2])(?![\d/])",
    (
        rf"(?:\d{{1,3}}|{_WORD_NUMBER})\s*(?:{_UNIT})\s*(?:lagi|lg|kemudian|ke depan|kedepan|yang lalu|"
        rf"yg lalu|lalu|kepungkur|maneh|deui|ago|from now)"
    ),
    rf"(?:in|dalam) (?:\d{{1,3}}|{_WORD_NUMBER})\s*(?:{_UNIT})",
    r"se(?:minggu|bulan|pekan|tahun)\s*(?:lagi|lg|yang lalu|yg lalu|lalu)",
    rf"(?:next|last|this|coming) (?:{_WEEKDAY}|{_SUNDAY}|week|month|year)",
    rf"(?:{_WEEKDAY})\s*(?:{_NEXT}|{_LAST}|{_THIS})(?:\s+(?:{_NEXT}))?",
    rf"(?:{_SUNDAY})\s*(?:{_NEXT}|{_LAST}|{_THIS})",
    rf"(?:{_UNITS['week']}|{_UNITS['month']}|{_UNITS['year']})\s*(?:{_NEXT}|{_LAST}|{_THIS})",
    rf"(?:akhir|awal|pertengahan) (?:bulan|bln|tahun|minggu|pekan)(?:\s*(?:{_NEXT}|{_THIS}|{_LAST}))?",
    rf"(?:bulan|bln) (?:{_MONTH_LONG})(?:\s*(?:{_NEXT}|{_LAST}|{_THIS}|\d{{4}}))?",
    rf"(?:{_MONTH_LONG})(?:\s*(?:{_NEXT}|{_LAST}|{_THIS}|\d{{4}}))?",
    _NOT_FAR,
    _TOMORROW + r"(?= lusa)",
    _TOMORROW,
    _YESTERDAY,
    r"(?:tadi|td|mau tadi) (?:malam|mlm|malem|subuh|siang|sore|pagi)|semalam|semalem|last night|this morning",
    rf"(?:{_WEEKDAY})(?:e|ne)?",
    rf"(?:(?<=hari )|(?<=hr )|(?<=dinten ))(?:{_SUNDAY})",
    rf"(?:{_SUNDAY})(?=\s+(?:pagi|siang|sore|malam|jam|buka|tutup|libur))|sunday|ahad",
)
_DATE = re.compile(r"(?<![\w⟦])(?<!indo )(?:" + "|".join(f"(?:{p})" for p in _DATE_PATTERNS) + r")(?![\w⟧])", re.I)

_PART = r"pagi|pgi|siang|sore|sre|malam|mlm|malem|subuh|petang|sonten|dalu|wengi|isuk|morning|afternoon|evening"
_HOUR = (
    r"(?:setengah\s+)?(?:[01]?\d|2[0-4]|satu|dua|tiga|empat|lima|enam|tujuh|delapan|sembilan|sepuluh|"
    r"sebelas|dua belas)"
)
_TIME_PATTERNS = (
    rf"(?:jam|pukul|pkl|jm)\.?\s*{_HOUR}(?:[.:]\d{{2}})?(?:\s*(?:{_PART}|wib|wita|wit|an))*",
    r"(?:[01]?\d|2[0-3])[:.][0-5]\d(?:\s*(?:wib|wita|wit|am|pm))?",
    r"\d{1,2}\s?(?:am|pm)",
    rf"(?:nanti|ntar|ntr|mengko) (?:{_PART})",
    rf"(?:agak )?(?:{_PART})(?:an)?(?: (?:hari|banget|bgt))?",
)
_TIME = re.compile(r"(?<![\w.,/])(?:" + "|".join(f"(?:{p})" for p in _TIME_PATTERNS) + r")(?![\w])", re.I)
_GREETING = re.compile(r"(?:selamat|slmt|slamat|selamet|met|sugeng|wilujeng|good|tadi|td|tiap|setiap|minum)\s*$", re.I)


def find_dates(text: str) -> Iterator[Span]:
    """Spans that name a day (or a week, a month, a year)."""
    for match in _DATE.finditer(text):
        yield span(text, *match.span(), "date")


def find_times(text: str) -> Iterator[Span]:
    """Spans that name an hour or a part of the day; not the greeting "selamat pagi"."""
    for match in _TIME.finditer(text):
        if not _GREETING.search(text[: match.start()]) and not match.group(0).isdigit():
            yield span(text, *match.span(), "time")


def resolve_date(text: str, now: datetime, tz: tzinfo) -> date | Ambiguous | None:
    """The day that the first date in ``text`` names, seen from ``now`` in the zone ``tz``."""
    today = now.astimezone(tz).date()
    low = re.sub(r"\s+", " ", text.lower().strip())
    for rule in _RULES:
        found = rule(low, today)
        if found is not None:
            return found
    return AMBIGUOUS if _DATE.search(low) else None


def _number(word: str) -> int:
    return int(word) if word.isdigit() else _NUMBERS[word]


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
    return int(written) + (2000 if len(written) == 2 else 0)


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
    last = (date(year + (month == 11), (month + 1) % 12 + 1, 1) - timedelta(days=1)).day
    return date(year, month + 1, min(day.day, last))


def _feast(low: str, _: date) -> Ambiguous | None:
    return AMBIGUOUS if re.search(_FEAST, low) else None


def _written(low: str, today: date) -> date | Ambiguous | None:
    if match := re.search(r"\b(\d{4})-(\d{2})-(\d{2})\b", low):
        return _safe(int(match[1]), int(match[2]), int(match[3]))
    if match := re.search(r"(?<![\d/])(\d{1,2})[/-](\d{1,2})(?:[/-](\d{4}|\d{2}))?(?![\d/])", low):
        return _coming(int(match[2]), int(match[1]), today, _year(match[3]))
    if match := re.search(rf"\b(\d{{1,2}})\s*({_MONTH})\b\.?(?:\s*(\d{{4}}))?", low):
        return _coming(_index(match[2], _MONTHS) + 1, int(match[1]), today, _year(match[3]))
    if match := re.search(rf"\b({_MONTH_LONG})\s+(\d{{1,2}})(?:st|nd|rd|th)?(?:,?\s*(\d{{4}}))?\b", low):
        return _coming(_index(match[1], _MONTHS) + 1, int(match[2]), today, _year(match[3]))
    return None


def _day_of_month(low: str, today: date) -> date | Ambiguous | None:
    match = re.search(r"\b(?:tanggal|tgl|tggl|tg|the)\.?\s*(\d{1,2})(?:st|nd|rd|th)?\b", low)
    if not match:
        return None
    day = int(match[1])
    next_month = re.search(rf"(?:{_UNITS['month']})\s*(?:{_NEXT})", low)
    base = _add_months(today.replace(day=1), 1 if next_month or day < today.day else 0)
    return _safe(base.year, base.month, day)


def _near(low: str, today: date) -> date | None:
    days = (
        (r"(?:kemarin|kmrn|kemaren) lusa", -2),
        (r"lusa", 2),
        (r"day after tomorrow", 2),
        (
            (
                r"hari ini|hr ini|hari ni|hr ni|dina iki|dinten niki|dinten ieu|poe ieu|today|tonight|nanti "
                r"(?:pagi|siang|sore|malam)|sekarang|skrg|saiki|ayeuna"
            ),
            0,
        ),
        (rf"{_TOMORROW}(?!\s*(?:{_WEEKDAY}))", 1),
        (_YESTERDAY, -1),
        (r"semalam|semalem|last night|(?:tadi|td) (?:malam|mlm|malem)", -1),
        (r"(?:tadi|td) (?:pagi|siang|sore|subuh)", 0),
    )
    # "senin kemarin" and "jumat besok" are weekdays; "minggu besok" is a Sunday or a week: ask.
    if re.search(rf"\b(?:{_WEEKDAY}|(?:minggu|bulan|bln|tahun)(?= besok| kemarin))\b", low):
        return None
    for pattern, shift in days:
        if re.search(rf"(?<!\w)(?:{pattern})(?!\w)", low):
            return today + timedelta(days=shift)
    return None


def _weekday(low: str, today: date) -> date | Ambiguous | None:
    """ "senin" is the coming Monday (today does not count); "senin depan" the Monday of next week."""
    sunday = r"(?:hari |hr )(?:minggu|mgg)|ahad|sunday|minggu (?:pagi|siang|sore|malam)|^minggu$"
    match = re.search(rf"\b({_WEEKDAY})\b", low) or re.search(rf"\b({sunday})\b", low)
    if not match:
        return None
    index = _index(match[1], _WEEKDAYS[:-1]) if re.fullmatch(_WEEKDAY, match[1]) else 6
    ahead = (index - today.weekday() - 1) % 7 + 1
    around = low[max(0, match.start() - 6) : match.end() + 14]
    if re.search(rf"(?:{_LAST})|last", around):
        return today - timedelta(days=(today.weekday() - index - 1) % 7 + 1)
    if re.search(r"\b(?:depan|dpn|ngarep|payun|next)\b", around):
        monday = today - timedelta(days=today.weekday()) + timedelta(days=7)
        return monday + timedelta(days=index)
    return today + timedelta(days=ahead)


def _distance(low: str, today: date) -> date | None:
    after, before = r"lagi|lg|kemudian|ke depan|kedepan|maneh|deui|from now", r"yang lalu|yg lalu|lalu|kepungkur|ago"
    pattern = rf"\b(\d{{1,3}}|{_WORD_NUMBER}|se)\s*({_UNIT})\s*({after}|{before})\b"
    match = re.search(pattern, low) or re.search(rf"\b(?:in|dalam) (\d{{1,3}}|{_WORD_NUMBER})\s*({_UNIT})\b()", low)
    if not match:
        return None
    count = _number(match[1]) * (-1 if match[3] and re.fullmatch(before, match[3]) else 1)
    if re.fullmatch(_UNITS["day"], match[2]):
        return today + timedelta(days=count)
    if re.fullmatch(_UNITS["week"], match[2]):
        return today + timedelta(weeks=count)
    return _add_months(today, count * (12 if re.fullmatch(_UNITS["year"], match[2]) else 1))


_Rule = Callable[[str, date], "date | Ambiguous | None"]
_RULES: tuple[_Rule, ...] = (_feast, _written, _distance, _day_of_month, _near, _weekday)


def resolve_time(text: str) -> time | None:
    """The hour that a text names: "jam 9 pagi" → 09:00, "setengah 3 sore" → 14:30; ``None`` "
    "where only a part of the day stands."""
    low = text.lower()
    match = re.search(
        rf"(?:jam|pukul|pkl|jm)\.?\s*(setengah\s+)?(\d{{1,2}}|{_WORD_NUMBER})(?:[.:](\d{{2}}))?", low
    ) or re.search(r"()\b([01]?\d|2[0-3])[:.]([0-5]\d)\b", low)
    match = match or re.search(r"()\b(\d{1,2})()\s?(?:am|pm)\b", low)
    if not match:
        return None
    hour, minute = _number(match[2]), int(match[3] or 0)
    if match[1]:
        hour, minute = hour - 1, 30
    late = re.search(r"\b(?:sore|sre|malam|mlm|malem|sonten|pm)\b", low) or (hour < 5 and re.search(r"\bsiang\b", low))
    hour += 12 if late and hour < 12 else 0
    return time(hour % 24, minute) if hour <= 24 and minute < 60 else None


def part_of_day(text: str) -> str | None:
    """``morning``, ``noon``, ``afternoon`` or ``evening`` where the text names one."""
    parts = {
        "morning": r"pagi|pgi|isuk|enjing|morning|subuh",
        "noon": r"siang|awan",
        "afternoon": r"sore|sre|sonten|petang|afternoon",
        "evening": r"malam|mlm|malem|dalu|wengi|evening|tonight",
    }
    return next((name for name, pattern in parts.items() if re.search(rf"\b(?:{pattern})", text.lower())), None)
