"""Medians and percentiles."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta


@dataclass(frozen=True)
class Spread:
    """How durations are spread: how many, and the median and 90th percentile in seconds (``None`` of none)."""

    count: int
    p50: float | None
    p90: float | None


def percentile(ordered: list[float], share: float) -> float:
    """The percentile of ordered values, with linear interpolation between the two nearest (as ``percentile_cont``)."""
    place = (len(ordered) - 1) * share
    below = int(place)
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (ordered[above] - ordered[below]) * (place - below)


def spread(durations: Iterable[timedelta]) -> Spread:
    """The spread of durations."""
    ordered = sorted(each.total_seconds() for each in durations)
    if not ordered:
        return Spread(0, None, None)
    return Spread(len(ordered), percentile(ordered, 0.5), percentile(ordered, 0.9))
