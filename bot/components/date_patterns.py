"""Patterns of days and hours as members write them, and the spans that they find."""

import re
from collections.abc import Iterator

from bot.components.spans import Span, span

WEEKDAYS = (
    r"senin|snin|snn|senen|sinayan|isnayan|monday|mon",
    r"selasa|slasa|sls|salasa|selaso|tuesday|tue",
    r"rabu|rebo|rabo|rebu|arba|wednesday|wed",
    r"kamis|kms|kemis|khamis|kamih|thursday|thu",
    r"jum['’]?at|jumaat|jmat|jmt|jumaah|jumahat|jumaik|friday|fri",
    r"sabtu|saptu|sbtu|sbt|saturday|sat",
    r"minggu|mingguh|ahad|akad|sunday|sun",
)
MONTHS = (
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
UNITS = {
    "day": r"hari|hr|dina|dinten|days?",
    "week": r"minggu|mgg|mnggu|pekan|weeks?",
    "month": r"bulan|bln|sasih?|wulan|months?",
    "year": r"tahun|thn|th|taun|years?",
}
_NUMBERS = (
    "satu dua tiga empat lima enam tujuh delapan sembilan sepuluh sebelas one two three siji loro rong telu telung "
    "papat patang limo limang nem enem pitu pitung wolu wolung sanga sangang sewelas hiji tilu opat genep dalapan "
    "salapan sapuluh",
    "dua belas|empat belas|lima belas|enam belas|dua puluh|tiga puluh",
)
# Abbreviations of months are words of their own ("mar", "jan"): they count only beside a number.
_SHORT_MONTH = 3
WEEKDAY = "|".join(WEEKDAYS[:-1])
_SUNDAY = WEEKDAYS[-1]
MONTH = "|".join(MONTHS)
MONTH_LONG = "|".join(
    name for names in MONTHS for name in names.split("|") if len(name) > _SHORT_MONTH or name == "mei"
)
MONTH_BEFORE = (
    r"(?:jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)(?=\.?\s+\d{1,2}(?:st|nd|rd|th)?\b"
    r"(?![.,:]\d|\s*(?:orang|hari|jam|ribu|rebu|rb|juta|jt|k|bulan|tahun|people|days?|hours?|months?|years?|kali|x)\b))"
)
"""An abbreviated month that goes before its day, as in English: "nov 23"."""
WORD_NUMBER = "|".join([_NUMBERS[1], *_NUMBERS[0].split()])
NEXT = r"depan|dpn|ngarep|payun|besok|bsk|yang akan datang|yad|mendatang|next"
LAST = r"(?:yang |yg )?(?:lalu|kemarin|kemaren|kmrn|kmrin|kmren|kmarin|lewat(?!\s+\w)|kepungkur)|wingi|kamari"
_THIS = r"ini|niki|ni|iki|ieu"
UNIT = "|".join(UNITS.values())
_NOT_FAR = (
    r"(?:besok lusa|lusa (?:kemarin|kemaren|kmrn|kmrin)|lusa|pagi lusa|hari ini|hr ini|hari ni|hr ni|dina iki|"
    r"dinten niki|dinten ieu|poe ieu|(?:the )?day after tomorrow|today|tonight)"
)
# "isuk jam 9" is tomorrow, "sesuk isuk" tomorrow morning.
TOMORROW = (
    r"(?:besok|bsk|besuk|bsok|sesuk|isukan|enjing|benjing|mbenjing|benjang|bisuak|isuak|beiso|tomorrow|tmrw|"
    r"(?<!suk )(?<!sok )(?<!iki )isuk(?=\s+(?:jam|jm|pukul)\b))"
)
YESTERDAY = (
    r"(?:(?:kemarin|kemaren|kmrn|kmrin) lusa|kemarin|kmrn|kmrin|kmarin|kmren|kemaren|wingi|kamari|(?:ka)?patang|"
    r"yesterday)"
)
FEAST = (
    r"(?:abis|habis|setelah|sesudah|bakda|bada|ba'da|sehabis) (?:lebaran|idul ?fitri|natal|tahun "
    r"baru|puasa|nyepi|cuti bersama|gajian)"
)

_DATE_PATTERNS = (
    FEAST,
    (
        rf"(?:tanggal|tgl|tggl|tg)\.?\s*\d{{1,2}}(?:[/-]\d{{1,2}}(?:[/-]\d{{2,4}})?)?(?:\s*(?:{MONTH}|"
        rf"{UNITS['month']})\b\.?(?:\s*(?:{NEXT}|{_THIS}|\d{{4}})\b)?|\s*(?:kemarin|kemaren|kmrn|kmrin|kmren)\b)?"
    ),
    rf"\d{{1,2}}\s*(?:{MONTH})\b(?:\s*(?:\d{{4}}|['’]?\d{{2}}\b))?",
    rf"(?:{MONTH_LONG})\s+\d{{1,2}}(?:st|nd|rd|th)?(?:,?\s*\d{{4}})?",
    rf"{MONTH_BEFORE}\.?\s+\d{{1,2}}(?:st|nd|rd|th)?(?:,?\s*\d{{4}}\b)?",
    r"\d{4}-\d{2}-\d{2}",
    r"\d{1,2}[/-]\d{1,2}[/-](?:\d{4}|\d{2})",
    r"(?<![\d/])(?:[1-9]|[12]\d|3[01]|0[1-9])/(?:0?[1-9]|1[0-2])(?![\d/])",
    (
        rf"(?:\d{{1,3}}|{WORD_NUMBER})\s*(?:{UNIT})\s*(?:lagi|lg|kemudian|ke depan|kedepan|yang lalu|"
        rf"yg lalu|lalu|kepungkur|maneh|deui|ago|from now)"
    ),
    rf"(?<!penyakit )(?<!peny )(?<!poli )(?:in|dalam) (?:\d{{1,3}}|{WORD_NUMBER})\s*(?:{UNIT})(?! kerja)",
    r"se(?:minggu|bulan|pekan|tahun)\s*(?:lagi|lg|yang lalu|yg lalu|lalu)",
    rf"(?:next|last|this|coming) (?:{WEEKDAY}|{_SUNDAY}|week|month|year)",
    rf"(?:{WEEKDAY})\s*(?:minggu|mgg|mnggu|pekan)\s*(?:{NEXT}|{LAST}|{_THIS})",
    rf"(?:{WEEKDAY})\s*(?:{NEXT}|{LAST}|{_THIS})(?:\s+(?:{NEXT}))?",
    rf"(?:{_SUNDAY})\s*(?:{NEXT}|{LAST}|{_THIS})",
    rf"(?:{UNITS['week']}|{UNITS['month']}|{UNITS['year']})\s*(?:{NEXT}|{LAST}|{_THIS})",
    rf"(?:akhir|awal|pertengahan) (?:bulan|bln|tahun|minggu|pekan)(?:\s*(?:{NEXT}|{_THIS}|{LAST}))?",
    rf"(?:akhir|awal|pertengahan) (?:{MONTH_LONG})(?:\s*\d{{4}}\b)?",
    rf"(?:bulan|bln) (?:{MONTH_LONG})(?:\s*(?:{NEXT}|{LAST}|{_THIS}|\d{{4}}))?",
    rf"(?:{MONTH_LONG})(?:\s*(?:{NEXT}|{LAST}|{_THIS}|\d{{4}}))?",
    r"(?:tahun|thn|taun)\s+20\d{2}",
    r"(?:(?<=dari )|(?<=sejak ))20[12]\d",
    _NOT_FAR,
    TOMORROW + r"(?= lusa)",
    TOMORROW,
    YESTERDAY,
    r"(?:tadi|td|mau tadi) (?:malam|mlm|malem|subuh|siang|sore|pagi)|semalam|semalem|last night|this morning",
    rf"(?:{WEEKDAY})(?:e|ne|nya|(?<=day)s)?",
    rf"(?:(?<=hari )|(?<=hr )|(?<=dinten ))(?:{_SUNDAY})",
    rf"(?:{_SUNDAY})(?=\s+(?:pagi|siang|sore|malam|jam|buka|tutup|libur))|sundays?|ahad",
)
DATE = re.compile(r"(?<![\w⟦])(?<!indo )(?:" + "|".join(f"(?:{p})" for p in _DATE_PATTERNS) + r")(?![\w⟧])", re.I)

_PART = (
    r"pagi|pgi|pg|siang|sore(?! (?:throat|eyes?|muscles?|back|legs?|tooth))|sre|malam|mlm|malem|subuh"
    r"|petang|sonten|dalu|wengi|bengi|isuk|esuk|"
    r"morning|afternoon|evening"
)
_HOUR = rf"(?:setengah\s+)?(?:[01]?\d|2[0-4]|dua belas|{WORD_NUMBER})"
_PRAYER = r"subuh|zuhur|dzuhur|dhuhur|duhur|lohor|asar|ashar|magh?rib|isya['’]?"
_TIME_PATTERNS = (
    rf"(?:habis|abis|sehabis|bakda|bada|ba['’]da|lepas|setelah|sesudah|sebelum) (?:{_PRAYER})",
    rf"(?!isuk\s)(?:(?:{_PART})\s+)?(?:jam|pukul|pkl|jm|tabuh)\.?\s*{_HOUR}(?:[.:]\d{{2}})?(?:\s*(?:{_PART}|wib|wita|wit|an))*",
    r"(?:[01]?\d|2[0-3])[:.][0-5]\d(?:\s*(?:wib|wita|wit|am|pm))?",
    r"\d{1,2}\s?(?:am|pm)",
    rf"(?:nanti|ntar|ntr|mengko) (?:{_PART})",
    rf"(?:agak )?(?:{_PART})(?:an)?(?: (?:hari|ini|banget|bgt))?",
)
_TIME = re.compile(r"(?<![\w.,/])(?:" + "|".join(f"(?:{p})" for p in _TIME_PATTERNS) + r")(?![\w])", re.I)
_GREETING = re.compile(r"(?:selamat|slmt|slamat|selamet|met|sugeng|wilujeng|good|tadi|td|tiap|setiap|minum)\s*$", re.I)
_PAST = re.compile(rf"\b(?:{YESTERDAY}|{LAST}|ago|last|tadi|td|semalam|semalem)\b", re.I)


def is_past(words: str) -> bool:
    """Whether the words of a date name a day that is over."""
    return bool(_PAST.search(words))


# "6 bulan ini", "satu setengah tahun lalu": how long, no month.
_PERIOD = re.compile(rf"(?:{UNIT})\s", re.I)
_COUNTED = re.compile(rf"(?:\d|\bsetengah|\b(?:{WORD_NUMBER}))\s*$", re.I)
_ADDRESS = re.compile(r"\s*(?:kak|min|pak|bu|mas|mbak|admin|bapak|ibu|gan|semua)\b", re.I)


def find_dates(text: str) -> Iterator[Span]:
    """Spans that name a day (or a week, a month, a year)."""
    for match in DATE.finditer(text):
        if not (_PERIOD.match(match[0]) and _COUNTED.search(text[: match.start()])):
            yield span(text, *match.span(), "date")


def find_times(text: str) -> Iterator[Span]:
    """Spans that name an hour or a part of the day; not the greeting "selamat pagi"."""
    for match in _TIME.finditer(text):
        greets = _GREETING.search(text[: match.start()]) or (
            not text[: match.start()].strip() and _ADDRESS.match(text[match.end() :])
        )
        if not greets and not match.group(0).isdigit():
            yield span(text, *match.span(), "time")
