"""The measures: equal labels count as right, intervals hold the value, entity texts ignore "kelas"."""

import pytest
from rich.console import Console

from care165.nlu_measures import Row, Scorer, is_right, with_interval
from care165.nlu_report import measure, render

ROWS = [
    {"text": "a", "intents": ["greet"], "entities": [], "register": "short"},
    {"text": "b", "intents": ["faq/benefits_covered"], "entities": [], "register": "long"},
    {
        "text": "c",
        "intents": ["emergency"],
        "entities": [{"entity": "room_class", "value": "kelas 3"}],
        "register": "long",
    },
]
PARSED = [
    {"intent": "greet", "confidence": 0.9, "entities": []},
    {"intent": "faq/not_covered", "confidence": 0.6, "entities": []},
    {"intent": "greet", "confidence": 0.4, "entities": [{"entity": "room_class", "value": "3"}]},
]


def test_equal_labels_are_right() -> None:
    assert is_right("faq/other_bpjs", ["out_of_scope"])
    assert is_right("reactivate_membership", ["submit_complaint"])
    assert not is_right("greet", ["thank"])


def test_scores() -> None:
    scorer = Scorer(ROWS, PARSED)
    assert scorer.accuracy([0, 1, 2]) == pytest.approx(2 / 3)
    assert scorer.entity_f1([0, 1, 2]) == 1.0
    assert scorer.macro_f1([0, 1, 2]) == pytest.approx((2 / 3 + 1 + 0) / 3)
    assert scorer.calibration_error([0]) == pytest.approx(0.1)


def test_intervals_hold_the_value() -> None:
    scorer = Scorer(ROWS, PARSED)
    value = with_interval(scorer.accuracy, range(3))
    assert value.low <= value.value <= value.high
    assert with_interval(scorer.accuracy, []).rows == 0


def printed(rows: list[Row], parsed: list[Row]) -> str:
    console = Console(width=120)
    with console.capture() as output:
        console.print(render("rows", measure(rows, parsed)))
    return output.get()


def test_what_no_row_shows_is_a_dash_and_no_failure() -> None:
    row = {"text": "halo", "intents": ["greet"], "entities": []}
    text = printed([row], [{"intent": "greet", "confidence": 0.9, "entities": []}])
    assert "nan" not in text
    [line] = [line for line in text.splitlines() if "entity F1" in line]
    assert [cell.strip() for cell in line.split("│")[2:-1]] == ["-", "-", "1", "≥ 0.90", "-"]


def test_the_report_prints() -> None:
    text = printed(ROWS, PARSED)
    assert "emergency recall" in text
    assert "emergency" in text.split("Worst confusions")[1]
