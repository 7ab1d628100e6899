"""Finds entities by rules and word lists in the original text. Earlier finders win where spans overlap."""

import re
from collections.abc import Callable, Iterator

from bot.components.date_patterns import find_dates, find_times
from bot.components.doctors import find_doctors
from bot.components.entity_patterns import (
    AGE,
    AMOUNT,
    BED_WORDS,
    CLASS,
    CORRECTED_CLASS,
    DUES_WORDS,
    EACH,
    END,
    LANGUAGE,
    MONTHS,
    MONTHS_FOR,
    NOT_SPOKEN,
    PER_MONTH,
    RATING,
    SPECIAL_ROOM,
    START,
    TO_CLASS,
    WALLET,
)
from bot.components.facilities import find_facilities
from bot.components.gazetteer import place_names
from bot.components.identifiers import find_identifiers
from bot.components.places import find_places
from bot.components.polis import find_polis
from bot.components.relatives import find_relatives
from bot.components.spans import Span, span, without_overlaps
from bot.components.vocabulary import pattern

Finder = Callable[[str], Iterator[Span]]
# "kelas 3" alone answers a question about rooms.
_FRAGMENT = 2


def find_entities(text: str) -> list[Span]:
    """All entities of a message, in order."""
    spans = [found for finder in _FINDERS for found in finder(text)]
    return without_overlaps(spans)


def _amounts(text: str) -> Iterator[Span]:
    for match in AMOUNT.finditer(text):
        yield span(text, *match.span(), "amount")


def _months(text: str) -> Iterator[Span]:
    if not MONTHS_FOR.search(text):
        return
    for match in MONTHS.finditer(text):
        before, after = text[: match.start()], text[match.end() :]
        per_month = PER_MONTH.search(before) or EACH.match(text, match.start())
        if not per_month and not AGE.search(before) and not AGE.search(after):
            yield span(text, *match.span(), "months")


def _classes(text: str) -> Iterator[Span]:
    """ "kelas 3" is a room where beds are meant and a contribution class where dues are meant."""
    for match in SPECIAL_ROOM.finditer(text):
        yield span(text, *match.span(), "room_class")
    kind = "room_class" if _is_about_beds(text) else "membership_class"
    for match in CLASS.finditer(text):
        yield span(text, *match.span(), kind)
    for match in TO_CLASS.finditer(text):
        yield span(text, *match.span(match.lastindex or 0), kind)
    for match in CORRECTED_CLASS.finditer(text):
        yield span(text, *match.span(1 if match[1] else 2), kind)


def _is_about_beds(text: str) -> bool:
    beds, dues = len(BED_WORDS.findall(text)), len(DUES_WORDS.findall(text))
    return beds > dues or (beds == dues and beds == 0 and len(text.split()) <= _FRAGMENT)


def _ratings(text: str) -> Iterator[Span]:
    for match in RATING.finditer(text):
        yield span(text, *match.span(match.lastindex or 0), "rating")


def _banks(text: str) -> Iterator[Span]:
    for match in re.finditer(rf"{START}(?:{pattern('banks')}){END}", text, re.I):
        if match[0].lower() != "mandiri" or _is_bank(text, match):
            yield span(text, *match.span(), "bank")
    for match in WALLET.finditer(text):
        yield span(text, *match.span(match.lastindex or 0), "bank")
    yield from _regional_banks(text)


def _regional_banks(text: str) -> Iterator[Span]:
    """ "bank kalbar": a bank named after a province or an island."""
    for match in re.finditer(rf"{START}bank\s+([^\W\d]+){END}", text, re.I):
        if match[1].lower() in place_names():
            yield span(text, *match.span(), "bank")


def _is_bank(text: str, match: re.Match[str]) -> bool:
    """ "mandiri" is also the segment of those who pay for themselves ("bpjs mandiri", "peserta mandiri")."""
    around = text[max(0, match.start() - 40) : match.end() + 25].lower()
    before = text[: match.start()].lower().rstrip()
    if re.search(r"(?:bpjs|peserta|daftar|jadi|jalur|secara|iuran|ke jkn|kis|jkn|bayar)$", before):
        return False
    if re.search(r"\b(?:bayar\w*|byr|transfer|setor)\b.{0,12}\b(?:pakai|pake|pk|lewat|lwt|via)$", before):
        return True
    return bool(
        re.search(
            (
                r"\bva\b|virtual|rekening|norek|autodeb|auto ?deb|bank|atm|transfer|potong|bca|bri|bni|account|"
                r"kode bayar|livin"
            ),
            around,
        )
    )


def _languages(text: str) -> Iterator[Span]:
    for match in LANGUAGE.finditer(text):
        if NOT_SPOKEN.search(text[: match.start()]) or re.match(r"\s+(?:is|so so)\b", text[match.end() :], re.I):
            continue
        yield span(text, *match.span(match.lastindex or 0), "language")


_FINDERS: tuple[Finder, ...] = (
    find_identifiers,
    _amounts,
    _languages,
    find_facilities,
    _banks,
    find_doctors,
    find_polis,
    find_places,
    _ratings,
    _classes,
    find_dates,
    find_times,
    _months,
    find_relatives,
)
