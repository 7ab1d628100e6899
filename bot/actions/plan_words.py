"""Words about a plan of instalments: that it is taken, and what one can pay a month."""

import re

from bot.actions.reading import Reading
from bot.components.values import amount

AGREES = re.compile(
    r"^\W*(?:(?:ok|oke|ya|iya|baik)\W+)*(?:(?:saya|sy|aku|kami)\s+)?(?:mau\s+)?(?:setuju|sepakat|deal|agree|ambil|ikut\w*|lanjut\w*"
    r"|daftar\w*)\b(?:\W+\w+){0,4}\W*$",
    re.I,
)
"""Takes the plan that was estimated."""
TAKES = re.compile(
    r"^\W*(?:(?:ok|oke|okay|ya|iya|iye|iyo|yo|baik|boleh|sip|siap|nah|mau|setuju|yes|ambil|pilih)\b\W*)*"
    r"(?:(?:yang|yg|sing|nu|the)\s+)?(?:(?:itu|ini|tadi|segitu|that one|this one|that)\b)?"
    r"(?:\W+(?:mi|mo|ji|pi|aja|saja|wae|bae|deh|dah|lah|saja|to|kak|min|pak|bu|mas|mbak|please))*\W*$",
    re.I,
)
"""The same, in no more than "itu saja" or a yes."""
_CAN_PAY = re.compile(
    r"\b(?:sanggup\w*|mampu\w*|kuat\w*|bisa(?:nya|ku)?|kemampuan\w*|budget\w*|anggaran\w*|uang(?:ku|nya|ne)"
    r"|duit(?:ku|nya|e)|iso(?:ne|ku)|tiasa|punya(?:nya|ku)?|maks\w*|max|mentok\w*"
    r"|(?:can|could|able to) (?:only )?(?:pay|afford|do|manage)|afford)\b",
    re.IGNORECASE,
)
_LEAST_A_MONTH = 10_000
"""Rupiah; a smaller number is one of months."""


_OF_PLAN = re.compile(
    r"^\W*(?:(?:ok|oke|ya|eh|hmm+|aduh|duh|berat|kalau|kalo|klo|kl|nek|lamun|misal\w*|terus|trus|coba|mau|ambil|jadi"
    r"|yang|yg|if|what|about|and|how|much|is|it|would|be|for|in|over|a|(?:di)?(?:cicil|angsur)\w*|nyicil|bayar(?:nya)?"
    r"|instal?ments?)\W+)*"
    r"(?:\d{1,2}|dua|tiga|empat|lima|enam|tujuh|delapan|two|three|four|five|six)\s*"
    r"(?:x|kali|tahap|times|stages?|instal?ments?)"
    r"(?:\W+(?:aja|saja|ae|wae|bae|deh|dong|ya|kak|min|gimana|gmn|piye|berapa|brp|brapa|piro|per|se?bulan\w*"
    r"|perbulan\w*|tiap|jadi\w*|bayar\w*|(?:di)?cicil\w*|kena|bisa|bs|boleh|ga|gak|how|much|what|would|it|be|is|that"
    r"|a|each|month|monthly))*\W*$",
    re.IGNORECASE,
)
"""A number of instalments, and beside it only what they come to."""


def asks_of_plan(text: str) -> bool:
    """ "3x aja brp sebulan" behind a bill: what so many instalments come to."""
    return _OF_PLAN.match(text) is not None


def takes_plan(text: str) -> bool:
    """ "itu mi", "iya", "lanjut daftar": the plan that was estimated is the one."""
    return TAKES.match(text) is not None or AGREES.search(text) is not None


def afforded(reading: Reading) -> int | None:
    """ "sanggupku cuma 250 ribu per bulan": what can be paid a month; None where no such amount is told."""
    named = None if reading.pressed else amount(reading.entity("amount") or "")
    return int(named) if named and named >= _LEAST_A_MONTH and _CAN_PAY.search(reading.text) else None
