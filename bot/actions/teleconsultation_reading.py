"""What a message about a consultation says: what is wanted, the complaint in it, the time."""

import re
from collections.abc import Iterable, Mapping
from datetime import date, datetime, time
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from bot.actions.reading import Reading
from bot.actions.wordlists import word_list
from bot.actions.zones import day_said, today
from bot.components.dates import part_of_day, resolve_time

Json = Mapping[str, Any]
BOOK, MOVE, WITHDRAW, STATUS = "book", "move", "withdraw", "status"
_WITHDRAW = re.compile(
    r"\b(?:batal\w*|dibatal\w*|membatal\w*|cancel\w*|(?:ga|gak|nggak|tidak|ndak|tak) jadi|hapus\w*|withdraw\w*)\b", re.I
)
_MOVE = re.compile(
    r"\b(?:pindah\w*|di?geser|reschedul\w*|di?undur\w*|di?maju\w*|tunda|ditunda|postpone|move"
    r"|(?:ganti|ubah|rubah|ngubah|mengubah|change) (?:\w+ )?"
    r"(?:hari|jadwal|tanggal|tgl|jam|waktu|day|date|time|consultation))\b",
    re.I,
)
_STATUS = re.compile(
    r"\b(?:jam berapa|jam brp|kapan|status|jadwal konsul\w*|ringkasan|hasil konsul\w*"
    r"|when is my|what time|what did the doctor|(?:udah|sudah|masih) (?:ter)?(?:daftar|jadwal|dijadwalkan|booking))\b",
    re.I,
)
_OWN = re.compile(r"\b(?:saya|sy|aku|gue|gw|ku|kami|my|mine|konsul\w*nya|jadwalnya)\b", re.I)
_WISH = re.compile(
    r"\b(?:(?:saya|aku|sy)\s+)?"
    r"(?:(?:mau|ingin|pengen|pengin|bisa|boleh|minta|tolong|mohon|hendak|butuh"
    r"|(?:want|need|would like) to|(?:can|could) i|i)\s+)*"
    r"(?:ber|me|di)?(?:konsul\w*|tanya\w*|nanya|bertanya|chat|ngobrol|curhat|bicara|consult|talk|ask|speak)"
    r"(?:\s+(?:sama|dengan|dgn|ke|kepada|pada|to|with|a|the|my|online|jarak jauh|daring|lewat chat))*"
    r"(?:\s+(?:dokter\w*|dok|dr|doctor\w*)\b\.?)?(?:\s+(?:online|umum|dulu|dong|ya|saya|faskes|puskesmas|klinik|keluarga))*",
    re.I,
)
_ADDRESS = re.compile(
    r"^\W*(?:halo|hai|selamat \w+|permisi|assalamualaikum|dear|hello|hi)?\W*(?:dok|dokter|doctor|doc)\b\W*", re.I
)
_ASKS_WHETHER = re.compile(
    r"^(?:(?:bisa|bs|boleh|blh|ada|can|may|i|is|it|lewat|lwt|via|pakai|pake|by|hp|telepon|telpon|chat|wa|online|sini|di"
    r"|sekarang|phone|ga|gak|gk|nggak|ngga|enggak|kah|tidak|ya|min|kak)\s*)+[,.?!;]\s*",
    re.I,
)
"""What is left of the question whether it is done at a distance, before the complaint: "bs lewat hp ga, pegal"."""
_JOIN = re.compile(
    r"^\W*(?:(?:soal|tentang|karena|krn|mengenai|perihal|masalah|about|because|for|untuk|kalau)\b\W*)+", re.I
)
_COMPLAINT = re.compile(
    r"^\W*(?:(?:eh|maaf|bukan|salah|ubah|ganti|ralat|sorry|no|change)\W+)*"
    r"(?:the |my )?(?:keluhan|complaint)(?:nya)?\b\W*"
    r"(?:(?:itu|adalah|jadi|bukan\s.*?\b(?:tapi|melainkan)|yang benar|is|to)\b\W*)*(?P<words>.*)$",
    re.I | re.S,
)
_TIME = re.compile(r"\b(?:waktu|jam|jadwal|hari|tanggal|tgl|pukul|time|day|date)(?:nya)?\b", re.I)
_CHANGE = re.compile(r"\b(?:ubah|ganti|rubah|salah|ralat|pindah|geser|change|other|lain)\w*\b", re.I)
_SINCE = re.compile(r"\b(?:sejak|dari|mulai|semenjak|since|tadi)\b", re.I)
_EARLIEST, _NOON = 6, 12
_LATER_TODAY = re.compile(
    r"\b(?:pagi|siang|sore|malam|malem) ini\b|\b(?:nanti|ntar) (?:siang|sore|malam|malem)\b"
    r"|\bthis (?:afternoon|evening)\b",
    re.I,
)
_HOURS = {"morning": 9, "noon": 12, "afternoon": 16, "evening": 19}
SHORTEST = 10
"""Less is no complaint that a doctor could prepare for; it is asked for then."""


@lru_cache
def _symptoms() -> frozenset[str]:
    return word_list("symptom_words.txt")


def mode_of(reading: Reading) -> str:
    """Whether a consultation is wanted, or something about one that there is."""
    if reading.pressed:
        value = reading.entity("value")
        return value if value in (MOVE, WITHDRAW, STATUS) else BOOK
    if _WITHDRAW.search(reading.text):
        return WITHDRAW
    if _MOVE.search(reading.text):
        return MOVE
    asks = _STATUS.search(reading.text) and _OWN.search(reading.text) and not names_symptom(reading.text)
    return STATUS if asks else BOOK


def names_symptom(text: str) -> bool:
    """Whether a text names something that one goes to a doctor for ("rumah sakit" is a place)."""
    words = re.findall(r"\w+", re.sub(r"\brumah sakit\b", "", text.lower()))
    return any(word in _symptoms() or re.sub(r"(?:nya|ku|2)$", "", word) in _symptoms() for word in words)


def complaint_in(reading: Reading) -> str | None:
    """The complaint that a message tells along with the wish for a doctor; None where it tells none."""
    if reading.pressed or not names_symptom(reading.text):
        return None
    left = _WISH.sub(" ", _ADDRESS.sub("", reading.text), count=1)
    left = " ".join(_JOIN.sub("", left.strip(" ,.;:-")).split()).strip(" ,.;:-")
    left = _ASKS_WHETHER.sub("", re.sub(r"\s+([,.?!])", r"\1", left)).rstrip("? ")
    return left if len(left) >= SHORTEST and names_symptom(left) else None


def corrected_complaint(text: str) -> str | None:
    """ "Keluhannya demam juga" → the words; an empty text where only another complaint is announced; else None."""
    found = _COMPLAINT.match(text)
    return found["words"].strip() if found else None


def wants_other_time(text: str) -> bool:
    """ "Ubah waktunya", and not which."""
    return bool(_TIME.search(text) and _CHANGE.search(text))


def slots_meant(text: str, free: Iterable[Json], zone: str, shown: list[str]) -> list[Json] | None:
    """The free times that words fit, in order; None where they name no time.

    ``shown``: what was offered last; where it lies on one day, an hour alone is meant on that day.
    """
    day, hour, part = day_in(text, zone), hour_in(text), part_of_day(text)
    if day is None and hour is None and part is None:
        return None
    days = {local(starts_at, zone).date() for starts_at in shown}
    day = day or (days.pop() if len(days) == 1 else None)
    found = [slot for slot in free if day is None or local(slot["starts_at"], zone).date() == day]
    if hour is not None:
        exact = [slot for slot in found if local(slot["starts_at"], zone).time() == hour]
        return exact[:1] or [slot for slot in found if local(slot["starts_at"], zone).hour == hour.hour]
    return [slot for slot in found if part is None or _part(local(slot["starts_at"], zone).hour) == part]


def nearest_to(text: str, free: Iterable[Json], zone: str) -> list[Json]:
    """The free times by how near they are to the wished day and hour; in order of time where neither is named."""
    day, hour, part = day_in(text, zone), hour_in(text), part_of_day(text)
    wanted = hour.hour if hour else _HOURS.get(part or "")

    def far(slot: Json) -> tuple[int, int]:
        at = local(slot["starts_at"], zone)
        return abs((at.date() - day).days) if day else 0, abs(at.hour - wanted) if wanted is not None else 0

    return sorted(free, key=far)


def says_when(text: str, zone: str) -> bool:
    """Whether words name an hour or a day to come; "sejak kemarin" and "hari ini" tell of the complaint."""
    day = day_in(text, zone)
    hour = resolve_time(text) is not None and not _SINCE.search(text)
    return hour or (day is not None and day > today(zone))


def day_in(text: str, zone: str) -> date | None:
    """The day that words name, by the clock of the facility."""
    found = day_said(text, zone)
    if isinstance(found, date):
        return found
    return today(zone) if _LATER_TODAY.search(text) else None


def hour_in(text: str) -> time | None:
    """The hour that words name; no doctor is there at four in the morning, "habis jam 4" is in the afternoon."""
    hour = resolve_time(text)
    early = hour and hour.hour < _EARLIEST and part_of_day(text) != "morning"
    return hour.replace(hour=hour.hour + _NOON) if hour and early else hour


def _part(hour: int) -> str:
    parts = ((11, "morning"), (15, "noon"), (18, "afternoon"))
    return next((name for until, name in parts if hour < until), "evening")


def local(starts_at: str, zone: str) -> datetime:
    """When an appointment begins, by the clock of the facility."""
    return datetime.fromisoformat(starts_at).astimezone(ZoneInfo(zone))
