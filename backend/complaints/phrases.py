"""Phrases in data files, and finding them in what members write.

A phrase is words with spaces between. ``bayar*`` stands for any ending, ``tidak|belum`` for either, ``..`` for up to
four words in between. Texts are compared in small letters, without punctuation, without the ending -nya, with everyday
spellings set right.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from functools import lru_cache

_STRETCHED = re.compile(r"(\w)\1{2,}")
_WORD = re.compile(r"[^\W_]+")
_SENTENCE = re.compile(r"[.!?;\n]+(?=\s|$)|\n")
_DOUBLED = re.compile(r"([^\W\d_]{3,})(?:2|\s*-\s*\1)(?!\w)")
_GAP = ".."
_NYA = re.compile(r"(?<=\w{4})nya$")
_ANY_WORDS = r"(?:\S+ ){0,4}"


def plain(text: str, spelling: Mapping[str, str]) -> str:
    """Small letters, single spaces, no punctuation, "coba2" as "coba", everyday spellings replaced."""
    text = unicodedata.normalize("NFKC", text).lower()
    text = _DOUBLED.sub(r"\1", _STRETCHED.sub(r"\1", text))
    words = (_NYA.sub("", word) for word in _WORD.findall(text))
    return " ".join(spelling.get(word, word) for word in words)


def sentences(text: str, spelling: Mapping[str, str]) -> list[str]:
    """The sentences of a text, each in ``plain`` form."""
    found = (plain(part, spelling) for part in _SENTENCE.split(text))
    return [sentence for sentence in found if sentence]


def _token(token: str) -> str:
    alternatives = (re.escape(_NYA.sub("", part)).replace(r"\*", r"\w*") for part in token.split("|"))
    return f"(?:{'|'.join(alternatives)})"


def _phrase(phrase: str) -> str:
    """``a .. b`` → ``a (?:\\S+ ){0,4}b``: each gap swallows its own trailing spaces."""
    parts = [" ".join(_token(token) for token in part.split()) for part in phrase.split(f" {_GAP} ")]
    return f" {_ANY_WORDS}".join(parts)


@lru_cache(maxsize=256)
def _compiled(phrases: tuple[str, ...]) -> re.Pattern[str]:
    longest_first = sorted(phrases, key=len, reverse=True)
    return re.compile(rf"(?<!\S)(?:{'|'.join(_phrase(phrase) for phrase in longest_first)})(?!\S)")


def pattern(phrases: Iterable[str]) -> re.Pattern[str]:
    """One pattern for many phrases, for texts in ``plain`` form; no phrase at all matches nothing."""
    chosen = tuple(phrases)
    return _compiled(chosen) if chosen else re.compile(r"(?!)")
