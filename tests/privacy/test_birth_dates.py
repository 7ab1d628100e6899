"""Dates of birth in the forms that people use."""

from datetime import date

import pytest

from backend.privacy.birth_dates import parse_birth_date

TODAY = date(2026, 11, 22)
PROCLAMATION = date(1945, 8, 17)


@pytest.mark.parametrize(
    "typed",
    [
        "17-8-45", "17/08/1945", "17 agustus 1945", "17081945", "1945-08-17", "17.8.1945", "17 Ags 45", "17 - 8 - 1945",
        "saya lahir tgl 17 Agustus 1945 di Jakarta", "August 17, 1945", "17th of August 1945", "١٧-٨-١٩٤٥", "8/17/1945",
    ],
)  # fmt: skip
def test_usual_forms(typed: str) -> None:
    assert parse_birth_date(typed, TODAY).value == PROCLAMATION


@pytest.mark.parametrize(
    ("typed", "value", "problem"),
    [
        ("31/4/1990", None, "birth_date_impossible"),
        ("29 februari 1990", None, "birth_date_impossible"),
        ("5/6/90", date(1990, 6, 5), "birth_date_unsure"),
        ("8/17/1945", PROCLAMATION, "birth_date_unsure"),
        ("5/5/90", date(1990, 5, 5), None),
        ("5/6/1990", date(1990, 6, 5), None),
        ("1-2-20", date(2020, 2, 1), "birth_date_unsure"),
        ("2035-01-01", date(2035, 1, 1), "birth_date_future"),
        ("17-8-1845", date(1845, 8, 17), "birth_date_too_old"),
        ("agustus", None, "birth_date_unreadable"),
    ],
)
def test_doubtful_and_impossible_dates(typed: str, value: date | None, problem: str | None) -> None:
    found = parse_birth_date(typed, TODAY)
    assert (found.value, found.problem) == (value, problem)
