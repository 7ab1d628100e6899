"""Which of the days in a message is meant: "bukan besok, lusa", "lusa aja, besok aku kerja"."""

import re

from bot.actions.reading import Reading

_DENIED_DAY = re.compile(
    r"\b(?:bukan|bkn|jangan|jgn|sanes|dudu|not)\W+(?:(?:hari|tanggal|tgl|yang|yg|on|the)\W+)*$", re.IGNORECASE
)
_BUSY_THEN = re.compile(
    r"\W*(?:(?:itu|kan|aku|saya|sy|gue|gw|kami|i|anak|istri|suami|ku|ada|have|am|harus|mau|malah|ternyata)\W+){0,3}"
    r"(?:(?:be|nge)?kerja|krj|dinas|lembur|rapat|meeting|ujian|acara|kondangan|nikah\w*|sibuk|repot|bentrok|berhalangan"
    r"|(?:ga|gak|gk|nggak|ngga|enggak|tidak|tdk|ndak|ora|teu|kada)\W?(?:bisa|bs|sempat|sempet|iso|tiasa|kawa)|gabisa"
    r"|tutup|work\w*|busy|can't|cannot)\b",
    re.IGNORECASE,
)
"""A day that is only the reason for another: "lusa aja, besok aku kerja"."""


def days_meant(reading: Reading) -> list[str]:
    """The days of a message without those that it excludes ("bukan besok"), or that are only the reason for another."""
    found = [e for e in (reading.tracker.latest_message or {}).get("entities") or [] if e.get("entity") == "date"]
    if len(found) < 2 or any("end" not in e for e in found):  # noqa: PLR2004 - one day is the day
        return list(reading.entities("date"))
    found = [e for e in found if not _DENIED_DAY.search(reading.text[: e["start"]])] or found
    free = [e for e in found if not _BUSY_THEN.match(reading.text[e["end"] :])]
    return [str(e["value"]) for e in free or found]


def day_meant(reading: Reading) -> str | None:
    """The last of them."""
    found = days_meant(reading)
    return found[-1] if found else None
