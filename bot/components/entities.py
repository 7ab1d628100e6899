"""Finds entities by rules and word lists in the original text. Earlier finders win where spans overlap."""

import re
from collections.abc import Callable, Iterator

from bot.components.date_patterns import find_dates, find_times
from bot.components.entity_patterns import (
    AGE,
    AMOUNT,
    BED_WORDS,
    CLASS,
    CORRECTED_CLASS,
    DOCTOR,
    DOCTOR_DOTTED,
    DOCTOR_LOW,
    DUES_WORDS,
    EACH,
    ELDER,
    END,
    INSTEAD,
    LANGUAGE,
    MONTHS,
    MONTHS_FOR,
    OF_ANOTHER,
    PER_MONTH,
    POLI_AFTER,
    POLI_DOOR,
    POLI_NAMED,
    RATING,
    RELATION_SKIP,
    SPECIAL_ROOM,
    SPECIALIST,
    START,
    TO_CLASS,
    VOCATIVE,
    WALLET,
)
from bot.components.facilities import find_facilities
from bot.components.identifiers import find_identifiers
from bot.components.names import is_everyday
from bot.components.places import find_places
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


def find_doctors(text: str) -> Iterator[Span]:
    """Doctors by name."""
    for expression in (DOCTOR, DOCTOR_LOW):
        for match in expression.finditer(text):
            if not re.fullmatch(pattern("polis"), match[1], re.I):
                yield span(text, *match.span(), "doctor")
    for match in DOCTOR_DOTTED.finditer(text):
        if not is_everyday(match[1]) and not re.fullmatch(pattern("polis"), match[1]):
            yield span(text, *match.span(), "doctor")


def _polis(text: str) -> Iterator[Span]:
    forms = pattern("polis")
    for match in re.finditer(
        rf"{START}{POLI_AFTER}(?:nya)?\s+(?:ke\s+)?(?P<poli>{forms})(?:nya|ne|e)?{END}", text, re.I
    ):
        if match["poli"].lower() not in ("dalam",) or re.match(r"pol[iy]", match[0], re.I):
            yield span(text, *match.span("poli"), "poli")
    for match in re.finditer(
        (
            rf"{START}(?:kontrol|periksa|antrian|antrean|antri|daftar|bagian|jadwal|cek|priksa)\s+(?:ke\s+)?(?P<poli>gigi|"
            rf"mata|jantung|paru|saraf|kandungan|kulit|tht|jiwa|tulang|urologi|anak|penyakit dalam|penyakit dlm){END}"
            r"(?!(?<=anak)(?:\s+(?:saya|sy|aku|ku|gue|gw|kami|abdi|kula|kulo|ambo|lanang|wedok|pertama|kedua|bungsu|sulung)\b))"
        ),
        text,
        re.I,
    ):
        yield span(text, *match.span("poli"), "poli")
    for match in POLI_DOOR.finditer(text):
        yield span(text, *match.span(match.lastindex or 0), "poli")
    if POLI_NAMED.search(text):
        for match in re.finditer(
            rf"{START}{INSTEAD}\s+(?:ke\s+)?(?P<poli>{forms}){END}(?!\s+(?:saya|sy)\b)", text, re.I
        ):
            yield span(text, *match.span("poli"), "poli")
    for match in SPECIALIST.finditer(text):
        yield span(text, *match.span(1 if match[1] else 0), "poli")


def _ratings(text: str) -> Iterator[Span]:
    for match in RATING.finditer(text):
        yield span(text, *match.span(match.lastindex or 0), "rating")


def _banks(text: str) -> Iterator[Span]:
    for match in re.finditer(rf"{START}(?:{pattern('banks')}){END}", text, re.I):
        if match[0].lower() != "mandiri" or _is_bank(text, match):
            yield span(text, *match.span(), "bank")
    for match in WALLET.finditer(text):
        yield span(text, *match.span(1), "bank")


def _is_bank(text: str, match: re.Match[str]) -> bool:
    """ "mandiri" is also the segment of those who pay for themselves ("bpjs mandiri", "peserta mandiri")."""
    around = text[max(0, match.start() - 40) : match.end() + 25].lower()
    before = text[: match.start()].lower().rstrip()
    if re.search(r"(?:bpjs|peserta|daftar|jadi|jalur|secara|iuran|ke jkn|kis|jkn|bayar)$", before):
        return False
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
        yield span(text, *match.span(match.lastindex or 0), "language")


def _relations(text: str) -> Iterator[Span]:
    forms = pattern("relations")
    found = 0
    for match in re.finditer(
        (
            rf"{START}(?:(?:{forms})(?:nya|ku|mu)?|(?:bojo|anak|ibu|bapak|simbah|mbah|adik|adhi)(?:ne|"
            rf"e|na)|indungna|bapana){END}"
        ),
        text,
        re.I,
    ):
        before, after = text[: match.start()], text[match.end() :]
        if RELATION_SKIP.search(before) or VOCATIVE.search(after) or _is_address(match[0], before, after):
            continue
        # "cucu saya …, orang tuanya sibuk": the second one belongs to the first.
        if not (found and OF_ANOTHER.fullmatch(match[0])):
            yield span(text, *match.span(), "relation")
        found += 1
    for match in ELDER.finditer(text):
        yield span(text, *match.span(), "relation")


def _is_address(word: str, before: str, after: str) -> bool:
    """ "bu" and "ibu" also address the reader: "tolong ibu", "pagi ibu,"."""
    if word.lower() in ("saudara", "sodara"):
        return not re.match(r"\s*(?:saya|sy|ku|kandung|perempuan|laki|sepupu|ipar)\b", after, re.I)
    if word.lower() not in ("ibu", "bapak", "bpk", "ade", "mak", "ama", "laki", "uma", "mbah", "rama", "om", "tante"):
        return False
    if word.lower() in ("om", "tante"):
        return not re.match(r"\s*(?:saya|sy|ku)\b", after, re.I)
    if word.lower() in ("ama", "laki", "uma", "rama", "ade"):
        return not re.match(r"\s*(?:saya|sy|ku|kula|ulun|ambo|mertua)\b", after, re.I)
    return not before.strip() and bool(re.match(r"\s*[,!]", after))


_FINDERS: tuple[Finder, ...] = (
    find_identifiers,
    _amounts,
    _languages,
    find_facilities,
    _banks,
    find_doctors,
    _polis,
    find_places,
    _ratings,
    _classes,
    find_dates,
    find_times,
    _months,
    _relations,
)
