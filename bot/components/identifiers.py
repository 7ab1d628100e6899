"""Numbers that name a person, a letter, a booking or an account (``domain/notes.md`` §3). Strings, never numbers."""

import re
from collections.abc import Iterator

from bot.components.spans import Span, span

_GAP = r"[ .\-\u00a0]?"
_REFERENCE = re.compile(r"(?<![0-9a-z])\d{4}[0-9a-z]\d{3}(?:0[1-9]|1[0-2])\d{2}[a-z]\d{6}(?![0-9a-z])", re.I)
_PHONE = re.compile(rf"(?<!\d)(?:\+?62|0){_GAP}8[1-9]\d?(?:{_GAP}\d){{6,10}}(?!\d)")
_LONG = re.compile(rf"(?<!\d)\d(?:{_GAP}\d){{12,15}}(?!\d)")
_FAMILY_CARD = re.compile(r"\b(?:no(?:mor)?\s*)?(?:kk|kartu keluarga|family card)\b[^0-9]{0,14}$", re.I)
_BEFORE_CARD = re.compile(r"\b(?:kartu|card|bpjs|jkn|kis)\b[^0-9]{0,14}$", re.I)
_VIRTUAL_ACCOUNT = re.compile(r"\b8[89]888\d{11}$")
_CODE_VALUE = r"((?=[A-Z0-9#\-]*\d)[A-Z0-9][A-Z0-9#\-]{4,29})\b"
_BOOKING = re.compile(
    (
        rf"\b(?:kode\s*book?ing|kodebooking|book?ing\s*code|kode\s*(?:antrean|antrian|janji|pendaftaran)|booking|"
        rf"kode)(?:nya|ku|ne|na)?\s*(?:saya|sy|nomor|no|:|=)?\s*[:=]?\s*{_CODE_VALUE}"
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
_GIVEN = re.compile(r"\b(?:diberi|dikasih|dapat|dapet|dpt)\s+(?:nomor|nomer|no)\.?\s+(\d{5,12})\b", re.I)
_TICKET_SHAPE = re.compile(r"\b(?:LP|TKT|LAP|PGD|CC)-?[A-Z0-9]{4,}(?:-[A-Z0-9]+)*\b")
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
    for match in _TICKET.finditer(text):
        yield span(text, *match.span(1), "ticket_number")
    for match in _GIVEN.finditer(text):
        yield span(text, *match.span(1), "ticket_number")
    for match in _BOOKING.finditer(text):
        yield span(text, *match.span(1), "booking_code")
    for match in _TICKET_SHAPE.finditer(text):
        yield span(text, *match.span(), "ticket_number")


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
