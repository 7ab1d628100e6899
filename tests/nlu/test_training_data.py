"""The check of the training data finds what is wrong, and finds nothing in ours."""

import json
from pathlib import Path

import pytest

from care165.nlu_check import Example, examples, problems


@pytest.fixture
def measured(tmp_path: Path) -> Path:
    (tmp_path / "dev.jsonl").write_text(json.dumps({"text": "bagaimana cara saya mendaftar di sini"}), encoding="utf-8")
    return tmp_path


def test_ours_is_clean() -> None:
    assert problems(list(examples())) == []


@pytest.mark.parametrize(
    ("found", "fault"),
    [
        ([Example("greet", "halo", "a.yml"), Example("greet", "Halo!", "a.yml")], "duplicate in greet"),
        ([Example("greet", "halo", "a.yml"), Example("thank", "halo", "b.yml")], "conflict: greet and thank"),
        ([Example("greet", "gmn cara sy mndaftar di sini", "a.yml")], "too near"),
        ([Example("greet", "bagaimana cara saya mendaftar di sini", "a.yml")], "leak"),
        ([Example("faq/kris", "apa itu kris", "a.yml")], "thin: faq/kris"),
    ],
)
def test_faults_are_named(found: list[Example], fault: str, measured: Path) -> None:
    assert any(line.startswith(fault) for line in problems(found, measured))
