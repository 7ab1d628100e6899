"""Sparse features that survive typos: words, word pairs, pairs of near content words, and pieces of words."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix, vstack

from bot.components.side_by_side import in_parts
from bot.components.tones import MARKS as TONES
from bot.components.tones import tone_marks
from bot.components.topics import MARKS, topic_marks

_CHARS = (3, 5)
# Character pieces are many and each says little; words weigh more.
_WORD_WEIGHT = 1.4
_PAIR_WEIGHT = 1.0
_NEAR_WEIGHT = 0.9
_CHAR_WEIGHT = 0.8
# Words without a topic: left out of the pairs of content words, so that fillers do not keep two of them apart.
_FILLERS = frozenset(
    [
        "saya",
        "ini",
        "itu",
        "yang",
        "dan",
        "di",
        "ke",
        "dari",
        "untuk",
        "dengan",
        "juga",
        "sudah",
        "lagi",
        "saja",
        "ada",
        "ya",
        "?",
        "!",
        "nya",
        "kak",
        "min",
        "dong",
        "sih",
        "kok",
    ]
)
_NEAR = 2


def pieces(text: str) -> Counter[str]:
    """Counted features of a normalised text: ``w:`` words, ``b:`` pairs, ``k:`` near pairs, ``c:`` pieces of words."""
    words = text.split()
    found: Counter[str] = Counter(f"w:{word}" for word in words)
    found.update(f"b:{a} {b}" for a, b in zip(["^", *words], [*words, "$"], strict=True))
    content = [word for word in words if word not in _FILLERS]
    for at, word in enumerate(content):
        found.update(f"k:{min(word, other)} {max(word, other)}" for other in content[at + 1 : at + 1 + _NEAR])
    for word in words:
        padded = f" {word} "
        for size in range(_CHARS[0], _CHARS[1] + 1):
            found.update(f"c:{padded[i : i + size]}" for i in range(len(padded) - size + 1))
    return found


def _occurrences(texts: Sequence[str]) -> Counter[str]:
    """In how many of the texts each feature occurs."""
    return Counter(feature for text in texts for feature in pieces(text))


# How much of a message the training texts never used: what is outside our services has strange words.
_STRANGE = ("u:one", "u:more", "u:half")
_STRANGE_WEIGHT = 1.5
# What a message speaks of, by lists: so that a topic that no example holds is known.
_TOPIC_WEIGHT = 8.0
# How it speaks, by lists too: reviews and posts never repeat each other's words.
_TONE_WEIGHT = 5.0
_WEIGHTS = {"w": _WORD_WEIGHT, "b": _PAIR_WEIGHT, "k": _NEAR_WEIGHT, "c": _CHAR_WEIGHT}


class TfIdf:
    """Term weights learned from training texts; rows have length one."""

    def __init__(self, vocabulary: dict[str, int], idf: NDArray[np.float32]) -> None:
        self.vocabulary = vocabulary
        self.idf = idf

    @classmethod
    def fit(cls, texts: Sequence[str], min_count: int = 2) -> "TfIdf":
        """Learn the vocabulary: features that occur in at least ``min_count`` texts."""
        seen: Counter[str] = Counter()
        for part in in_parts(_occurrences, texts):
            seen.update(part)
        kept = sorted(feature for feature, count in seen.items() if count >= min_count)
        counts = np.array([seen[feature] for feature in kept], dtype=np.float64)
        idf = np.log((1 + len(texts)) / (1 + counts)) + 1
        weights = idf * np.array([_WEIGHTS[feature[0]] for feature in kept])
        more = ((_STRANGE, _STRANGE_WEIGHT), (MARKS, _TOPIC_WEIGHT), (TONES, _TONE_WEIGHT))
        weights = np.concatenate([weights, *(np.full(len(marks), weight) for marks, weight in more)])
        features = [*kept, *(mark for marks, _ in more for mark in marks)]
        return cls({feature: i for i, feature in enumerate(features)}, weights.astype(np.float32))

    def _strange(self, text: str) -> list[str]:
        words = [word for word in text.split() if len(word) > 1]
        unknown = sum(f"w:{word}" not in self.vocabulary for word in words)
        return [
            name
            for name, holds in zip(_STRANGE, (unknown > 0, unknown > 1, 2 * unknown >= len(words) > 0), strict=True)
            if holds
        ]

    def row(self, text: str) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
        """Indices and weights of one text."""
        found = {self.vocabulary[f]: n for f, n in pieces(text).items() if f in self.vocabulary}
        found |= {self.vocabulary[name]: 1 for name in [*self._strange(text), *topic_marks(text), *tone_marks(text)]}
        index = np.fromiter(found.keys(), dtype=np.int64, count=len(found))
        counts = np.fromiter(found.values(), dtype=np.float32, count=len(found))
        values = (1 + np.log(counts)) * self.idf[index] if len(found) else counts
        norm = float(np.sqrt((values**2).sum())) or 1.0
        return index, (values / norm).astype(np.float32)

    def matrix(self, texts: Sequence[str]) -> Any:
        """Rows of many texts as a CSR matrix."""
        parts = in_parts(self._rows, texts)
        return vstack(parts, format="csr") if len(parts) > 1 else parts[0]

    def _rows(self, texts: Sequence[str]) -> Any:
        rows = [self.row(text) for text in texts]
        pointer = np.cumsum([0, *[len(index) for index, _ in rows]])
        columns = np.concatenate([index for index, _ in rows]) if rows else np.zeros(0, np.int64)
        values = np.concatenate([value for _, value in rows]) if rows else np.zeros(0, np.float32)
        return csr_matrix((values, columns, pointer), shape=(len(rows), len(self.vocabulary)))
