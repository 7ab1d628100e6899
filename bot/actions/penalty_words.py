"""What is said of the fine for inpatient care: months, costs, days, and whether it is asked to be reckoned."""

import re

from bot.actions.contribution_people import told_before
from bot.actions.reading import Reading
from bot.actions.shown import shown
from bot.actions.topic import TOPIC
from bot.components.values import amount, number

LEAST_COST = 10_000
"""Rupiah; a smaller number is not the cost of inpatient care ("6" is months, "10" is short for ten million)."""
MOST_COST = 1_000_000_000
_MONTHS = re.compile(r"\b(?:\d{1,3}|se|setengah)\s*(?:bulan|bln|tahun|thn|months?|years?)\b", re.I)
_MILLIONS = re.compile(
    r"(?:\b\d+(?:[.,]\d+)*|\b(?:(?:se|satu|dua|tiga|empat|lima|enam|tujuh|delapan|sembilan|sepuluh|sebelas)\s*"
    r"(?:belas|puluh|ratus)?\s*){1,3})\s*(?:juta|jt)\b",
    re.I,
)
COST_WORDS = 8
_COUNT = r"(?P<count>\d{1,3}|se|satu|dua|tiga|empat|lima|enam|a|one|two|three|four|five|six)"
_SPAN = rf"\b{_COUNT}\s*(?P<unit>hari|minggu|pekan|bulan|bln|tahun|days?|weeks?|months?|years?)"
_BACK = r"(?:aktif|active|reactivat|lunas|(?:di|me)lunasi|pelunasan|(?:mem|di)?bayar|pembayaran|paying|paid|payment)\w*"
"""What makes the card active again: all is paid."""
_OWED = re.compile(
    r"\b(?:nunggak\w*|menunggak\w*|tunggakan\w*|telat\w*|terlambat|(?:ga|gak|nggak|tidak|belum) (?:mem)?bayar|arrears"
    r"|behind|late|owed?)\W+(?:\w+\W+)?$",
    re.I,
)
"""The months behind it are those unpaid: "nunggak 5 bulan sejak bayar terakhir"."""
_SINCE_ACTIVE = (
    re.compile(
        rf"{_SPAN}\s+(?:\w+\s+){{0,2}}?(?:setelah|sesudah|stlh|habis|abis|sejak|semenjak|sehabis|bar|sawise|sanggeus|dari"
        rf"|after|since|from)\s+(?:\w+\s+){{0,4}}?{_BACK}(?:\s+(?:lagi|again|kembali))?",
        re.IGNORECASE,
    ),
    re.compile(
        rf"\b{_BACK}\W+(?:\w+\W+){{0,6}}?{_SPAN}\s+(?:kemudian|kmudian|setelahnya|sesudahnya|setelah itu|later"
        r"|afterwards)\b",
        re.IGNORECASE,
    ),
    re.compile(
        r"\b(?:aktif|active)(?:nya)?\s+(?:(?:lagi|kembali|again|sudah|udah|udh|sdh|baru|lewat|for|sejak)\s+){0,3}"
        + _SPAN,
        re.IGNORECASE,
    ),
)
"""How long the card has been active again: "3 minggu setelah aktif", "2 bulan dari bayar", "aktif sudah dua bulan"."""
_DAYS_OF = (
    ("hari", 1),
    ("day", 1),
    ("minggu", 7),
    ("pekan", 7),
    ("week", 7),
    ("bulan", 30),
    ("bln", 30),
    ("month", 30),
)
_DAYS_OF_YEAR = 365
_OF_FINE = re.compile(
    r"\b(?:kena|denda\w*|fine|penalty|(?:di)?rawat\w*|opname|inap|operasi|lahiran|melahirkan|admitted|inpatient)\b",
    re.I,
)
_FINE = re.compile(r"\b(?:denda\w*|didenda|fines?|fined|penalty)\b", re.I)
_NO_ESTIMATE = re.compile(
    r"\b(?:kata|katanya|denger|dengar|kabarnya|konon|ditagih|nagih|disuruh|suruh|diminta|gaji\w*|upah|charged|heard"
    r"|they say|says|said|wage|salary)\b",
    re.I,
)
_FINE_TOPICS = frozenset({"service_penalty", "arrears_effect"})
_LATE = re.compile(
    r"\b(?:telat|terlambat|nunggak|menunggak|tunggakan|late|arrears|behind|miss(?:ed|ing)?"
    r"|(?:ga|gak|nggak|tidak|belum) bayar)\b",
    re.I,
)
_CARE = re.compile(
    r"\b(?:(?:di)?rawat\w*|opname|inap|rs\w*|rumah sakit|operasi|biaya|hitung\w*|perkiraan|kira-?kira|estimasi"
    r"|simulasi|pelayanan|aktif|inpatient|hospital\w*|admitted|estimate|calculate)\b",
    re.I,
)


def _since_active(reading: Reading) -> re.Match[str] | None:
    found = next(filter(None, (pattern.search(reading.text) for pattern in _SINCE_ACTIVE)), None)
    owed = found is not None and _OWED.search(reading.text[: found.start("count")])
    return None if reading.pressed or owed else found


def days_active(reading: Reading) -> int | None:
    """How many days the card has been active again when care is due, as the message says."""
    found = _since_active(reading)
    if found is None:
        return None
    count = 1 if found["count"].lower() in ("se", "a") else number(found["count"]) or 0
    unit = found["unit"].lower()
    return count * next((days for word, days in _DAYS_OF if unit.startswith(word)), _DAYS_OF_YEAR)


def asks_estimate(reading: Reading) -> bool:
    """ "dendanya berapa kalau operasinya 8 juta", behind the fine also "kalau 60 juta?": the cost of care is named, to
    reckon with; what was only heard of, or is charged, is another matter.
    """
    if reading.form or cost_told(reading) is None or _NO_ESTIMATE.search(reading.text):
        return False
    told = (reading.slot(TOPIC) or {}).get("faq") in _FINE_TOPICS or shown(reading).get("kind") == "penalty"
    late = _LATE.search(reading.text) and _OF_FINE.search(reading.text)
    return bool(told or late or _FINE.search(reading.text))


def months_told(reading: Reading) -> int | None:
    """The unpaid months that were named before the fine was asked for."""
    return shown(reading).get("months_told") or told_before(reading).get("months")


def asks_when_active(reading: Reading) -> bool:
    """ "kalau dirawatnya 2 bulan setelah aktif lagi tetap kena?": of the fine, with the time since then."""
    told = (reading.slot(TOPIC) or {}).get("faq") in _FINE_TOPICS or shown(reading).get("kind") == "penalty"
    meant = reading.intent == "estimate_service_penalty" or reading.entity("faq_id") in _FINE_TOPICS
    of_it = told and (reading.slot(TOPIC) or {}).get("faq") != "arrears_effect"
    asks = of_it or ((told or meant) and _OF_FINE.search(reading.text))
    return bool(asks and days_active(reading) is not None)


def cost_told(reading: Reading) -> int | None:
    """The cost in "kata rumah sakit sekitar dua belas juta"."""
    found = None if reading.pressed else _MILLIONS.search(reading.text)
    cost = amount(found.group()) if found else None
    return cost if cost and LEAST_COST <= cost <= MOST_COST else None


def tells_cost(reading: Reading) -> bool:
    """Such a message behind what was said of the fine: the cost that it is reckoned from."""
    about = (reading.slot(TOPIC) or {}).get("faq") == "service_penalty"
    return about and len(reading.text.split()) <= COST_WORDS and cost_told(reading) is not None


def only_late(reading: Reading) -> bool:
    """ "telat bayar 3 bulan dendanya berapa": for being late there is none, so no cost of care is asked for."""
    estimate = reading.pressed or reading.entity("amount") or _CARE.search(reading.text)
    return not estimate and _LATE.search(reading.text) is not None


def months_in(reading: Reading) -> str | None:
    """The words for a number of months in a message, also where it is nothing but that ("6 bulan")."""
    if reading.pressed:
        return None
    since = _since_active(reading)
    text = reading.text if since is None else reading.text[: since.start()] + reading.text[since.end() :]
    found = _MONTHS.search(text)
    named = reading.entity("months") if since is None else None
    return named or (found.group() if found else None)
