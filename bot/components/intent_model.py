"""The intent model without Rasa: a fast view (n-grams) and a semantic view (sentence vectors), calibrated together."""

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
from bot.components.neighbours import Neighbours
from bot.components.normalise import normalise

Floats = NDArray[np.float32]
_FOLDS = 3
_SEED = 165


@dataclass(frozen=True)
class Tuning:
    """What can be tuned; the values are those that measured best (``benchmarks/NLU.md``)."""

    fast_strength: float = 1.0
    # How much the semantic similarities (-1…1) weigh beside the margins of the fast view, in short and in long
    # messages: one vector says little of a long story.
    semantic_weight: float = 2.5
    semantic_weight_long: float = 1.0
    long_words: int = 12
    # From this confidence of the fast view on, the semantic one is not asked.
    sure: float = 0.95
    # A life in danger weighs more than a wrong turn: the probability from which ``emergency`` wins.
    emergency_from: float = 0.2
    semantic: bool = True
    # Held-out folds lack a third of the examples and so overstate doubt; measured on messages of other writers.
    doubt: float = 0.65

    def weight(self, normal: str) -> float:
        """Weight of the semantic view for a normalised text."""
        return self.semantic_weight if len(normal.split()) <= self.long_words else self.semantic_weight_long


class IntentModel:
    """Ranks labels (each ``faq/<id>`` is a label) for a message."""

    def __init__(
        self,
        *,
        labels: list[str],
        terms: TfIdf,
        fast: Linear,
        meaning: Neighbours | None,
        temperatures: tuple[float, float],
        tuning: Tuning,
    ) -> None:
        self.labels = labels
        self.terms = terms
        self.fast = fast
        self.meaning = meaning if semantic.available() else None
        self.temperatures = temperatures
        self.tuning = tuning

    def rank(self, text: str) -> list[tuple[str, float]]:
        """All labels with calibrated confidence, best first."""
        probabilities = self.probabilities(text)
        ranking = [(self.labels[i], float(probabilities[i])) for i in np.argsort(-probabilities)]
        return danger_first(ranking, self.tuning.emergency_from)

    def probabilities(self, text: str) -> Floats:
        """Calibrated probability of every label; all alike where the message has no word."""
        normal = normalise(text)
        if not normal:
            return np.full(len(self.labels), 1 / len(self.labels), dtype=np.float32)
        scores = self.fast.score_row(*self.terms.row(normal))
        quick = softmax(scores / self.temperatures[0])
        if self.meaning is None or quick.max() >= self.tuning.sure:
            return np.asarray(quick, dtype=np.float32)
        scores = scores + self.tuning.weight(normal) * self.meaning.scores(semantic.vector(normal))[0]
        return np.asarray(softmax(scores / self.temperatures[1]), dtype=np.float32)

    def save(self, folder: Path) -> None:
        """Write the model as JSON and npz."""
        arrays: dict[str, Any] = {
            "weights": self.fast.weights.astype(np.float16), "bias": self.fast.bias, "idf": self.terms.idf,
        }  # fmt: skip
        if self.meaning is not None:
            vectors = self.meaning.vectors.astype(np.float16)
            arrays |= {"vectors": vectors, "vector_labels": self.meaning.labels, "centre": self.meaning.centre}
        np.savez(folder / "intents.npz", **arrays)
        facts = {
            "labels": self.labels,
            "vocabulary": list(self.terms.vocabulary),
            "temperatures": self.temperatures,
            "tuning": asdict(self.tuning),
        }
        (folder / "intents.json").write_text(json.dumps(facts, ensure_ascii=False), encoding="utf-8")

    @classmethod
    def load(cls, folder: Path) -> "IntentModel":
        """Read what :meth:`save` wrote."""
        facts: dict[str, Any] = json.loads((folder / "intents.json").read_text(encoding="utf-8"))
        with np.load(folder / "intents.npz", allow_pickle=False) as arrays:
            fast = Linear(arrays["weights"].astype(np.float32), arrays["bias"])
            terms = TfIdf({feature: i for i, feature in enumerate(facts["vocabulary"])}, arrays["idf"])
            meaning = _stored_neighbours(arrays, len(facts["labels"])) if "vectors" in arrays else None
        low, high = facts["temperatures"]
        return cls(
            labels=facts["labels"],
            terms=terms,
            fast=fast,
            meaning=meaning,
            temperatures=(low, high),
            tuning=Tuning(**facts["tuning"]),
        )


def _stored_neighbours(arrays: Any, size: int) -> Neighbours:
    return Neighbours(arrays["vectors"].astype(np.float32), arrays["vector_labels"], arrays["centre"], size)


def danger_first(ranking: list[tuple[str, float]], emergency_from: float) -> list[tuple[str, float]]:
    """``emergency`` goes to the front from the given probability on."""
    for at, (label, confidence) in enumerate(ranking):
        if label == "emergency" and at and confidence >= emergency_from:
            return [ranking[at], *ranking[:at], *ranking[at + 1 :]]
    return ranking


def fit(texts: Sequence[str], names: Sequence[str], tuning: Tuning, cache: Path | None = None) -> IntentModel:
    """Train both views, and calibrate them on predictions for texts that they did not see."""
    labels = sorted(set(names))
    number = {name: i for i, name in enumerate(labels)}
    target = np.array([number[name] for name in names], dtype=np.int64)
    normal = [normalise(text) for text in texts]
    dense = semantic.vectors(normal, cache) if tuning.semantic and semantic.available() else None
    quick, both = held_out_scores(normal, dense, target, len(labels), tuning)
    terms = TfIdf.fit(normal)
    fast = Linear.fit(terms.matrix(normal), target, strength=tuning.fast_strength)
    meaning = None if dense is None else Neighbours.fit(dense, target, len(labels))
    temperatures = (tuning.doubt * best_temperature(quick, target), tuning.doubt * best_temperature(both, target))
    return IntentModel(labels=labels, terms=terms, fast=fast, meaning=meaning, temperatures=temperatures, tuning=tuning)


def folds_of(target: NDArray[np.int64], folds: int, seed: int = _SEED) -> NDArray[np.int64]:
    """A fold for every example, each label spread evenly over the folds."""
    rng = np.random.default_rng(seed)
    fold = np.zeros(len(target), dtype=np.int64)
    for label in np.unique(target):
        members = rng.permutation(np.flatnonzero(target == label))
        fold[members] = (np.arange(len(members)) + rng.integers(folds)) % folds
    return fold


def held_out_scores(
    normal: Sequence[str], dense: Floats | None, target: NDArray[np.int64], size: int, tuning: Tuning
) -> tuple[Floats, Floats]:
    """Scores of the fast view and of both views for every example, from models that did not see it."""
    fold = folds_of(target, _FOLDS)
    quick = np.zeros((len(normal), size), np.float32)
    both = np.zeros_like(quick)
    for part in range(_FOLDS):
        seen, held = np.flatnonzero(fold != part), np.flatnonzero(fold == part)
        quick[held] = both[held] = _fast_scores(normal, target, seen, held, size=size, strength=tuning.fast_strength)
        if dense is not None:
            near = Neighbours.fit(dense[seen], target[seen], size).scores(dense[held])
            both[held] += near * np.array([[tuning.weight(normal[i])] for i in held], np.float32)
    return quick, both


def _fast_scores(
    normal: Sequence[str],
    target: NDArray[np.int64],
    seen: NDArray[np.int64],
    held: NDArray[np.int64],
    *,
    size: int,
    strength: float,
) -> Floats:
    """Scores for ``held``; a label with a single example may be missing from ``seen`` and then scores lowest."""
    terms = TfIdf.fit([normal[i] for i in seen])
    present, dense_target = np.unique(target[seen], return_inverse=True)
    model = Linear.fit(terms.matrix(normal[i] for i in seen), dense_target, strength=strength)
    scores = np.full((len(held), size), -2.0, np.float32)
    scores[:, present] = model.scores(terms.matrix(normal[i] for i in held))
    return scores
