"""Multinomial logistic regression: scikit-learn fits it, numpy applies it (no pickles, no scikit-learn at run time)."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]


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
        cls, features: Any, labels: NDArray[np.int64], *, strength: float, iterations: int = 60, sample_weight: Any = None
    ) -> "Linear":
        """Fit with L2 penalty 1/``strength``; ``labels`` are 0…n-1, each present."""
        from sklearn.linear_model import LogisticRegression

        model = LogisticRegression(C=strength, max_iter=iterations, tol=1e-3, solver="lbfgs")
        import warnings

        with warnings.catch_warnings():
            # Stopping early is the regularisation that we measured; convergence is not the aim.
            warnings.simplefilter("ignore")
            model.fit(features, labels, sample_weight=sample_weight)
        return cls(model.coef_.T.astype(np.float32), model.intercept_.astype(np.float32))

    def scores(self, features: Any) -> Floats:
        """Scores of many rows (dense or CSR)."""
        return np.asarray(features @ self.weights + self.bias, dtype=np.float32)

    def score_row(self, index: NDArray[np.int64], values: Floats) -> Floats:
        """Scores of one sparse row."""
        return np.asarray(values @ self.weights[index] + self.bias, dtype=np.float32)


def best_temperature(scores: NDArray[Any], labels: NDArray[np.int64]) -> float:
    """The temperature that makes held-out probabilities honest (least negative log-likelihood)."""
    from scipy.optimize import minimize_scalar

    def loss(log_temperature: float) -> float:
        probabilities = softmax(scores / np.exp(log_temperature))
        return float(-np.log(probabilities[np.arange(len(labels)), labels] + 1e-12).mean())

    return float(np.exp(minimize_scalar(loss, bounds=(-3.0, 3.0), method="bounded").x))
