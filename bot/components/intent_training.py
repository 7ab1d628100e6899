"""Trains the intent model: both views, and their calibration on examples that they did not see."""

import random
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bot.components import semantic
from bot.components.features import TfIdf
from bot.components.intent_model import IntentModel, Tuning
from bot.components.linear import Floats, Linear, best_temperature
from bot.components.named import NAMES, without_names
from bot.components.neighbours import Neighbours
from bot.components.normalise import normalise
from bot.components.side_by_side import in_parts
from bot.components.slips import with_opening, with_slips
from bot.components.spelling import Speller
from bot.components.telling import most_telling

Numbers = NDArray[np.int64]
# One part of five is held back to calibrate on.
_PARTS = 5
_SEED = 165
# Labels of what is said for the talk's sake: nobody asks leave for them.
_TALK = frozenset(
    ("greet", "goodbye", "thank", "affirm", "deny", "inform", "abuse", "repeat", "go_back", "cancel_flow", "emergency")
)
# What a label scores that the examples seen do not have.
_UNSEEN = -2.0


@dataclass(frozen=True)
class _Examples:
    """Training texts in canonical words, a row of ``features`` each, made without their names.

    Behind them stand rows of those that read otherwise with slips, each of the example ``slipped``; ``times`` is 2
    where the slips were corrected and an example reads the same.
    """

    normal: list[str]
    features: Any
    target: Numbers
    size: int
    slipped: Numbers
    times: NDArray[np.float64]

    @classmethod
    def of(
        cls, normal: list[str], target: Numbers, size: int, *, bare: list[str], slipped: Sequence[str], terms: TfIdf
    ) -> "_Examples":
        """From texts and, in the same order, what they are without names, and with slips; or with none at all."""
        others = [i for i, text in enumerate(slipped) if text != bare[i]]
        same = np.ones(len(normal), bool) if slipped else np.zeros(len(normal), bool)
        same[others] = False
        features = terms.matrix([*bare, *(slipped[i] for i in others)])
        return cls(normal, features, target, size, np.array(others, dtype=np.int64), 1.0 + same)

    def fit(self, chosen: Numbers, strength: float, *, slips: bool = True) -> Linear:
        """The fast view learned from the chosen examples, with their ``slips`` or without; columns of labels that none
        of them has are lowest.
        """
        behind = np.flatnonzero(np.isin(self.slipped, chosen)) if slips else np.zeros(0, np.int64)
        rows, origin = np.concatenate([chosen, len(self.normal) + behind]), [*chosen, *self.slipped[behind]]
        times = np.concatenate([self.times[chosen], np.ones(len(behind))]) if slips else None
        present, target = np.unique(self.target[origin], return_inverse=True)
        model = Linear.fit(self.features[rows], target, strength=strength, times=times)
        weights = np.zeros((model.weights.shape[0], self.size), np.float32)
        bias = np.full(self.size, _UNSEEN, np.float32)
        weights[:, present], bias[present] = model.weights, model.bias
        return Linear(weights, bias)


def fit(texts: Sequence[str], names: Sequence[str], tuning: Tuning, cache: Path | None = None) -> IntentModel:
    """Train on texts and the names of their labels; ``cache`` is a file that keeps sentence vectors.

    liblinear and the embedder work outside Python's lock, so the three long parts run side by side.
    """
    labels = sorted(set(names))
    number = {name: i for i, name in enumerate(labels)}
    read = [row for part in in_parts(_read, texts) for row in part]
    normal, nameless, bare = ([row[column] for row in read] for column in range(3))
    speller = Speller.fit([*normal, NAMES])
    terms = TfIdf.fit(bare)
    target = np.array([number[name] for name in names], dtype=np.int64)
    slipped = _slipped(nameless, names, speller, tuning)
    examples = _Examples.of(normal, target, len(labels), bare=bare, slipped=slipped, terms=terms)
    held = folds_of(target, _PARTS) == 0
    with ThreadPoolExecutor() as pool:
        near = pool.submit(_embedded, examples, tuning, cache)
        fast = pool.submit(examples.fit, np.arange(len(normal)), tuning.fast_strength)
        # Only its scores for the held examples count, which have no slips: it is learned in half the time without them.
        partial = pool.submit(examples.fit, np.flatnonzero(~held), tuning.fast_strength, slips=False)
    temperatures = _temperatures(examples, held, partial.result(), near.result(), tuning)
    return IntentModel(
        labels=labels,
        speller=speller,
        terms=terms,
        fast=fast.result(),
        meaning=_neighbours(examples, near.result()),
        temperatures=temperatures,
        tuning=tuning,
    )


def _read(texts: Sequence[str]) -> list[tuple[str, str, str]]:
    """Each text in canonical words, as written without its names, and without them in canonical words."""
    return [(normalise(text), bare := without_names(text), normalise(bare)) for text in texts]


def _slipped(texts: Sequence[str], labels: Sequence[str], speller: Speller, tuning: Tuning) -> list[str]:
    """Every text with slips; what is a matter by itself sometimes behind words that open a talk."""
    if not tuning.slips:
        return []
    rng = random.Random(_SEED)  # noqa: S311 - slips need no secrecy
    opened = [text if label in _TALK else with_opening(text, rng) for text, label in zip(texts, labels, strict=True)]
    slipped = [with_slips(text, rng) for text in opened]
    parts = in_parts(lambda part: [speller.correct(normalise(text)) for text in part], slipped)
    return [text for part in parts for text in part]


def _embedded(examples: _Examples, tuning: Tuning, cache: Path | None) -> tuple[Numbers, Floats] | None:
    """The most telling examples and their vectors."""
    if not tuning.semantic or not semantic.available():
        return None
    chosen = most_telling(examples.features[: len(examples.normal)], examples.target, tuning.embedded)
    return chosen, semantic.vectors([examples.normal[i] for i in chosen], cache)


def _neighbours(examples: _Examples, near: tuple[Numbers, Floats] | None) -> Neighbours | None:
    return None if near is None else Neighbours.fit(near[1], examples.target[near[0]], examples.size)


def _temperatures(
    examples: _Examples, held: NDArray[np.bool_], partial: Linear, near: tuple[Numbers, Floats] | None, tuning: Tuning
) -> tuple[float, float]:
    """Temperatures of the fast view and of both views, from scores for the examples that ``partial`` did not see."""
    rows = np.flatnonzero(held)
    quick = tuning.doubt * best_temperature(partial.scores(examples.features[rows]), examples.target[rows])
    if near is None:
        return quick, quick
    chosen, vectors = near
    unseen = held[chosen]
    rows = chosen[unseen]
    view = Neighbours.fit(vectors[~unseen], examples.target[chosen[~unseen]], examples.size)
    scores = partial.scores(examples.features[rows]) + tuning.semantic_weight * view.scores(vectors[unseen])
    return quick, tuning.doubt * best_temperature(scores, examples.target[rows])


def folds_of(target: Numbers, folds: int, seed: int = _SEED) -> Numbers:
    """A fold for every example, each label spread evenly over the folds."""
    rng = np.random.default_rng(seed)
    fold = np.zeros(len(target), dtype=np.int64)
    for label in np.unique(target):
        members = rng.permutation(np.flatnonzero(target == label))
        fold[members] = (np.arange(len(members)) + rng.integers(folds)) % folds
    return fold
