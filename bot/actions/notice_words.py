"""What is said about notices right after them: another day, an hour, for how long; none of it switches anything off."""

import re

from bot.actions.notice_questions import question_about
from bot.actions.reading import Reading
from bot.actions.shown import shown
from bot.components.values import number

MOST_WORDS = 14
HALF_A_SENTENCE = 3
"""So few words resemble any intent by chance."""
SURE, CERTAIN = 0.6, 0.9
"""A wish for something else that is surer than this is heard, whatever it names: an hour; where notices come, a day."""
_UNSURE = frozenset(
    {"manage_notifications", "cancel_flow", "inform", "affirm", "deny", "go_back", "greet", "goodbye", "thank", ""}
    | {"out_of_scope", "nlu_fallback", "check_contribution"}
)
NOTICES, WATCHED, STOPPED = "notifications", "watched", "stopped"
"""``kind`` of what is shown; the key beside beds that were asked to be watched and are free."""
DAY, HOURS, LENGTH, STOP, CHANNEL = "day", "hours", "length", "off", "channel"
_CHANNEL = re.compile(
    r"\b(?:lewat|via|ke|pakai|pake|by|di|kirim\w*)\W+(?:wa|whats?app|sms|e-?mail|telpon|telepon|telp|sini|here|chat)\b"
    r"|^\W*(?:wa|sms|e-?mail)\b.{0,12}$",
    re.IGNORECASE,
)
"""Where notices come, which is here."""
_STOP = re.compile(
    r"^\W*(?:(?:kalau|kalo|klo|saya|sy|aku|mau|ingin|pengen|yang|yg|if i want to)\W+)*(?:\w+\W+)?"
    r"(?:stop|setop|berhenti|(?:di)?matik?an|(?:di)?matiin|(?:di)?hapus|off)(?:\W+(?:dulu|aja|saja|deh|dong|ya|semua\w*|please|itu|gimana|gmn|bagaimana|caranya|nya|pusing\w*|ribet|berisik|ganggu|males|malas|capek|bosen|bosan|keganggu))*\W*$",
    re.I,
)
_ENDS = r"\b(?:stop|setop|(?:di)?matik?an|(?:di)?matiin|(?:di)?hapus|off|berhenti)\b"
_STAYS = r"\b(?:tetap|tetep|ttp|biar\w*|keep|stays?)\b"
_STOP_SOME = re.compile(
    rf"{_ENDS}.*{_STAYS}|{_STAYS}.*{_ENDS}|\b(?:yang|yg|sing)\b.{{2,24}}\b(?:aja|saja|doang|wae|bae)\b.*{_STAYS}"
    r"|\b(?:yang|yg|sing|soal)\s+\w+(?:nya)?\s+(?:itu\s+)?(?:ga|gak|gk|nggak|ngga|enggak|tidak|tdk|ndak|ora|teu)\s*(?:usah|jadi|perlu)\b",
    re.IGNORECASE,
)
"""One of several is stopped, the others stay: "yang iuran aja, yang antrian biarin"."""
KEEPS_ON = re.compile(
    r"\b(?:jangan|jgn|ojo|ulah|don'?t)\s+(?:di|ikut\s+(?:di)?)?(?:stop|setop|mati(?:in|kan)?|hapus"
    r"|berhenti\w*|turn off|switch off)\b",
    re.IGNORECASE,
)
"""What shall stay on, or be on again: "yang iuran jangan distop"."""
_SPARES = re.compile(
    r"^\W*(?:(?:eh|tapi|tp|kecuali|but)\W+)*(?:(?:yang|yg|sing|the)\s+)?\w+(?:nya)?\s+(?:nya\s+)?"
    r"(?:jangan|jgn|ojo|ulah|tetap|tetep|ttp|biar\w*|nyala\w*)\b|^\W*(?:tapi\s+|tp\s+)?(?:kecuali|except)\b",
    re.IGNORECASE,
)
"""What is left out where all were just switched off: "yg antrean jangan"."""
_HOUR = re.compile(
    r"\b(?:(?:jam|pukul|pkl|at)\W*\d{1,2}|\d{1,2}(?:[.:]\d\d)?\s*(?:am|pm|wib|wita|wit)|(?:jam|pukul) berapa"
    r"|(?:malam|malem|subuh|dini hari|tengah malam|pagi|siang|sore|night|morning|evening)(?:2|-\w+)?"
    r"|jamnya|what time|late)\b",
    re.IGNORECASE,
)
_LENGTH = re.compile(
    r"\b(?:\d+|se|satu|dua|tiga|empat|lima|tujuh|one|two|three|five|seven)\s*-?(?:hari|minggu|bulan|days?|weeks?|months?)\b"
    r"|\b(?:sampai kapan|berapa lama|how long|until when)\b",
    re.IGNORECASE,
)
_DAY = re.compile(
    r"\b(?:tanggal|tgl|tiap|date|the|ke)\W*(\d{1,2})(?:st|nd|rd|th)?\b(?!\s*(?:hari|minggu|bulan|days?|weeks?))", re.I
)
_ONLY_DAY = re.compile(
    r"^\W*(?:(?:eh|maaf|sorry|jadi|ganti|ubah|yang|yg)\W+)*(\d{1,2})\W*(?:aja|saja|deh|dong|ya|please)"
    r"|^\W*(?:(?:eh|ok|oke|okay|ya|yo|u?dah|udh|sudah|yaudah|yowes|wis|kalau gitu|balik|tetap|tetep|then|back to)\W+)+"
    r"(\d{1,2})\W*$",
    re.I,
)
_LAST_DAY = 31
_BEFORE_DUE = re.compile(
    r"\bh-?\s?(\d)\b|\b(\d|se|satu|dua|tiga|empat|lima|enam|one|two|three|four|five)\s*-?(?:hari|days?)\s+(?:sebelum|before)\b",
    re.I,
)
_TELL = r"(?:kabar\w*|ing[ae]t\w*|kasih ta?h?u|kirim\w*|info\w*|tell|notify|remind)"


def day_of(text: str) -> int | None:
    """The day of the month in "tiap tanggal 5"."""
    return _valid(_DAY.search(text))


def days_before(text: str) -> int | None:
    """How many days before the contribution is due: 3 of "tiga hari sebelum jatuh tempo"; None where none are named."""
    found = _BEFORE_DUE.search(text)
    return number(found[1] or found[2]) or 1 if found else None


def _valid(found: re.Match[str] | None) -> int | None:
    day = int(next(filter(None, found.groups()))) if found else 0
    return day if 1 <= day <= _LAST_DAY else None


def names_hour(text: str) -> bool:
    """Whether an hour or a part of the day is named."""
    return _HOUR.search(text) is not None


def about_notices(reading: Reading) -> str | None:
    """What a short message behind notices, or behind a watched bed, is about; None where it is not about them."""
    seen = shown(reading)
    if reading.pressed or len(reading.text.split()) > MOST_WORDS:
        return None
    if seen.get("kind") == NOTICES and tells_somebody_else(reading):
        return CHANNEL
    some, of_notices = _STOP_SOME.search(reading.text), seen.get("kind") == NOTICES
    spares = bool(seen.get(STOPPED) and _SPARES.search(reading.text))
    words = len(reading.text.split())
    sure = CERTAIN if _CHANNEL.search(reading.text) or new_day(reading) else SURE
    elsewhere = reading.intent not in _UNSURE and reading.confidence >= sure and words > HALF_A_SENTENCE
    if (elsewhere and not spares and not (some and of_notices)) or not (of_notices or seen.get(WATCHED)):
        return None
    if some or spares:
        return DAY if spares else STOP
    if seen.get(WATCHED) and _LENGTH.search(reading.text):
        return LENGTH
    said = _about_their_day(reading) if of_notices else None
    return said or (HOURS if names_hour(reading.text) else None)


def _about_their_day(reading: Reading) -> str | None:
    if asked := question_about(reading.text, day=new_day(reading) is not None):
        return asked
    if _STOP.match(reading.text):
        return STOP
    if new_day(reading) or KEEPS_ON.search(reading.text):
        return DAY
    return CHANNEL if _CHANNEL.search(reading.text) and not names_hour(reading.text) else None


def new_day(reading: Reading) -> int | None:
    """The day of the month that such a message names instead: "eh tgl 5 deh", "5 aja"."""
    return day_of(reading.text) or _valid(_ONLY_DAY.match(reading.text))


def asks_channel(reading: Reading) -> bool:
    """ "lewat wa bisa?": by which way the notices come."""
    short = not reading.pressed and len(reading.text.split()) <= MOST_WORDS // 2
    return short and _CHANNEL.search(reading.text) is not None and not names_hour(reading.text)


def tells_somebody_else(reading: Reading) -> bool:
    """ "anak saya juga bisa dikabari?", "kirim ke nomor suami": a notice shall come to another person."""
    named = "|".join(re.escape(reading.text[start:end]) for start, end in reading.spans if start < end)
    if reading.pressed or not reading.entity("relation") or not named:
        return False
    told = rf"(?:{named})\b(?:\s+\w+){{0,3}}?\s+di(?:kabar|ing[ae]t|kasih|beri|info|kirim)\w*"
    to_them = rf"{_TELL}\s+(?:juga\s+|also\s+)?(?:(?:ke|ka|to|my|nomor|nomer|no|hp|wa)\s+)*(?:{named})\b"
    return re.search(rf"\b{told}|\b{to_them}", reading.text, re.I) is not None
