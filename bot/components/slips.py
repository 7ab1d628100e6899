"""Slips of the finger and words before the matter, made on purpose: the model learns from them what survives both."""

import itertools
import random
from functools import lru_cache

from bot.components.vocabulary import names

_LEAST_LETTERS = 4
_SHARE = 0.25
_OPENED = 0.1
# Keys beside each other on a phone.
_BESIDE = {a: b for row in ("qwertyuiop", "asdfghjkl", "zxcvbnm") for a, b in itertools.pairwise(row)}


def with_slips(text: str, rng: random.Random) -> str:
    """The text with a slip in every fourth word of four letters or more: a letter lost, doubled, swapped with the next
    or hit beside its key.
    """
    return " ".join(_slip(word, rng) if _may_slip(word) and rng.random() < _SHARE else word for word in text.split(" "))


def _may_slip(word: str) -> bool:
    return len(word) >= _LEAST_LETTERS and word.isascii() and word.isalpha()


def _slip(word: str, rng: random.Random) -> str:
    at = rng.randrange(1, len(word) - 1)
    before, letter, following, rest = word[:at], word[at], word[at + 1], word[at + 2 :]
    return before + rng.choice(
        (
            following + rest,
            letter * 2 + following + rest,
            following + letter + rest,
            _BESIDE.get(letter, letter) + following + rest,
        )
    )


def with_opening(text: str, rng: random.Random) -> str:
    """The text, in some of the calls behind words that open a talk: "mau tanya", "ambo nio tanyo"."""
    return f"{rng.choice(_openings())} {text}" if rng.random() < _OPENED else text


@lru_cache(maxsize=1)
def _openings() -> list[str]:
    return sorted(names("opening_words"))
