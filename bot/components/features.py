"""Sparse features that survive typos: words and word pairs, and character pieces inside words."""

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

_CHARS = (2, 5)
# Character pieces are many and each says little; words weigh more.
_WORD_WEIGHT = 1.4
_PAIR_WEIGHT = 1.0
_CHAR_WEIGHT = 0.8


def pieces(text: str) -> Counter[str]:
    """Counted features of a normalised text: ``w:`` words, ``b:`` pairs, ``c:`` character pieces of words."""
    words = text.split()
    found: Counter[str] = Counter(f"w:{word}" for word in words)
    found.update(f"b:{a} {b}" for a, b in zip(["^", *words], [*words, "$"], strict=True))
    for word in words:
        padded = f" {word} "
        for size in range(_CHARS[0], _CHARS[1] + 1):
            found.update(f"c:{padded[i:i + size]}" for i in range(len(padded) - size + 1))
    return found


_WEIGHTS = {"w": _WORD_WEIGHT, "b": _PAIR_WEIGHT, "c": _CHAR_WEIGHT}


class TfIdf:
    """Term weights learned from training texts; rows have length one."""

    def __init__(self, vocabulary: dict[str, int], idf: NDArray[np.float32]) -> None:
        self.vocabulary = vocabulary
        self.idf = idf

    @classmethod
    def fit(cls, texts: Sequence[str], min_count: int = 2) -> "TfIdf":
        """Learn the vocabulary: features that occur in at least ``min_count`` texts."""
        seen: Counter[str] = Counter()
        for text in texts:
            seen.update(pieces(text).keys())
        kept = sorted(feature for feature, count in seen.items() if count >= min_count)
        counts = np.array([seen[feature] for feature in kept], dtype=np.float64)
        idf = np.log((1 + len(texts)) / (1 + counts)) + 1
        weights = np.array([_WEIGHTS[feature[0]] for feature in kept])
        return cls({feature: i for i, feature in enumerate(kept)}, (idf * weights).astype(np.float32))

    def row(self, text: str) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
        """Indices and weights of one text."""
        found = {self.vocabulary[f]: n for f, n in pieces(text).items() if f in self.vocabulary}
        index = np.fromiter(found.keys(), dtype=np.int64, count=len(found))
        counts = np.fromiter(found.values(), dtype=np.float32, count=len(found))
        values = (1 + np.log(counts)) * self.idf[index] if len(found) else counts
        norm = float(np.sqrt((values**2).sum())) or 1.0
        return index, (values / norm).astype(np.float32)

    def matrix(self, texts: Iterable[str]) -> Any:
        """Rows of many texts as a CSR matrix."""
        rows = [self.row(text) for text in texts]
        pointer = np.cumsum([0, *[len(index) for index, _ in rows]])
        columns = np.concatenate([index for index, _ in rows]) if rows else np.zeros(0, np.int64)
        values = np.concatenate([value for _, value in rows]) if rows else np.zeros(0, np.float32)
        return csr_matrix((values, columns, pointer), shape=(len(rows), len(self.vocabulary)))
