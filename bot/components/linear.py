"""Linear classifier with one margin per label: scikit-learn fits it, numpy applies it (no pickles at run time)."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
_ITERATIONS = 300
# Finer ones take longer and decide no message of the labelled sets otherwise.
_TOLERANCE = 0.1
_SEED = 165


def softmax(scores: NDArray[Any]) -> NDArray[Any]:
    """Probabilities of scores along the last axis."""
    shifted = np.exp(scores - scores.max(axis=-1, keepdims=True))
    return np.asarray(shifted / shifted.sum(axis=-1, keepdims=True))


class Linear:
    """Scores = features × weights + bias; one column per label."""

    def __init__(self, weights: Floats, bias: Floats) -> None:
        self.weights = weights
        self.bias = bias

    @classmethod
    def fit(
        cls, features: Any, labels: NDArray[np.int64], *, strength: float, times: NDArray[np.float64] | None = None
    ) -> "Linear":
        """Fit a linear support-vector machine; ``labels`` are 0…n-1, each present; each row counts so many ``times``.

        Margins of a support-vector machine did far better here than logistic regression, and are fitted in a
        fifth of the time; what they lack, a probability, comes from :func:`best_temperature`.
        """
        from sklearn.svm import LinearSVC  # noqa: PLC0415 - only training needs scikit-learn

        machine = LinearSVC(C=strength, dual=True, max_iter=_ITERATIONS, tol=_TOLERANCE, random_state=_SEED)
        model = machine.fit(features, labels, sample_weight=times)
        weights, bias = model.coef_.T, model.intercept_
        if weights.shape[1] == 1:
            weights, bias = np.hstack([-weights, weights]), np.concatenate([-bias, bias])
        return cls(weights.astype(np.float32), bias.astype(np.float32))

    def scores(self, features: Any) -> Floats:
        """Scores of many rows (dense or CSR)."""
        return np.asarray(features @ self.weights + self.bias, dtype=np.float32)

    def score_row(self, index: NDArray[np.int64], values: Floats) -> Floats:
        """Scores of one sparse row."""
        return np.asarray(values @ self.weights[index] + self.bias, dtype=np.float32)


def best_temperature(scores: NDArray[Any], labels: NDArray[np.int64]) -> float:
    """The temperature that makes held-out probabilities honest (least negative log-likelihood)."""
    from scipy.optimize import minimize_scalar  # noqa: PLC0415 - only training needs it

    def loss(log_temperature: float) -> float:
        probabilities = softmax(scores / np.exp(log_temperature))
        return float(-np.log(probabilities[np.arange(len(labels)), labels] + 1e-12).mean())

    return float(np.exp(minimize_scalar(loss, bounds=(-5.0, 3.0), method="bounded").x))
