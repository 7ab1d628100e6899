"""The intent model without Rasa: a fast view (n-grams) and a semantic view (sentence vectors), calibrated together.

``intent_training`` makes it.
"""

import json
import re
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bot.components import in_talk, semantic
from bot.components.danger import denies_signs, despairs, has_sign, not_now
from bot.components.features import TfIdf
from bot.components.linear import Linear, softmax
from bot.components.named import without_names
from bot.components.neighbours import Neighbours
from bot.components.normalise import normalise
from bot.components.spelling import Speller

Floats = NDArray[np.float32]
# How sure a danger is said to be that goes first though another label is likelier: clear of what ``FallbackClassifier``
# (``config.yml``) takes for doubt between two, so that nobody in danger is shown choices.
_RAISED = 0.6
# How likely a danger that is none may be beside the likeliest other label, for the same reason.
_SECOND = 0.7
# "kkkkk", "jdhf iweu", other scripts: pieces of words may look like something, but below this nobody acts on it. "ppp"
# is how members knock.
_BABBLE = 0.25
_ONE_LETTER = re.compile(r"\W*([^\W\dp])\1{2,}\W*", re.IGNORECASE)


@dataclass(frozen=True)
class Tuning:
    """What can be tuned; the values are those that measured best (``benchmarks/NLU.md``)."""

    fast_strength: float = 1.0
    # How much the semantic similarities (-1…1) weigh beside the margins of the fast view.
    semantic_weight: float = 2.0
    # From this confidence of the fast view on, the semantic one is not asked.
    sure: float = 0.95
    # A life in danger weighs more than a wrong turn: the probability from which ``emergency`` wins where the words name
    # a sign of danger, where they name one only when corrected ("Jimbaran" is near "jembatan"), where they tell of one
    # that is over or may come one day, and where they name none.
    emergency_from: float = 0.01
    emergency_corrected_from: float = 0.5
    emergency_not_now_from: float = 0.3
    emergency_without_sign_from: float = 0.85
    # What is not ours is boundless, and the examples of it fewer than what members will write: its probability counts
    # so many times.
    outside_times: float = 4.0
    semantic: bool = True
    # So many examples are embedded (a core needs 15 ms for each): training stays below a minute on an empty machine.
    embedded: int = 3000
    # Whether each example is also learned with slips of the finger.
    slips: bool = True
    # The training texts hold more hard cases than members' messages, and so overstate doubt; measured on messages of
    # other writers.
    doubt: float = 0.9


_NEVER = 2.0
"""No probability reaches it: "she's fine, she is home" names no sign and says that it is over."""


class IntentModel:
    """Ranks labels (each ``faq/<id>`` is a label) for a message."""

    def __init__(
        self,
        *,
        labels: list[str],
        speller: Speller,
        terms: TfIdf,
        fast: Linear,
        meaning: Neighbours | None,
        temperatures: tuple[float, float],
        tuning: Tuning,
    ) -> None:
        self.labels = labels
        self.speller = speller
        self.terms = terms
        self.fast = fast
        self.meaning = meaning if semantic.available() else None
        self.temperatures = temperatures
        self.tuning = tuning

    def rank(self, text: str, talk: str | None = None) -> list[tuple[str, float]]:
        """All labels with calibrated confidence, best first; ``talk`` is where the message stands (``in_talk``)."""
        probabilities = self.probabilities(text)
        ranking = [(self.labels[i], float(probabilities[i])) for i in np.argsort(-probabilities)]
        ranking = danger_first(ranking, self._least_danger(text))
        if talk is None:
            return ranking
        canonical = self._canonical(text)
        return in_talk.weighed(ranking, canonical, talk, danger_named=has_sign(text) or has_sign(canonical))

    def _least_danger(self, text: str) -> float:
        """The probability from which ``emergency`` wins, by the words of a message."""
        if despairs(text):
            return 0.0
        named = has_sign(text) or has_sign(normalise(text))
        if not named and not has_sign(self._canonical(text)):
            calm = not_now(text) or denies_signs(text)
            return _NEVER if calm else self.tuning.emergency_without_sign_from
        if not named:
            return self.tuning.emergency_corrected_from
        return self.tuning.emergency_not_now_from if not_now(text) else self.tuning.emergency_from

    def quick(self, text: str) -> tuple[str, float]:
        """The best label by the fast view alone, and how sure that is."""
        chances = softmax(self._fast_scores(text) / self.temperatures[0])
        best = int(chances.argmax())
        return self.labels[best], float(chances[best])

    def look_ahead(self, texts: Sequence[str]) -> None:
        """Compute at once what the semantic view needs for those texts of which the fast one is unsure."""
        if self.meaning is not None:
            unsure = (text for text in texts if self.quick(text)[1] < self.tuning.sure)
            semantic.remember([normal for text in unsure if (normal := self._canonical(text))])

    def probabilities(self, text: str) -> Floats:
        """Calibrated probability of every label; nearly alike where the message has no word that we know."""
        return outside_weighed(self._seen(text), self.labels, self.tuning.outside_times)

    def _seen(self, text: str) -> Floats:
        normal = self._canonical(text)
        alike = np.full(len(self.labels), 1 / len(self.labels), dtype=np.float32)
        if not normal:
            return alike
        if _ONE_LETTER.fullmatch(text) or not self.speller.known.intersection(normal.split()):
            return (1 - _BABBLE) * alike + _BABBLE * self._both_views(text, normal)
        return self._both_views(text, normal)

    def _both_views(self, text: str, normal: str) -> Floats:
        scores = self._fast_scores(text)
        quick = softmax(scores / self.temperatures[0])
        if self.meaning is None or quick.max() >= self.tuning.sure:
            return np.asarray(quick, dtype=np.float32)
        scores = scores + self.tuning.semantic_weight * self.meaning.scores(semantic.vector(normal))[0]
        return np.asarray(softmax(scores / self.temperatures[1]), dtype=np.float32)

    def _canonical(self, text: str) -> str:
        return self.speller.correct(normalise(text))

    def _fast_scores(self, text: str) -> Floats:
        return self.fast.score_row(*self.terms.row(self._canonical(without_names(text))))

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
            "known": sorted(self.speller.known),
            "frequent": self.speller.frequent,
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
            speller=Speller(facts["known"], facts["frequent"]),
            terms=terms,
            fast=fast,
            meaning=meaning,
            temperatures=(low, high),
            tuning=Tuning(**facts["tuning"]),
        )


def _stored_neighbours(arrays: Any, size: int) -> Neighbours:
    return Neighbours(arrays["vectors"].astype(np.float32), arrays["vector_labels"], arrays["centre"], size)


def outside_weighed(chances: Floats, labels: Sequence[str], times: float) -> Floats:
    """The probabilities with that of ``out_of_scope`` counted so many ``times``; that of ``emergency`` stays."""
    if "out_of_scope" not in labels:
        return chances
    weighed = chances.copy()
    weighed[labels.index("out_of_scope")] *= times
    danger = labels.index("emergency") if "emergency" in labels else None
    kept = 0.0 if danger is None else float(chances[danger])
    weighed *= (1 - kept) / max(float(weighed.sum()) - kept, 1e-9)
    if danger is not None:
        weighed[danger] = kept
    return weighed


def danger_first(ranking: list[tuple[str, float]], least: float) -> list[tuple[str, float]]:
    """``emergency`` goes to the front from the probability ``least`` on, and is then clearly surer than the next;
    below it, it does not stand first, and what it had more than the first goes to all others.
    """
    chance = dict(ranking).get("emergency")
    if chance is None:
        return ranking
    others = [pair for pair in ranking if pair[0] != "emergency"]
    if chance < least:
        return _behind(others, chance)
    raised = max(chance, _RAISED)
    share = (1 - raised) / max(1 - chance, 1e-9)
    return [("emergency", raised), *((label, confidence * share) for label, confidence in others)]


def _behind(others: list[tuple[str, float]], chance: float) -> list[tuple[str, float]]:
    """``others`` with ``emergency`` among them, at most second: clearly less likely than the first."""
    first = others[0][1] if others else 0.0
    if chance > first:
        whole = sum(confidence for _, confidence in others)
        grown = (whole + chance) / max(whole + _SECOND * first, 1e-9)
        chance, others = _SECOND * first * grown, [(label, confidence * grown) for label, confidence in others]
    at = max(1, sum(confidence > chance for _, confidence in others))
    return [*others[:at], ("emergency", chance), *others[at:]]
