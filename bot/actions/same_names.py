"""Whether words name a facility or somebody whose name is known: slips, numerals and kinds of place aside."""

import re

from rapidfuzz import fuzz

_GENERIC = frozenset({
    "rs", "rsu", "rsud", "rsup", "rsupn", "rsia", "rumah", "sakit", "umum", "daerah", "pusat", "dr", "drg", "prof",
    "h", "puskesmas", "pkm", "klinik", "di", "ke", "kota", "kabupaten", "hospital", "clinic", "the", "at", "dokter",
})  # fmt: skip
_ROMAN = {"i": "1", "ii": "2", "iii": "3", "iv": "4", "v": "5", "vi": "6"}
_SAME_WORD = 82
"""How alike two words of a name must be, of 100."""


def same_name(words: str, name: str) -> bool:
    """Whether words name somebody or something: every word that says something is found in the name."""
    asked = [word for word in _numbered(words) if word not in _GENERIC]
    known = _numbered(name)
    return bool(asked) and all(any(fuzz.ratio(a, k) >= _SAME_WORD for k in known) for a in asked)


def _numbered(text: str) -> list[str]:
    """Words in small letters, Roman numerals as digits: "Ngemplak II" and "ngemplak 2" are the same."""
    return [_ROMAN.get(word, word) for word in re.findall(r"\w+", text.lower())]
