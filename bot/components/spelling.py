"""Corrects words that the training texts never use to the most frequent one that is nearly the same."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable

from rapidfuzz import process
from rapidfuzz.distance import OSA

# In shorter words one letter makes another word; in long ones two letters may be wrong.
_LEAST_LETTERS, _LONG = 5, 8
# Two letters more or less make another word too ("senggang" is no "senang", "kemudahan" no "kelurahan"), but where they
# stand in the ending ("berlakuna") or are vowels left out ("sehrsnya").
_ENDING = 3
_VOWELS = re.compile(r"(?!^)[aeiou]")
_LEAST_COUNT = 3
_CANDIDATES = 5
_REMEMBERED = 5_000


class Speller:
    """Knows the words of the training texts."""

    def __init__(self, known: Iterable[str], frequent: Iterable[str]) -> None:
        """``known`` words are left alone; ``frequent`` ones, the most frequent first, are what others become."""
        self.known = frozenset(known)
        self.frequent = list(frequent)
        self._by_initial: dict[str, list[str]] = defaultdict(list)
        for word in self.frequent:
            self._by_initial[word[0]].append(word)
        self._corrected: dict[str, str] = {}

    @classmethod
    def fit(cls, texts: Iterable[str]) -> "Speller":
        """Count the words of normalised texts."""
        counts = Counter(word for text in texts for word in text.split())
        frequent = (word for word, count in counts.most_common() if count >= _LEAST_COUNT)
        return cls(counts, [word for word in frequent if len(word) >= _LEAST_LETTERS - 1 and word.isalpha()])

    def correct(self, text: str) -> str:
        """A normalised text with its unknown words corrected where a known one is near."""
        return " ".join(self._word(word) for word in text.split())

    def _word(self, word: str) -> str:
        if word in self.known or len(word) < _LEAST_LETTERS or not word.isalpha():
            return word
        if len(self._corrected) > _REMEMBERED:
            self._corrected.clear()
        if word not in self._corrected:
            self._corrected[word] = self._nearest(word)
        return self._corrected[word]

    def _nearest(self, word: str) -> str:
        # A first letter is seldom wrong, and leaving the others out makes the look-up twenty times as fast.
        near = process.extract(
            word,
            self._by_initial.get(word[0], []),
            scorer=OSA.distance,
            score_cutoff=1 if len(word) < _LONG else 2,
            limit=_CANDIDATES,
        )
        near = [found for found in near if found[1] == 1 or _same_word(word, str(found[0]))]
        return str(min(near, key=lambda found: (found[1], found[2]))[0]) if near else word


def _same_word(word: str, other: str) -> bool:
    """Whether two words that differ in two letters are one word written otherwise."""
    begins = word[: max(len(word), len(other)) - _ENDING] == other[: max(len(word), len(other)) - _ENDING]
    return begins or _VOWELS.sub("", word) == _VOWELS.sub("", other)
