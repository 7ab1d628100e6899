"""What may be part of a name: not the everyday words."""

import re
from functools import lru_cache

from bot.components.normalise import lexicon
from bot.components.vocabulary import names

_WORD = r"[^\W\d_][\w'’.]*(?:-[\w'’]+)?"
NEXT_WORD = re.compile(rf"\s*({_WORD}|\d{{1,2}}(?![\w.,/]))")
# Verbs and nouns made by affixes ("menolak", "dilayani", "pelayanannya") are no names.
_AFFIXED = re.compile(r"(?:men|mem|meng|di|ber|ter|pen|pem|pel)[a-z]{4,}$|[a-z]{4,}nya$|[a-z]+-[a-z]+$")

_FIRST_VOWEL = re.compile(r"^([b-df-hj-np-tv-z]+)[aeiou]")
_LEAST_SHORTENED = 5
# "alamate", "alamatna", "masukki": with the Javanese or Sundanese article or a particle, or said twice ("sabar2").
_JAVANESE = re.compile(r"(?<=[a-z]{4})(?:ne|e|na|ny|ki|mi|pi|ji|kah|lah)$|2$")


def is_everyday(word: str, *, capital: bool = False) -> bool:
    """Whether a word in small letters is an everyday word, or made like one: by affixes (not where it was written with
    a ``capital``: "Diponegoro"), or by leaving out its first vowel ("kmpus").
    """
    bare = _JAVANESE.sub("", word)
    if word in names("name_stops") or word in common_words() or bare in common_words() or word in _shorthand():
        return True
    return bool(not capital and word not in names("name_words") and _AFFIXED.match(word))


@lru_cache(maxsize=1)
def _shorthand() -> frozenset[str]:
    """Everyday words without their first vowel inside: "kntor", "kmpus"."""
    shorter = {
        _FIRST_VOWEL.sub(r"\1", word, count=1)
        for word in common_words() | names("not_places")
        if len(word) >= _LEAST_SHORTENED
    }
    return frozenset(shorter - names("name_words") - names("places"))


@lru_cache(maxsize=1)
def common_words() -> frozenset[str]:
    """All forms of the lexicon, and the everyday words of ``data/common_words.txt``."""
    known = {part for form, canonical in lexicon().items() for part in (*form.split(), *canonical.split("_"))}
    return frozenset((known | names("common_words")) - names("name_words"))
