"""Facility names, kinds of facilities, and places. The backend resolves the names; here only the spans are found."""

import re
from collections.abc import Iterator
from functools import lru_cache

from bot.components.normalise import lexicon
from bot.components.spans import Span, span
from bot.components.vocabulary import names, pattern

_NAMED = (
    (r"rumah sakit umum daerah|rumah sakit umum pusat|rumah sakit umum|rumah sakit ibu dan anak|"
r"rumah sakit jiwa|rumah sakit|rumah sakik|")
    (r"rmh sakit|rumkit|rsud|rsupn|rsup|rsia|rsab|rsjd|rsj|rskia|rskd|rsk|rsgm|rsu|rs|hospital|"
r"puskesmas|puskemas|puskes|pkm|")
    r"klinik pratama|klinik utama|klinik|clinic|apotek|apotik|optik|optikal|laboratorium"
)
_WORD = r"[^\W\d_][\w'’.]*(?:-[\w'’]+)?"
_TYPE = re.compile(rf"(?<![\w⟦])(?P<kind>{_NAMED})(?P<clitic>nya|ku|mu|e|ne|na)?(?![\w'])", re.I)
_NUMERAL = re.compile(r"(?:[ivx]{1,3}|\d{1,2})$", re.I)
_LONGEST_NAME = 4
# "rumah sakit daerah" alone names no facility.
_GENERIC = frozenset("umum daerah pusat kota kabupaten baru utama provinsi".split())
# Verbs and nouns made by affixes ("menolak", "dilayani", "pelayanannya") are no names.
_VERB = re.compile(r"(?:men|mem|meng|di|ber|ter|pen|pem|pel)[a-z]{4,}$|[a-z]{4,}nya$|[a-z]+-[a-z]+$")
# Words that may stand inside a name although they are everyday words.
_NAME_WORDS = names("name_words")
_STOP = names("name_stops")
_LOOKS_FOR = re.compile(r"dekat|deket|dkt|cari|di ?mana|dmn|sekitar|lokasi|nearest|near|around|caket|cedak|deukeut", re.I)
_PREPOSITION = re.compile(
    (r"(?<![\w⟦])(?:di|d|dekat|deket|dkt|sekitar|sekitaran|skitar|seputar|seputaran|daerah|wilayah|"
r"kecamatan|kec\.?|kelurahan|kel\.?|desa|dusun|kota|kab\.?|kabupaten|area|arah|domisili|tinggal "
r"di|pindah ke|ke|near|in|around|at|nang|neng|teng|ning|cedak|caket|jalan|jl\.?|jln|deukeut|"
r"wilayah|dari|posisi)\s+"),
    re.I,
)
_ADMINISTRATIVE = re.compile(r"^(?:kecamatan|kec\.?|kelurahan|kel\.?|desa|kota|kab\.?|kabupaten|jalan|jl\.?|jln|dusun)$", re.I)
_STRONG = re.compile((r"^(?:kecamatan|kec\.?|kelurahan|kel\.?|desa|kota|kab\.?|kabupaten|daerah|sekitar|sekitaran|"
r"seputaran|near|around|dekat|deket|dkt|area|wilayah|jalan|jl\.?|jln|cedak|caket)$"), re.I)
_TOKEN = re.compile(rf"\s*({_WORD}|\d{{1,2}}(?![\w.,/]))")


def find_facilities(text: str) -> Iterator[Span]:
    """A kind of facility with a name is a ``facility_name``; alone it is a ``facility_type``."""
    end = 0
    for match in _TYPE.finditer(text):
        if match.start() < end:
            continue
        end = match.end() if match["clitic"] else _name_end(text, match.end())
        if end > match.end():
            yield span(text, match.start(), end, "facility_name")
            continue
        end = match.end()
    yield from _nicknames(text)
    for match in re.finditer(rf"(?<![\w⟦])(?:{pattern('facility_types')})(?:nya|ku|mu|ne|e)?(?!\w)", text, re.I):
        if _is_facility(match[0].lower(), text):
            yield span(text, *match.span(), "facility_type")


def _is_facility(word: str, text: str) -> bool:
    """A bare "kantor" may be an employer's, and "dokter gigi" a poli, unless the text looks for a place."""
    if word.startswith("kantor") and " " not in word:
        return bool(re.search(r"bpjs|bepejees|jkn|165|cabang", text, re.I) or _LOOKS_FOR.search(text))
    if re.match(r"dokter (?:gigi|umum)|drg|dentist", word):
        return bool(_LOOKS_FOR.search(text))
    return True


def _nicknames(text: str) -> Iterator[Span]:
    for name in sorted(names("hospitals"), key=len, reverse=True):
        if len(name) > 3 and name.startswith("rs") and (match := re.search(rf"(?<!\w){re.escape(name)}(?!\w)", text, re.I)):
            yield span(text, *match.span(), "facility_name")


def _name_end(text: str, start: int) -> int:
    """Where the name after a kind of facility ends; ``start`` if none follows."""
    words, end, named = 0, start, False
    while words < _LONGEST_NAME and (match := _TOKEN.match(text, end)):
        word = match[1]
        follows = words > 0
        if not _may_be_name(word, follows, text, match.end()):
            break
        end, words = match.end(), words + 1
        named = named or word.lower() not in _GENERIC
        if text[end : end + 1] in (",", "?", "!", ";") or word.endswith((",", "?", "!")):
            break
    return end if named else start


def _may_be_name(word: str, follows: bool, text: str, end: int) -> bool:
    low = word.lower().strip(".")
    if follows and _NUMERAL.match(word):
        return not re.match(r"\s*(?:bulan|hari|bln|jam|orang|kali|x\b|tahun|juta|jt|rb|ribu)", text[end:], re.I)
    if low in names("places") or low in _NAME_WORDS or _starts_known(low, text, end):
        return True
    if low in _STOP or len(low) < 2:
        return False
    if word[0].isupper() and not text.isupper() and not word.isupper():
        return low not in _common() or not follows
    return low not in _common() and not _VERB.match(low)


def _starts_known(low: str, text: str, end: int) -> bool:
    following = _TOKEN.match(text, end)
    pair = f"{low} {following[1].lower()}" if following else low
    return low in names("hospitals") or pair in names("hospitals") or pair in names("places")


@lru_cache(maxsize=1)
def _common() -> frozenset[str]:
    """Words that are no names: all forms of the lexicon, and the everyday words of ``data/common_words.txt``."""
    known = {part for form, canonical in lexicon().items() for part in (*form.split(), *canonical.split("_"))}
    return frozenset((known | names("common_words")) - _NAME_WORDS)


def find_places(text: str) -> Iterator[Span]:
    """Places by name (``data/places.txt``), and unknown names after "di", "dekat", "kecamatan" …"""
    yield from _after_preposition(text)
    for match in re.finditer(rf"(?<![\w⟦])(?:(?:kota|kab\.?|kabupaten)\s+)?(?:{_places()})(?!\w)", text, re.I):
        if len(match[0]) > 3 and match[0].lower() not in _AMBIGUOUS_PLACES:
            yield span(text, *match.span(), "place")


# Also everyday words; they count as places only after a preposition.
_AMBIGUOUS_PLACES = names("ambiguous_places")


@lru_cache(maxsize=1)
def _places() -> str:
    return "|".join(re.escape(name).replace(r"\ ", r"\s+") for name in sorted(names("places"), key=len, reverse=True))


def _after_preposition(text: str) -> Iterator[Span]:
    at = 0
    while match := _PREPOSITION.search(text, at):
        preposition = match[0].strip()
        street = re.match(r"jalan|jl|jln", preposition, re.I)
        strong = bool(_STRONG.match(preposition)) if not street else bool(re.search(r"\bdi\s*$", text[: match.start()], re.I))
        end = _place_end(text, match.end(), strong=strong)
        if end > match.end():
            start = match.start() if _ADMINISTRATIVE.match(preposition) else match.end()
            yield span(text, start, end, "place")
        at = max(end, match.start() + len(preposition) + 1)


def _place_end(text: str, start: int, *, strong: bool) -> int:
    known = re.compile(rf"(?:(?:kota|kabupaten|kab\.?|kecamatan|kec\.?)\s+)?(?:{_places()})(?!\w)", re.I).match(text, start)
    if known:
        return known.end()
    end, words = start, 0
    while words < 3 and (match := _TOKEN.match(text, end)):
        word = match[1]
        low = word.lower().strip(".")
        unknown = low not in _STOP and low not in _common() and low not in _NOT_PLACES and not _VERB.match(low) and len(low) > 3
        if not unknown and not (words and low in ("kidul", "kulon", "wetan", "lor", "utara", "selatan", "timur", "barat", "tengah", "baru", "raya", "indah")):
            break
        if not word[0].isalpha() or not (strong or word[0].isupper() or words):
            break
        end, words = match.end(), words + 1
    return end


_NOT_PLACES = names("not_places")
