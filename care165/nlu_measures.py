"""Measures of understanding: accuracy, macro-F1, entity F1, calibration, each with a 95 % bootstrap interval."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import isnan, nan
from typing import Any

import numpy as np

Row = dict[str, Any]
Metric = Callable[[Sequence[int]], float]

# Pairs that count as equal (the contract's list of labels).
_EQUAL = (
    {"out_of_scope", "faq/other_bpjs"},
    {"faq/office_location", "find_nearest_facility"},
    {"faq/pbi_deactivated", "reactivate_membership", "check_membership_status"},
    {"submit_complaint", "check_membership_status", "reactivate_membership"},
    {"faq/benefits_covered", "faq/not_covered"},
    {"faq/class_rule", "change_class"},
    {"faq/referral_not_in_app", "app_problem"},
    {"give_feedback", "rate_facility", "thank"},
    {"faq/newborn_rule", "register_newborn"},
    {"faq/autodebit_rule", "register_autodebit"},
    {"faq/screening_rule", "health_screening"},
)
_BINS = 10
_DRAWS = 1000
_SEED = 165


@dataclass(frozen=True)
class Value:
    """A measure and the interval that holds it in 95 of 100 samples."""

    value: float
    low: float
    high: float
    rows: int


def is_right(predicted: str, accepted: Sequence[str]) -> bool:
    """Any of the row's labels, or one that counts as equal to it."""
    if predicted in accepted:
        return True
    return any(predicted in group and label in group for group in _EQUAL for label in accepted)


def with_interval(metric: Metric, rows: Sequence[int]) -> Value:
    """The metric over the rows, and over 1,000 samples drawn from them with replacement."""
    value = metric(rows) if rows else nan
    if isnan(value):
        return Value(nan, nan, nan, len(rows))
    rng = np.random.default_rng(_SEED)
    chosen = np.asarray(rows)
    draws = [metric(rng.choice(chosen, len(chosen)).tolist()) for _ in range(_DRAWS)]
    low, high = np.nanpercentile(draws, [2.5, 97.5])
    return Value(value, float(low), float(high), len(rows))


class Scorer:
    """Compares parsed messages with labelled rows; every metric takes the numbers of the rows to look at."""

    def __init__(self, rows: Sequence[Row], parsed: Sequence[Row]) -> None:
        self.gold = [row["intents"] for row in rows]
        self.said = [row["intent"] for row in parsed]
        self.confidence = np.array([row["confidence"] for row in parsed])
        self.right = np.array([is_right(s, g) for s, g in zip(self.said, self.gold, strict=True)])
        pairs = [(_entities(row), _entities(found)) for row, found in zip(rows, parsed, strict=True)]
        self.entities = [(sum((g & f).values()), sum(g.values()), sum(f.values())) for g, f in pairs]
        self.kinds = [(g, f) for g, f in pairs]

    def accuracy(self, rows: Sequence[int]) -> float:
        """Share of rows whose intent is right."""
        return float(self.right[list(rows)].mean())

    def macro_f1(self, rows: Sequence[int]) -> float:
        """Mean F1 of the labels that occur; a right answer counts for the row's first label."""
        hits: Counter[str] = Counter()
        gold: Counter[str] = Counter()
        said: Counter[str] = Counter()
        for row in rows:
            truth = self.gold[row][0]
            answer = truth if self.right[row] else self.said[row]
            gold[truth] += 1
            said[answer] += 1
            hits[truth] += truth == answer
        return float(np.mean([2 * hits[label] / (gold[label] + said[label]) for label in gold]))

    def entity_f1(self, rows: Sequence[int]) -> float:
        """F1 over entity kind and text, ignoring case and the word "kelas"."""
        found, gold, said = np.sum([self.entities[row] for row in rows], axis=0)
        return float(2 * found / (gold + said)) if gold + said else nan

    def calibration_error(self, rows: Sequence[int]) -> float:
        """Expected calibration error over ten equal bins of confidence."""
        chosen = list(rows)
        confidence, right = self.confidence[chosen], self.right[chosen]
        bins = np.minimum((confidence * _BINS).astype(int), _BINS - 1)
        gaps = [
            (bins == b).mean() * abs(confidence[bins == b].mean() - right[bins == b].mean())
            for b in range(_BINS)
            if (bins == b).any()
        ]
        return float(sum(gaps))

    def recall(self, label: str) -> Metric:
        """Share of the rows given whose answer is right for ``label``."""
        return lambda rows: float(np.mean([is_right(self.said[row], [label]) for row in rows]))


def _entities(row: Row) -> Counter[tuple[str, str]]:
    return Counter((e["entity"], _plain(str(e["value"]))) for e in row.get("entities", []))


def _plain(value: str) -> str:
    return " ".join(word for word in value.lower().split() if word not in ("kelas", "kls"))
