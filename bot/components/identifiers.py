"""Numbers that name a person, a letter, a booking or an account (``domain/notes.md`` §3). Strings, never numbers."""

import re
from collections.abc import Iterator

from bot.components.spans import Span, span

_GAP = r"[ .\-\u00a0]?"
_REFERENCE = re.compile(r"(?<![0-9a-z])\d{4}[0-9a-z]\d{3}(?:0[1-9]|1[0-2])\d{2}[a-z]\d{6}(?![0-9a-z])", re.I)
_PHONE = re.compile(rf"(?<!\d)(?:\+?62|0){_GAP}8[1-9]\d?(?:{_GAP}\d){{6,10}}(?!\d)")
_LONG = re.compile(rf"(?<!\d)\d(?:{_GAP}\d){{12,15}}(?!\d)")
# "kartu keluarga yang baru jadi, nomornya 3201…", but not "kartu keluarga saya, nik 3201…".
_FAMILY_CARD = re.compile(
    r"\b(?:kk|kartu keluarga|family card)(?:nya|ku|mu|ne|na|e)?\b(?:(?!nik|ktp|induk|kependudukan)[^0-9]){0,40}$", re.I
)
_BEFORE_CARD = re.compile(r"\b(?:kartu|card|bpjs|jkn|kis)\b[^0-9]{0,14}$", re.I)
_VIRTUAL_ACCOUNT = re.compile(r"\b8[89]888\d{11}$")
_CODE_VALUE = r"((?=[A-Z0-9#\-]*\d)[A-Z0-9][A-Z0-9#\-]{4,29})\b"
_BOOKING = re.compile(
    (
        rf"\b(?:kode\s*book?ing|kodebooking|book?ing\s*code|kode\s*(?:antrean|antrian|janji|pesan(?:an)?|pendaftaran)|booking|"
        rf"kode|code)(?:nya|ku|ne|na)?\s*(?:saya|sy|aku|gue|gw|gua|ane|abdi|kula|kulo|ambo|is|nomor|no|:|=)?\s*[:=]?\s*{_CODE_VALUE}"
    ),
    re.I,
)
_TICKET = re.compile(
    (
        rf"\b(?:tiket|ticket|laporan|lapor|aduan|pengaduan|komplain|complaint|keluhan)(?:nya)?(?:\s*(?:saya|"
        rf"sy|nomor|nmr|no|number|dengan)\.?)*\s*[:=#]?\s*{_CODE_VALUE}"
    ),
    re.I,
)
_REPORT = r"\b(?:tiket|tikt|tkt|ticket|laporan|lapor|lprn|aduan|pengaduan|komplain|complaint|report|keluhan)"
# "laporan sa yang nomor 0000457", "aduan gw yg 9999-0021": some words stand between.
_TICKET_FAR = re.compile(
    rf"{_REPORT}\w{{0,3}}(?:\s+[^\W\d]+){{0,4}}?\s+(?:(?:ber)?nomor|nomer|nmr|no|number)\.?\s+"
    r"(\d{4,}|\d{3,}(?:/[A-Z0-9]+)+|\d{3,5}-\d{3,5})(?![\w/-])"
    rf"|{_REPORT}\w{{0,3}}\b[^.!?\d]{{0,40}}?(?<![\w/-])(\d{{3,5}}-\d{{3,5}})(?![\w/-])",
    re.I,
)
_GIVEN = re.compile(r"\b(?:diberi|dikasih|dapat|dapet|dpt)\s+(?:nomor|nomer|no)\.?\s+(\d{5,12})\b", re.I)
# Two to four letters, a dash and three digits or more; UBH and DFT are numbers of changes and registrations.
_TICKET_SHAPE = re.compile(
    r"\b(?:LP|TKT|LAP|PGD|CC)-?[A-Z0-9]{4,}(?:-[A-Z0-9]+)*\b"
    r"|(?<![\w-])(?!UBH|DFT)[A-Z]{2,4}-(?=(?:[A-Z-]*\d){3})[A-Z0-9]+(?:-[A-Z0-9]+)*(?![\w-])"
)
# A code by its looks, where the message speaks of a visit: "cekin lewat sini MD000231".
_QUEUE_WORDS = re.compile(r"antre|antri|ngantr|check.?in|c(?:h)?ek.?in|booking|reservasi|absen", re.I)
_CODE_SHAPE = re.compile(r"(?<![\w-])(?=[A-Z]*\d)(?=\d*[A-Z])[A-Z0-9]{7,12}(?![\w-])")
_CODES = (
    (_TICKET, "ticket_number"),
    (_TICKET_FAR, "ticket_number"),
    (_GIVEN, "ticket_number"),
    (_BOOKING, "booking_code"),
    (_TICKET_SHAPE, "ticket_number"),
    (_CODE_SHAPE, "booking_code"),
)
_CARD_DIGITS, _NIK_DIGITS = 13, 16
_MASK = re.compile(r"⟦(card|nik|kk|phone|va)⟧")
_MASKED = {"card": "card_number", "nik": "nik", "kk": "family_card_number", "phone": "phone", "va": "virtual_account"}


def find_identifiers(text: str) -> Iterator[Span]:
    """Every identifier in the text, the surest kinds first. Masks like ``⟦card⟧`` count as their kind."""
    for match in _MASK.finditer(text):
        yield span(text, *match.span(), _MASKED[match[1]])
    for match in _REFERENCE.finditer(text):
        yield span(text, *match.span(), "referral_number")
    for match in _PHONE.finditer(text):
        if not _is_card(text, match):
            yield span(text, *match.span(), "phone")
    for match in _LONG.finditer(text):
        if kind := _kind_of_long(text, match):
            yield span(text, *match.span(), kind)
    for expression, kind in _CODES:
        if expression is _CODE_SHAPE and not _QUEUE_WORDS.search(text):
            continue
        for match in expression.finditer(text):
            yield span(text, *match.span(match.lastindex or 0), kind)


def _is_card(text: str, match: re.Match[str]) -> bool:
    """A 13-digit 08… after the word "kartu" is a card number, not a phone."""
    return len(_digits(match[0])) == _CARD_DIGITS and bool(_BEFORE_CARD.search(text[: match.start()]))


def _digits(text: str) -> str:
    return re.sub(r"\D", "", text)


def _kind_of_long(text: str, match: re.Match[str]) -> str | None:
    digits = _digits(match[0])
    if len(digits) == _CARD_DIGITS:
        return "card_number"
    if len(digits) != _NIK_DIGITS:
        return None
    if _VIRTUAL_ACCOUNT.fullmatch(digits):
        return "virtual_account"
    return "family_card_number" if _FAMILY_CARD.search(text[: match.start()]) else "nik"
