"""How like a message is to example sentences, by its words alone: a fraction of a millisecond, and no model.

Numbers say nothing. Words count in their canonical form, without what Indonesian puts before and behind them, and the
more the fewer of the questions use them. A word that is nearly another counts as that one.
"""

import math
from collections import Counter
from collections.abc import Iterable, Mapping
from functools import lru_cache

from rapidfuzz import process
from rapidfuzz.distance import OSA

from bot.actions.ellipsis import JOINING
from bot.actions.offer_words import stems
from bot.components.normalise import tokens

SMALL = frozenset({
    "?", "!", "ya", "kak", "min", "admin", "pak", "bu", "dong", "sih", "kan", "kok", "deh", "nih", "itu", "ini",
    "saya", "kalau", "lalu", "yang", "di", "ke", "dari", "untuk", "dan", "atau", "juga", "the", "a", "an", "is", "it",
    "to", "of", "for", "i", "my", "and", "are", "does", "do", "bpjs", "jkn",
})  # fmt: skip
"""Words of which nothing follows."""
_LEAST_LETTERS = 5
"""A shorter word with another letter is another word."""
_STRANGE = 0.6
"""How much an unknown word counts, of what half of the known words count."""
_SHARED, _COMMON = 3, 12
"""A word that more than one of so many of the questions in view use, and more than so many of all, tells none of them
from others.
"""
_ALMOST = 0.8
"""How much of a word counts that is nearly another."""


@lru_cache(maxsize=4096)
def root(word: str) -> str:
    """The word that stands in a dictionary, or nearly: the same for "bayar", "dibayar" and "bayarnya"."""
    return min(stems(word), key=lambda form: (len(form), form))


def roots(text: str) -> list[str]:
    """What a text says, word by word, each once."""
    words = (part for token in tokens(text) for part in token.split("_"))
    return list(dict.fromkeys(root(word) for word in words if word not in SMALL and not word[0].isdigit()))


_JOINS = frozenset(root(word) for word in JOINING | {"sudah", "belum", "sekarang", "already", "now"})
"""Words that belong to no question more than to others."""


class Likeness:
    """Questions known by example sentences."""

    def __init__(self, examples: Mapping[str, Iterable[str]]) -> None:
        """``examples`` by the name of the question."""
        self._examples = {name: [frozenset(roots(text)) for text in texts] for name, texts in examples.items()}
        used = Counter(word for said in self._examples.values() for word in frozenset().union(*said))
        self._weights = {word: math.log(1 + len(self._examples) / count) for word, count in used.items()}
        self._strange = _STRANGE * sorted(self._weights.values())[len(self._weights) // 2]
        self._rare = frozenset(word for word, count in used.items() if count <= _COMMON)
        self._words = [word for word in self._weights if len(word) >= _LEAST_LETTERS]
        self._said_of = {name: frozenset().union(*said) for name, said in self._examples.items()}

    def scores(
        self,
        text: str,
        names: Iterable[str],
        *,
        besides: frozenset[str] = frozenset(),
        foreign: frozenset[str] = frozenset(),
        whose: frozenset[str] = frozenset(),
        own: bool = False,
    ) -> dict[str, float]:
        """How like each of these questions a message is, from 0 to 1.

        Words ``besides`` that name the topic say nothing of it; ``foreign`` ones name another, and alone tell none of
        these. ``whose``: words for somebody of the family; where more is said, they alone tell no question. ``own``: a
        word must be the question's alone in view.
        """
        said = self._known(word for word in roots(text) if word not in besides)
        in_view = list(dict.fromkeys(names))
        used = Counter(word for name in in_view for word in self._said_of[name] & said.keys())
        most = 1 if own else max(1, len(in_view) // _SHARED)
        few = {word for word, count in used.items() if count <= most}
        telling = (few if own else few | self._rare & used.keys()) - _JOINS
        telling -= foreign | (whose if said.keys() - whose - _JOINS else frozenset())
        return {name: self._like(said, name) for name in in_view if telling & self._said_of[name]}

    def same(self, text: str, names: Iterable[str]) -> str | None:
        """The one question of which a message is an example, but for small words and endings."""
        said = frozenset(roots(text))
        found = {name for name in names if len(said) > 1 and said in self._examples[name]}
        return found.pop() if len(found) == 1 else None

    def _known(self, words: Iterable[str]) -> dict[str, float]:
        """The words that examples use, and how surely they are meant; unknown ones stay as they are."""
        found: dict[str, float] = {}
        for word in words:
            if word in self._weights or len(word) < _LEAST_LETTERS:
                found[word] = 1.0
                continue
            near = process.extractOne(word, self._words, scorer=OSA.distance, score_cutoff=1)
            found.setdefault(near[0] if near else word, _ALMOST if near else 1.0)
        return found

    def _weight(self, word: str) -> float:
        return self._weights.get(word, self._strange)

    def _like(self, said: Mapping[str, float], name: str) -> float:
        """The mean of how much of the message the question's examples say at all, and of the nearest example."""
        whole = sum(self._weight(word) for word in said)
        covered = sum(self._weight(word) * sure for word, sure in said.items() if word in self._said_of[name]) / whole
        return (covered + max(self._alike(said, example) for example in self._examples[name])) / 2

    def _alike(self, said: Mapping[str, float], example: frozenset[str]) -> float:
        both = sum(self._weight(word) ** 2 * sure for word, sure in said.items() if word in example)
        lengths = sum(self._weight(word) ** 2 for word in said) * sum(self._weight(word) ** 2 for word in example)
        return both / math.sqrt(lengths) if lengths else 0.0
