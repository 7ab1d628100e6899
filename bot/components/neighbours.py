"""The semantic view: how near a message is to the nearest training examples of each label."""

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
# One neighbour may be a chance; the mean of three is steadier.
_NEAREST = 3


class Neighbours:
    """Centred vectors of length one, sorted by label."""

    def __init__(self, vectors: Floats, labels: NDArray[np.int64], centre: Floats, size: int) -> None:
        self.vectors = vectors
        self.labels = labels
        self.centre = centre
        self.starts = np.searchsorted(labels, np.arange(size + 1))

    @classmethod
    def fit(cls, vectors: Floats, labels: NDArray[np.int64], size: int) -> "Neighbours":
        """Remember the examples; ``size`` labels. The common direction of all e5 vectors is taken out."""
        centre = vectors.mean(axis=0)
        order = np.argsort(labels, kind="stable")
        return cls(_unit(vectors[order] - centre), labels[order], centre, size)

    def scores(self, vectors: Floats) -> Floats:
        """Mean similarity to the nearest examples of every label, one row per vector."""
        near = _unit(np.atleast_2d(vectors) - self.centre) @ self.vectors.T
        result = np.zeros((len(near), len(self.starts) - 1), dtype=np.float32)
        for label, (start, end) in enumerate(zip(self.starts[:-1], self.starts[1:], strict=True)):
            if end > start:
                count = min(_NEAREST, end - start)
                result[:, label] = np.partition(near[:, start:end], -count, axis=1)[:, -count:].mean(axis=1)
        return result


def _unit(vectors: Floats) -> Floats:
    return np.asarray(vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-9), dtype=np.float32)
