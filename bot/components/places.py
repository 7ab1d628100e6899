"""Places by name, and unknown names after "di", "dekat", "kecamatan" … The backend resolves them."""

import re
from collections.abc import Iterator
from functools import lru_cache

from bot.components.names import NEXT_WORD, is_everyday
from bot.components.spans import Span, span
from bot.components.vocabulary import names

# Shorter gazetteer names ("soe", "bau") are too often something else.
_SHORTEST_PLACE = 4
_LONGEST_PLACE = 3
_DIRECTIONS = frozenset(
    ("kidul", "kulon", "wetan", "lor", "utara", "selatan", "timur", "barat", "tengah", "baru", "raya", "indah")
)
_ADMIN = r"kecamatan|kec\.?|kelurahan|kel\.?|desa|kota|kab\.?|kabupaten|jalan|jl\.?|jln|dusun"
_AROUND = "daerah|sekitar|sekitaran|seputaran|near|around|dekat|deket|dkt|area|wilayah|cedak|caket|deukeut"
_PREPOSITION = re.compile(
    rf"(?<![\w⟦])(?:di|d|skitar|seputar|{_AROUND}|{_ADMIN}|arah|domisili|tinggal di|pindah ke|ke|in|at|nang|neng|"
    r"teng|ning|dari|posisi)\s+",
    re.I,
)
_ADMINISTRATIVE = re.compile(rf"^(?:{_ADMIN})$", re.I)
_STRONG = re.compile(rf"^(?:{_ADMIN}|{_AROUND})$", re.I)


def find_places(text: str) -> Iterator[Span]:
    """Places of ``data/places.txt`` anywhere, other names only after a preposition."""
    yield from _after_preposition(text)
    for match in _known().finditer(text):
        if len(match[0]) >= _SHORTEST_PLACE and match[0].lower() not in names("ambiguous_places"):
            yield span(text, *match.span(), "place")


@lru_cache(maxsize=1)
def _known() -> re.Pattern[str]:
    forms = "|".join(re.escape(name).replace(r"\ ", r"\s+") for name in sorted(names("places"), key=len, reverse=True))
    return re.compile(rf"(?<![\w⟦])(?:(?:kota|kabupaten|kab\.?|kecamatan|kec\.?)\s+)?(?:{forms})(?!\w)", re.I)


def _after_preposition(text: str) -> Iterator[Span]:
    at = 0
    while match := _PREPOSITION.search(text, at):
        preposition = match[0].strip()
        end = _place_end(text, match.end(), strong=_is_strong(preposition, text[: match.start()]))
        if end > match.end():
            yield span(text, match.start() if _ADMINISTRATIVE.match(preposition) else match.end(), end, "place")
        at = max(end, match.start() + len(preposition) + 1)


def _is_strong(preposition: str, before: str) -> bool:
    """After these words also a name in small letters is a place; "jalan" needs a "di", or it is a verb."""
    if re.match(r"jalan|jl|jln", preposition, re.I):
        return bool(re.search(r"\bdi\s*$", before, re.I))
    return bool(_STRONG.match(preposition))


def _place_end(text: str, start: int, *, strong: bool) -> int:
    if known := _known().match(text, start):
        return known.end()
    end, words = start, 0
    while words < _LONGEST_PLACE and (match := NEXT_WORD.match(text, end)):
        word = match[1]
        if not _may_be_place(word.lower().strip("."), follows=words > 0):
            break
        if not word[0].isalpha() or not (strong or word[0].isupper() or words):
            break
        end, words = match.end(), words + 1
    return end


def _may_be_place(word: str, *, follows: bool) -> bool:
    if follows and word in _DIRECTIONS:
        return True
    return len(word) >= _SHORTEST_PLACE and word not in names("not_places") and not is_everyday(word)
