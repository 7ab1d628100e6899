"""Doctors by name: "dr. Ratna Wulandari", "dokter bambang"; "dr" alone is also short for "dari"."""

import re
from collections.abc import Iterator
from functools import lru_cache

from bot.components.date_patterns import DATE
from bot.components.entity_patterns import END, START
from bot.components.gazetteer import place_names
from bot.components.names import NEXT_WORD, is_everyday
from bot.components.spans import Span, span
from bot.components.vocabulary import names, pattern

_CAPITAL = re.compile(
    rf"{START}(?:[Dd]rg\.?|[Dd]r\.?|[Dd]okter|dr\. dr\.)\s*(?!(?:di|ke|yang|yg|nya|rs|saya|sy|ini|itu|praktek|"
    rf"hari|jam|dan|apa|ada|pribadi)\b)((?:[A-Z][\w'.]+)(?:\s+[A-Z][\w'.,]+){{0,3}})"
)
_LOW = re.compile(
    rf"{START}(?:drg\.?|dr\.?)\s+([a-z]{{3,}})(?=\s+(?:sp\.?\s?\w+|masuk|msk|praktek|praktik|ada|"
    rf"jadwal|jam|hari|spesialis|besok|bsk|senin|selasa|rabu|kamis|jumat|sabtu|cuti|libur|jaga)\b|$)"
)
# With its dot it is a doctor; without it, or after "dokter", a known given name must follow.
_DOTTED = re.compile(rf"{START}drg?\.\s*([a-z]{{3,}}){END}")
_GIVEN = re.compile(rf"{START}(?:drg?\.?|dokter)\s+([a-z]{{3,}}){END}")
_KIND = re.compile(
    r"(?:rs\w{0,3}|rumah|puskesmas|pkm|klinik|poli\w*|sp\w{0,3}|spesialis|praktek|praktik|prktek)$", re.I
)


def find_doctors(text: str) -> Iterator[Span]:
    """Doctors by name."""
    for match in _CAPITAL.finditer(text):
        if not _poli().fullmatch(match[1]) and not DATE.match(match[1]):
            yield span(text, *match.span(), "doctor")
    for match in _GIVEN.finditer(text):
        if match[1] in names("given_names") and not _is_hospital(text, match.start(1), match.end()):
            yield span(text, match.start(), _name_end(text, match.end()), "doctor")
    for match in _DOTTED.finditer(text):
        if _may_be_name(match[1]):
            yield span(text, match.start(), _name_end(text, match.end()), "doctor")
    for match in _LOW.finditer(text):
        if _may_be_name(match[1]) and match[1] not in place_names() and not DATE.match(match[1]):
            yield span(text, *match.span(), "doctor")


@lru_cache(maxsize=1)
def _poli() -> re.Pattern[str]:
    return re.compile(pattern("polis"), re.I)


def _is_hospital(text: str, start: int, end: int) -> bool:
    """ "dr hasan sadikin" comes from that hospital."""
    following = NEXT_WORD.match(text, end)
    return bool(following) and " ".join(text[start : following.end() if following else end].split()) in names(
        "hospitals"
    )


def _may_be_name(word: str) -> bool:
    if is_everyday(word) or word in names("not_places") or _KIND.match(word):
        return False
    return not _poli().fullmatch(word)


def _name_end(text: str, end: int) -> int:
    """Where a name goes on for one more word: "dr. maria goreti yg"."""
    following = NEXT_WORD.match(text, end)
    if not following or not following[1].isalpha() or not following[1].islower() or len(following[1]) < len("adi"):
        return end
    if following[1] in place_names() or DATE.match(text, following.start(1)) or not _may_be_name(following[1]):
        return end
    return following.end()
