"""Sentences that ask for nothing: what members tell beside a question resembles services by what it names."""

import re

from bot.actions.reading import Reading
from bot.actions.topic import asks_something

LEAST_WORDS = 3
"""So few words may be a wish without a verb ("status laporan")."""
_WANTS = re.compile(
    r"\b(?:mau|pengen|pengin|pingin|ingin|hoyong|badhe|tolong|tlg|minta|mohon|bisa|boleh|coba|cek|lihat|liat|cara(?:nya)?"
    r"|(?:di|me|ber|nge)?(?:daftar|ambil|batal|ganti|ubah|pindah|kirim|cari|hitung|hubung|sambung|konsul|lapor|adu)\w*"
    r"|please|want|need|can|could|show|check|help|find|cancel|change|book)\b",
    re.I,
)


def wants_something(text: str) -> bool:
    """Whether words ask for something to be done: "oke ambil" says more than yes."""
    return _WANTS.search(text) is not None


def only_states(reading: Reading) -> bool:
    """A typed sentence that asks for nothing and wants nothing."""
    wants = wants_something(reading.text) or asks_something(reading.text)
    return not (reading.pressed or wants) and len(reading.text.split()) >= LEAST_WORDS
