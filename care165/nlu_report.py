"""The report of ``care165 nlu evaluate``."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from math import isnan
from typing import Any

from rich.console import Group, RenderableType
from rich.table import Table

from care165.nlu_measures import Row, Scorer, Value, with_interval

_CONFUSIONS = 20
# What we want to reach (value, and whether more is better).
_TARGETS = {
    "right intent": (0.92, True),
    "macro-F1": (0.90, True),
    "FAQ id": (0.88, True),
    "emergency recall": (0.98, True),
    "emergency precision": (0.80, True),
    "out-of-scope recall": (0.85, True),
    "entity F1": (0.90, True),
    "calibration error": (0.05, False),
}


@dataclass(frozen=True)
class Report:
    """All figures of one set."""

    measures: dict[str, Value]
    registers: dict[str, Value]
    entities: dict[str, tuple[int, int, int]]
    confusions: list[tuple[str, str, int]]


def measure(rows: Sequence[Row], parsed: Sequence[Row]) -> Report:
    """Compare parsed messages with their labels."""
    scorer = Scorer(rows, parsed)
    everything = range(len(rows))
    first = [row["intents"][0] for row in rows]
    said_emergency = [i for i in everything if scorer.said[i] == "emergency"]
    measures = {
        "right intent": with_interval(scorer.accuracy, everything),
        "macro-F1": with_interval(scorer.macro_f1, everything),
        "FAQ id": with_interval(scorer.accuracy, [i for i in everything if first[i].startswith("faq/")]),
        "emergency recall": with_interval(
            scorer.recall("emergency"), [i for i in everything if first[i] == "emergency"]
        ),
        "emergency precision": with_interval(scorer.accuracy, said_emergency),
        "out-of-scope recall": with_interval(
            scorer.recall("out_of_scope"), [i for i in everything if first[i] == "out_of_scope"]
        ),
        "entity F1": with_interval(scorer.entity_f1, everything),
        "calibration error": with_interval(scorer.calibration_error, everything),
    }
    registers = {
        name: with_interval(scorer.accuracy, [i for i in everything if str(rows[i].get("register", "-")) == name])
        for name in sorted({str(row.get("register", "-")) for row in rows})
    }
    return Report(measures, registers, _entity_counts(scorer), _confusions(scorer, first))


def _entity_counts(scorer: Scorer) -> dict[str, tuple[int, int, int]]:
    """Found, missed and extra values of every kind."""
    counts: dict[str, list[int]] = {}
    for gold, said in scorer.kinds:
        for part, values in enumerate((gold & said, gold - said, said - gold)):
            for (kind, _), number in values.items():
                counts.setdefault(kind, [0, 0, 0])[part] += number
    return {kind: (c[0], c[1], c[2]) for kind, c in sorted(counts.items())}


def _confusions(scorer: Scorer, first: Sequence[str]) -> list[tuple[str, str, int]]:
    wrong: Counter[tuple[str, str]] = Counter(
        (first[i], scorer.said[i]) for i in range(len(first)) if not scorer.right[i]
    )
    return [(gold, said, number) for (gold, said), number in wrong.most_common(_CONFUSIONS)]


def render(name: str, report: Report) -> RenderableType:
    """Tables for the terminal."""
    registers = [(name, *_figures(value, ".1%"), value.rows) for name, value in report.registers.items()]
    entities = [(kind, *counts) for kind, counts in report.entities.items()]
    return Group(
        _measures_table(name, report),
        _table("Right intent by register", ("register", "right", "95 %", "rows"), registers),
        _table("Entities", ("entity", "found", "missed", "extra"), entities),
        _table("Worst confusions", ("label", "understood as", "times"), report.confusions),
    )


def _measures_table(name: str, report: Report) -> Table:
    rows = []
    for measure_name, value in report.measures.items():
        target, more = _TARGETS[measure_name]
        reached = value.value >= target if more else value.value <= target
        verdict = "-" if isnan(value.value) else "yes" if reached else "no"
        wanted = f"{'≥' if more else '≤'} {target:.2f}"
        rows.append((measure_name, *_figures(value, ".3f"), value.rows, wanted, verdict))
    return _table(f"Understanding on {name}", ("measure", "value", "95 %", "rows", "wanted", "reached"), rows)


def _figures(value: Value, form: str) -> tuple[str, str]:
    """The value and its interval; dashes where no row could show it."""
    if isnan(value.value):
        return "-", "-"
    return f"{value.value:{form}}", f"{value.low:{form}}-{value.high:{form}}"


def _table(title: str, columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> Table:
    table = Table(title=title, title_justify="left")
    for number, column in enumerate(columns):
        table.add_column(column, justify="left" if number == 0 else "right")
    for row in rows:
        table.add_row(*(str(cell) for cell in row))
    return table
