"""Fuzzy look-up of names: an inverted index of sounds that forgives typos, missing words and extra words."""

import math
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from rapidfuzz import process
from rapidfuzz.distance import OSA

from backend.regions.text import FILLERS, LIGHT_WORDS, sound, telling

_CONTEXT = 0.95
"""A word that matches only the surroundings (regency, province) counts a little less than one of the name."""
_UNCOVERED = 0.4
"""How much a name loses whose own words were not typed: "hermina" finds all of "Hermina Bekasi", none as well as the
full name.
"""
_LIGHT = 0.3
"""Weight of words that hardly tell one name from another: "kota", single letters, numbers that are often left out."""
_PREFIX = 0.8
_MAX_JOINED = 6
_CANDIDATE_WORDS = 24


@dataclass(frozen=True)
class Entry:
    """One thing with a name: ``variants`` are all its names as words, ``context`` the words that say where it is."""

    variants: tuple[tuple[str, ...], ...]
    context: tuple[str, ...] = ()


@dataclass
class _Variant:
    entry: int
    words: tuple[str, ...]
    weights: tuple[float, ...] = ()


@dataclass
class _Hit:
    """What a query has matched of one variant: similarity by query position, and the words of the name that are
    covered.
    """

    by_query: dict[int, float] = field(default_factory=dict)
    by_word: set[int] = field(default_factory=set)


def _wrong_letters(length: int) -> int:
    """One wrong letter in short words, two from eight letters on, none below four."""
    if length < 4:  # noqa: PLR2004 - as the sentence above says
        return 0
    return 1 if length < 8 else 2  # noqa: PLR2004 - the same


def _cutoff(length: int) -> float:
    wrong = _wrong_letters(length)
    return 1 - wrong / length - 1e-9 if wrong else 1.0


def _by_length(words: Sequence[str]) -> dict[int, list[str]]:
    """By the length of a typed word the known ones that it may be: others differ by more letters than it may."""
    longest = max(map(len, words), default=0)
    found: dict[int, list[str]] = {}
    for length in range(longest + 3):
        wrong = _wrong_letters(length)
        found[length] = [word for word in words if abs(len(word) - length) <= wrong]
    return found


def _joined(words: tuple[str, ...]) -> Iterable[tuple[str, ...]]:
    """The name itself and the name with two neighbours written as one word ("Mangun Kusumo")."""
    yield words
    yield from _pairs(words)


def _pairs(words: tuple[str, ...]) -> Iterable[tuple[str, ...]]:
    for at in range(len(words) - 1):
        if not (words[at].isdigit() or words[at + 1].isdigit()):
            yield (*words[:at], words[at] + words[at + 1], *words[at + 2 :])


def _sure(known: str, score: float) -> bool:
    """Short words count for the surroundings only when spelt right: "kita" is not "kota"."""
    return score == 1.0 or len(known) > 4  # noqa: PLR2004 - "kita" and "kota" have four


def _lightness(word: str) -> float:
    return _LIGHT if word in LIGHT_WORDS or (len(word) == 1 and word.isalpha()) else 1.0


class NameIndex:
    """Names of many things, searched by words with typos."""

    def __init__(self, entries: Sequence[Entry], surroundings_in_name: float = 1.0) -> None:
        """Builds the index.

        Args:
            entries: the things by number.
            surroundings_in_name: weight of a word of a name that only repeats where the thing is, such as Bandung in
                "RSUP Dr. Hasan Sadikin Bandung"; 1 takes it for as telling as any other.
        """
        self._surroundings_in_name = surroundings_in_name
        self._context = [
            frozenset(sound(word) for word in entry.context if word not in LIGHT_WORDS) for entry in entries
        ]
        self._variants = [
            _Variant(number, tuple(sound(word) for word in words))
            for number, entry in enumerate(entries)
            for variant in entry.variants
            for words in _joined(variant)
            if words
        ]
        self._postings: dict[str, list[tuple[int, int]]] = defaultdict(list)
        seen: dict[str, set[int]] = defaultdict(set)
        for number, variant in enumerate(self._variants):
            for at, word in enumerate(variant.words):
                self._postings[word].append((number, at))
                seen[word].add(variant.entry)
        self._idf = {word: 1 + math.log(max(len(entries), 1) / len(numbers)) for word, numbers in seen.items()}
        self._rare = 1 + math.log(max(len(entries), 1))
        self._weigh()
        self._names = list(self._postings)
        vocabulary = set(self._names) | {word for words in self._context for word in words}
        self._of_length = _by_length(sorted(vocabulary))

    def _weigh(self) -> None:
        for variant in self._variants:
            own = [word for word in variant.words if word not in self._context[variant.entry]]
            factor = self._surroundings_in_name if own else 1.0
            variant.weights = tuple(
                self._idf[word]
                * (_LIGHT if word.isdigit() else _lightness(word))
                * (factor if word in self._context[variant.entry] else 1.0)
                for word in variant.words
            )

    def similar(self, word: str) -> dict[str, float]:
        """Known words that sound like a typed one, with their similarity up to 1."""
        heard = sound(word)
        if word in FILLERS:
            return {heard: 1.0} if heard in self._postings else {}
        found = {
            known: score
            for known, score, _ in process.extract(
                heard,
                self._of_length.get(len(heard), ()),
                scorer=OSA.normalized_similarity,
                score_cutoff=_cutoff(len(heard)),
                limit=_CANDIDATE_WORDS,
            )
        }
        if len(heard) >= 5 and 1.0 not in found.values():  # noqa: PLR2004 - fewer letters begin too many names
            found |= {known: _PREFIX for known in self._names if known.startswith(heard) and known not in found}
        return found

    def search(self, words: Sequence[str], limit: int = 10) -> list[tuple[int, float]]:
        """Numbers of the entries whose names fit the typed words best, with a score up to 1, best first."""
        typed = tuple(words)
        if not telling(typed):
            return []
        read: dict[str, dict[str, float]] = {}
        best = self._search(typed, read)
        for reading in _pairs(typed) if len(typed) <= _MAX_JOINED else ():
            joined = next(word for word in reading if word not in typed)
            if self._similar_once(joined, read):
                for entry, score in self._search(reading, read).items():
                    best[entry] = max(best.get(entry, 0.0), score)
        return sorted(best.items(), key=lambda item: (-item[1], item[0]))[:limit]

    def _similar_once(self, word: str, read: dict[str, dict[str, float]]) -> dict[str, float]:
        if word not in read:
            read[word] = self.similar(word)
        return read[word]

    def _search(self, words: tuple[str, ...], read: dict[str, dict[str, float]]) -> dict[int, float]:
        readings = [self._similar_once(word, read) for word in words]
        hits: dict[int, _Hit] = defaultdict(_Hit)
        for position, reading in enumerate(readings):
            for known, score in reading.items():
                for number, at in self._postings.get(known, ()):
                    hit = hits[number]
                    hit.by_query[position] = max(hit.by_query.get(position, 0.0), score)
                    hit.by_word.add(at)
        weights = [
            self._query_weight(reading) * _lightness(word) for word, reading in zip(words, readings, strict=True)
        ]
        best: dict[int, float] = {}
        for number, hit in hits.items():
            entry = self._variants[number].entry
            needed = [
                0.0 if word in FILLERS and position not in hit.by_query else weights[position]
                for position, word in enumerate(words)
            ]
            score = self._score(self._variants[number], hit, readings, needed) if any(needed) else 0.0
            best[entry] = max(best.get(entry, 0.0), score)
        return best

    def _query_weight(self, reading: dict[str, float]) -> float:
        """How much a typed word says: as much as the most common known word that fits it best."""
        if not reading:
            return self._rare
        top = max(reading.values())
        return min(self._idf.get(known, 1.0) for known, score in reading.items() if score == top)

    def _score(self, variant: _Variant, hit: _Hit, readings: list[dict[str, float]], weights: list[float]) -> float:
        context = self._context[variant.entry]
        typed = 0.0
        for position, reading in enumerate(readings):
            nearby = (
                max(
                    (score for known, score in reading.items() if known in context and _sure(known, score)), default=0.0
                )
                * _CONTEXT
            )
            typed += weights[position] * max(hit.by_query.get(position, 0.0), nearby)
        covered = sum(variant.weights[at] for at in hit.by_word) / sum(variant.weights)
        return typed / sum(weights) * (1 - _UNCOVERED + _UNCOVERED * min(1.0, covered))
