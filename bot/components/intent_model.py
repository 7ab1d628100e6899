"""The intent model without Rasa: a fast view (n-grams) and a semantic view (sentence vectors), both calibrated."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bot.components import semantic
from bot.components.features import TfIdf
from bot.components.linear import Linear, best_temperature, softmax
from bot.components.normalise import normalise

Floats = NDArray[np.float32]
_FOLDS = 3
_SEED = 165


@dataclass(frozen=True)
class Tuning:
    """What can be tuned; the values are those that measured best (``benchmarks/NLU.md``)."""

    fast_strength: float = 20.0
    semantic_strength: float = 60.0
    semantic_share: float = 0.5
    # Above this confidence of the fast view the semantic one is not asked.
    sure: float = 0.93
    # A life in danger weighs more than a wrong turn: probability from which ``emergency`` wins.
    emergency_from: float = 0.25
    semantic: bool = True


class IntentModel:
    """Ranks labels (``faq/<id>`` counts as one label each) for a message."""

    def __init__(
        self, labels: list[str], terms: TfIdf, fast: Linear, meaning: Linear | None, temperatures: tuple[float, float],
        tuning: Tuning,
    ) -> None:
        self.labels = labels
        self.terms = terms
        self.fast = fast
        self.meaning = meaning
        self.temperatures = temperatures
        self.tuning = tuning

    def rank(self, text: str) -> list[tuple[str, float]]:
        """All labels with calibrated confidence, best first."""
        probabilities = self.probabilities(text)
        order = np.argsort(-probabilities)
        ranking = [(self.labels[i], float(probabilities[i])) for i in order]
        return _danger_first(ranking, self.tuning.emergency_from)

    def probabilities(self, text: str) -> Floats:
        """Calibrated probability of every label."""
        normal = normalise(text)
        scores = self.fast.score_row(*self.terms.row(normal))
        quick = softmax(scores / self.temperatures[0])
        if self.meaning is None or quick.max() >= self.tuning.sure:
            return np.asarray(quick, dtype=np.float32)
        other = self.meaning.scores(semantic.vector(text))
        return np.asarray(softmax(_blend(scores, other, self.tuning.semantic_share) / self.temperatures[1]))

    def save(self, folder: Path) -> None:
        """Write the model as JSON and npz."""
        arrays = {"weights": self.fast.weights.astype(np.float16), "bias": self.fast.bias, "idf": self.terms.idf}
        if self.meaning is not None:
            arrays |= {"meaning_weights": self.meaning.weights, "meaning_bias": self.meaning.bias}
        np.savez(folder / "intents.npz", **arrays)
        facts = {
            "labels": self.labels, "vocabulary": list(self.terms.vocabulary),
            "temperatures": self.temperatures, "tuning": asdict(self.tuning),
        }
        (folder / "intents.json").write_text(json.dumps(facts, ensure_ascii=False), encoding="utf-8")

    @classmethod
    def load(cls, folder: Path) -> "IntentModel":
        """Read what :meth:`save` wrote."""
        facts: dict[str, Any] = json.loads((folder / "intents.json").read_text(encoding="utf-8"))
        with np.load(folder / "intents.npz", allow_pickle=False) as arrays:
            fast = Linear(arrays["weights"].astype(np.float32), arrays["bias"])
            terms = TfIdf({feature: i for i, feature in enumerate(facts["vocabulary"])}, arrays["idf"])
            meaning = Linear(arrays["meaning_weights"], arrays["meaning_bias"]) if "meaning_bias" in arrays else None
        low, high = facts["temperatures"]
        return cls(facts["labels"], terms, fast, meaning, (low, high), Tuning(**facts["tuning"]))


def _danger_first(ranking: list[tuple[str, float]], emergency_from: float) -> list[tuple[str, float]]:
    for at, (label, confidence) in enumerate(ranking):
        if label == "emergency" and at and confidence >= emergency_from:
            return [ranking[at], *ranking[:at], *ranking[at + 1 :]]
    return ranking


def _blend(fast: Floats, meaning: Floats, share: float) -> Floats:
    """Both views on one scale; ``share`` is the weight of the semantic one."""
    return (1 - share) * fast + share * meaning


def fit(texts: Sequence[str], names: Sequence[str], tuning: Tuning, cache: Path | None = None) -> IntentModel:
    """Train both views, and calibrate them on predictions for texts that they did not see."""
    labels = sorted(set(names))
    target = np.array([labels.index(name) for name in names], dtype=np.int64)
    normal = [normalise(text) for text in texts]
    dense = semantic.vectors(texts, cache) if tuning.semantic and semantic.available() else None
    held_fast, held_blend = _held_out(normal, dense, target, len(labels), tuning)
    terms = TfIdf.fit(normal)
    fast = Linear.fit(terms.matrix(normal), target, strength=tuning.fast_strength)
    meaning = None if dense is None else Linear.fit(dense, target, strength=tuning.semantic_strength, iterations=80)
    temperatures = (best_temperature(held_fast, target), best_temperature(held_blend, target))
    return IntentModel(labels, terms, fast, meaning, temperatures, tuning)


def folds_of(target: NDArray[np.int64], folds: int, seed: int = _SEED) -> NDArray[np.int64]:
    """A fold for every example, each label spread evenly over the folds."""
    rng = np.random.default_rng(seed)
    fold = np.zeros(len(target), dtype=np.int64)
    for label in np.unique(target):
        members = rng.permutation(np.flatnonzero(target == label))
        fold[members] = (np.arange(len(members)) + rng.integers(folds)) % folds
    return fold


def _held_out(
    normal: list[str], dense: Floats | None, target: NDArray[np.int64], labels: int, tuning: Tuning
) -> tuple[Floats, Floats]:
    fold = folds_of(target, _FOLDS)
    fast, blend = np.zeros((len(normal), labels), np.float32), np.zeros((len(normal), labels), np.float32)
    for number in range(_FOLDS):
        seen, held = np.flatnonzero(fold != number), np.flatnonzero(fold == number)
        terms = TfIdf.fit([normal[i] for i in seen])
        model = Linear.fit(terms.matrix(normal[i] for i in seen), target[seen], strength=tuning.fast_strength, iterations=40)
        fast[held] = blend[held] = model.scores(terms.matrix(normal[i] for i in held))
        if dense is not None:
            other = Linear.fit(dense[seen], target[seen], strength=tuning.semantic_strength, iterations=60)
            blend[held] = _blend(fast[held], other.scores(dense[held]), tuning.semantic_share)
    return fast, blend
