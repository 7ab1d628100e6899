"""Names as people type them: folding, tokens, and one spelling for letters that sound alike."""

import re
import unicodedata
from functools import lru_cache
from importlib.resources import files

_NOT_WORD = re.compile(r"[^a-z0-9]+")
_SAME_WORDS = {
    "kab": "kabupaten",
    "kodya": "kota",
    "kotamadya": "kota",
    "i": "1",
    "ii": "2",
    "iii": "3",
    "iv": "4",
    "v": "5",
    "vi": "6",
    "vii": "7",
    "viii": "8",
    "ix": "9",
    "x": "10",
}
# Pre-1972 spelling and letters that are heard alike, longest first: Soetomo = Sutomo, Achmad = Ahmad.
_SOUNDS = (
    ("oe", "u"), ("dj", "j"), ("tj", "c"), ("sj", "sy"), ("nj", "ny"), ("ch", "h"), ("kh", "h"),
    ("th", "t"), ("dh", "d"), ("ph", "f"), ("v", "f"), ("q", "k"), ("x", "ks"), ("z", "s"),
)  # fmt: skip
_DOUBLED = re.compile(r"([a-z])\1+")
LIGHT_WORDS = frozenset({"kota", "kabupaten"})
"""Words that hardly tell one name from another."""
FILLERS = frozenset(files("backend.regions").joinpath("data/fillers.txt").read_text(encoding="utf-8").split())
"""Words of a sentence around a name. A name may hold one all the same ("Gunung Mas"), so matching makes them
optional, not absent.
"""


def fold(text: str) -> str:
    """Lower case, no accents, words separated by single blanks; everything else is dropped."""
    plain = (
        unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower().replace("'", "").replace("`", "")
    )
    return _NOT_WORD.sub(" ", plain).strip()


def words(text: str) -> list[str]:
    """The folded words with Roman numerals as digits and "kab" in full, so that "Ngemplak II" and "ngemplak 2" are
    the same.
    """
    return [_SAME_WORDS.get(word, word) for word in fold(text).split()]


@lru_cache(maxsize=65536)
def sound(word: str) -> str:
    """One spelling for all spellings of a word that sound alike; digits stay as they are."""
    if word.isdigit():
        return word
    for letters, heard in _SOUNDS:
        word = word.replace(letters, heard)
    return _DOUBLED.sub(r"\1", word)


def telling(typed: list[str] | tuple[str, ...]) -> bool:
    """Whether any of the words can be (part of) a name."""
    return any(word not in FILLERS and word not in LIGHT_WORDS for word in typed)
