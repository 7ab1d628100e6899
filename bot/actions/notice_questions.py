"""What is asked about notices right after them, which changes none: another day, which are on, promos."""

import re

ASKS_DAY, ON_NOW, PROMOS = "asks_day", "on_now", "promos"
_WHETHER = re.compile(
    r"^\W*(?:(?:eh|terus|trus|oh|tapi|tp|lha|and|but|so)\W+)*(?:kalau|kalo|klo|kl|nek|lek|lamun|misal\w*|gimana|gmn"
    r"|bagaimana|what (?:if|about)|how about|if)\b|\b(?:bisa|bs|boleh|blh|gimana|gmn|bagaimana|can it|could it)\b"
    r"(?:\W+(?:ga|gak|nggak|tidak|ndak|kah|be))?\W*$|\?\W*$",
    re.IGNORECASE,
)
_CHANGES = re.compile(
    r"\b(?:di|me|ng)?(?:ganti|ubah|rubah|pindah|geser|maju|mundur|jadi|set|chang|mov|mak)\w*|\b(?:aja|saja|deh|wae|bae)\b",
    re.IGNORECASE,
)
"""A wish, however politely it is asked: "bisa diganti tgl 8?"."""
_ON_NOW = re.compile(
    r"^(?!.*\b(?:kartu|bpjs|kepesertaan|card|membership)\b)(?:.*\b(?:apa|mana|which|what)\b.*"
    r"\b(?:aktif|nyala|hidup|on|active)\b|.*\b(?:aktif|nyala|hidup)\w*\W+(?:\w+\W+){0,2}(?:apa|mana)\b)",
    re.IGNORECASE,
)
_PROMOS = re.compile(
    r"\b(?:promo\w*|iklan\w*|spam\w*|newsletter\w*|marketing|penawaran|ads?|advert\w*|broadcast)\b", re.I
)
_FEW, _MANY = 7, 10


def question_about(text: str, *, day: bool) -> str | None:
    """Which of these a message asks; ``day``: it names a day of the month."""
    words = len(text.split())
    if words <= _MANY and _PROMOS.search(text):
        return PROMOS
    if day and words <= _FEW and _WHETHER.search(text) and not _CHANGES.search(text):
        return ASKS_DAY
    return ON_NOW if words <= _FEW and _ON_NOW.search(text) else None
