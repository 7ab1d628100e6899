"""Places by name, and unknown names after "di", "dekat", "kecamatan" … The backend resolves them."""

import re
from collections.abc import Iterator
from functools import lru_cache

from bot.components.date_patterns import DATE
from bot.components.gazetteer import begins_place, place_names
from bot.components.names import NEXT_WORD, is_everyday
from bot.components.spans import Span, span
from bot.components.vocabulary import names

_WORD = re.compile(r"\w+")
# Shorter gazetteer names ("soe", "bau") are too often something else.
_SHORTEST_PLACE = 4
_LONGEST_PLACE = 3
# "tempatku" is nobody's name.
_OWN = ("ku", "mu", "nya")
# These follow many other words too.
_LOOSE = frozenset(("baru", "raya", "indah"))
_ADMIN = (
    r"kecamatan|kec\.?|kelurahan|kel\.?|desa|(?<!ibu )(?<!luar )kota|kab\.?|kabupaten|jalan|jl\.?|jln|dusun|"
    r"perumahan|komplek|stasiun|terminal|bandara|alun-alun|alun alun|alun2|masjid agung"
)
_LANDMARK = re.compile(r"(?:alun-alun|alun alun|alun2|stasiun|terminal|bandara|masjid agung|pasar)\s+", re.I)
_AROUND = (
    "daerah|sekitar|sekitaran|seputaran|near|around|(?:dekat|deket)(?:2|-?(?:dekat|deket))?|dkt2?|area|wilayah|cedak|"
    "cedhak|caket|deukeut|dakek|parak"
)
_PREPOSITION = re.compile(
    rf"(?<![\w⟦])(?:di|d|skitar|seputar|{_AROUND}|{_ADMIN}|arah|domisili|tinggal di|pindah ke|ke|in|at|nang|neng|"
    r"teng|ning|dari|posisi|ka|ti|(?:kantor|ktr|kntr) (?:cabang |cab )?(?:bpjs|jkn)(?: kesehatan| kes)?"
    r"(?: cabang| cab)?)\s+",
    re.I,
)
_ADMINISTRATIVE = re.compile(rf"^(?:{_ADMIN})$", re.I)
_STRONG = re.compile(rf"^(?:{_ADMIN}|{_AROUND}|(?:kantor|ktr|kntr).*)$", re.I)
_NEAREST_FROM = re.compile(r"(?:terdekat|terdeket|deket|dekat) dari\s+$", re.I)
# Where one of these stands, an unknown word in small letters after "di" or "ke" is a place.
_SPEAKS_OF_PLACES = re.compile(
    r"(?<!\w)(?:rs\w{0,3}|rumah sakit|puskes\w*|pkm|klinik|apotek|apotik|optik|faskes|drg|dokter|kamar|"
    r"bed|icu|terdekat|tinggal|domisili|pindah(?:an)? rumah|mudik|merantau|kerja|hospital|clinic|"
    r"pharmacy|dentist)(?!\w)",
    re.I,
)

_IN_A_DAY = re.compile(
    r"\b(?:hari|hr|dinten|dina|poe|malam|mlm|malem)\s+⟦⟧"
    r"|(?<!puskesmas )(?<!rsud )(?<!di )(?<!ke )⟦⟧\s+(?:pagi|pgi|siang|sore|malam|mlm|malem|subuh|wengi|isuk|dalu)\b",
    re.I,
)
"""What stands beside a word (in its place ``⟦⟧``) that names a day and not a place."""


def find_places(text: str) -> Iterator[Span]:
    """Places of ``data/places.txt`` anywhere, other names only after a preposition."""
    yield from _after_preposition(text)
    for match in _named(text):
        day = DATE.match(text, match.start())  # "senen depan", "senen malem": also the name of a district
        if day and (day.end() > match.end() or _IN_A_DAY.search(f"{text[: day.start()]}⟦⟧{text[day.end() :]}")):
            continue
        if len(match[0]) >= _SHORTEST_PLACE and match[0].lower() not in names("ambiguous_places"):
            yield span(text, match.start(), _with_direction(text, match.end()), "place")


def _named(text: str) -> Iterator[re.Match[str]]:
    """Known places in order. Only words with which one begins are compared with all of them: most begin none."""
    end = 0
    for word in _WORD.finditer(text):
        if word.start() >= end and word[0].lower() in _beginnings() and (match := _known().match(text, word.start())):
            end = match.end()
            yield match


@lru_cache(maxsize=1)
def _beginnings() -> frozenset[str]:
    first = (_WORD.match(name) for name in place_names())
    return frozenset(match[0] for match in first if match) | {"kota", "kabupaten", "kab", "kecamatan", "kec"}


@lru_cache(maxsize=1)
def _known() -> re.Pattern[str]:
    forms = "|".join(re.escape(name).replace(r"\ ", r"\s+") for name in sorted(place_names(), key=len, reverse=True))
    return re.compile(rf"(?<![\w⟦])(?:(?:(?<!ibu )kota|kabupaten|kab\.?|kecamatan|kec\.?)\s+)?(?:{forms})(?!\w)", re.I)


def _after_preposition(text: str) -> Iterator[Span]:
    at = 0
    while match := _PREPOSITION.search(text, at):
        preposition = match[0].strip()
        named = _is_strong(preposition, text[: match.start()]) or bool(_NEAREST_FROM.search(text[: match.end()]))
        strong = named or bool(_SPEAKS_OF_PLACES.search(text))
        end = _place_end(text, match.end(), strong=strong, named=named)
        if end > match.end():
            yield span(text, match.start() if _ADMINISTRATIVE.match(preposition) else match.end(), end, "place")
        at = max(end, match.start() + len(preposition) + 1)


def _is_strong(preposition: str, before: str) -> bool:
    """After these words also a name in small letters is a place; "jalan" needs a "di", or it is a verb."""
    if re.match(r"jalan", preposition, re.I):
        return bool(re.search(r"\bdi\s*$", before, re.I))
    return bool(_STRONG.match(preposition))


def _place_end(text: str, start: int, *, strong: bool, named: bool) -> int:
    """Where a place that begins here ends; ``named``: it must be a place, though it looks like a verb ("Dinoyo")."""
    if landmark := _LANDMARK.match(text, start):
        end = _place_end(text, landmark.end(), strong=True, named=False)
        if end > landmark.end():
            return end
    known = _known().match(text, start)
    if known and known[0].lower() not in names("not_places"):
        return _with_direction(text, known.end())
    end, words = start, 0
    while words < _LONGEST_PLACE and (match := NEXT_WORD.match(text, end)):
        word = match[1]
        low, following = word.lower().strip("."), NEXT_WORD.match(text, match.end())
        if following and begins_place(low, following[1].lower()):
            end, words = following.end(), words + 2
            continue
        capital = (word[0].isupper() and not word.isupper()) or (named and not words and low.startswith("di"))
        if not _may_be_place(low, follows=words > 0, capital=capital):
            break
        if not word[0].isalpha() or not (strong or word[0].isupper() or words):
            break
        end, words = match.end(), words + 1
    return end


def _with_direction(text: str, end: int) -> int:
    """ "luwuk timur" is a district of Luwuk."""
    following = NEXT_WORD.match(text, end)
    return following.end() if following and following[1].lower() in names("directions") - _LOOSE else end


def _may_be_place(word: str, *, follows: bool, capital: bool) -> bool:
    if follows and word in names("directions"):
        return True
    if word.endswith(_OWN):
        return False
    return len(word) >= _SHORTEST_PLACE and word not in names("not_places") and not is_everyday(word, capital=capital)
