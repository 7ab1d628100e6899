"""Every refusal and every problem with a typed number has its words, in both languages."""

import re
from pathlib import Path
from typing import Any, get_args

import pytest
import yaml

from backend.privacy.birth_dates import DateProblem
from backend.privacy.nik import NikProblem
from backend.privacy.reference_numbers import ReferenceProblem

DOMAIN = Path(__file__).parents[2] / "domain.yml"
REFUSALS = (
    "verification_required",
    "identification_required",
    "own_code_needed",
    "head_of_family_only",
    "member_not_found",
    "employer_pays",
    "state_pays",
    "payment_amount_mismatch",
    "payment_already_matched",
)
FACTS: dict[str, set[str]] = {
    "number_wrong_length": {"typed", "needed"},
    "card_zeros_lost": {"typed", "needed", "suggestion"},
    "number_has_letters": {"suggestion"},
    "va_given": {"suggestion"},
    "number_is_other_kind": {"kind"},
    "number_missing": set(),
    "phone_landline": set(),
    "phone_foreign": set(),
    "phone_has_letters": set(),
    "phone_unreadable": {"typed"},
    **{code: set() for problems in (DateProblem, NikProblem, ReferenceProblem) for code in get_args(problems)},
}
KINDS = ("card", "nik", "kk", "phone", "va", "referral", "control", "sep", "visit", "birth_date")


@pytest.fixture(scope="module")
def responses() -> dict[str, list[dict[str, Any]]]:
    found: dict[str, list[dict[str, Any]]] = yaml.safe_load(DOMAIN.read_text("utf-8"))["responses"]
    return found


def both(responses: dict[str, list[dict[str, Any]]], name: str) -> list[str]:
    indonesian, english = responses[name]
    assert english["condition"] == [{"type": "slot", "name": "language", "value": "en"}]
    return [indonesian["text"], english["text"]]


@pytest.mark.parametrize("code", REFUSALS)
def test_refusals(responses: dict[str, list[dict[str, Any]]], code: str) -> None:
    for text in both(responses, f"utter_error_{code}"):
        assert "{" not in text


@pytest.mark.parametrize("code", sorted(FACTS))
def test_problems_with_numbers(responses: dict[str, list[dict[str, Any]]], code: str) -> None:
    for text in both(responses, f"utter_problem_{code}"):
        assert set(re.findall(r"{(\w+)}", text)) == FACTS[code]


@pytest.mark.parametrize("kind", KINDS)
def test_kinds_of_numbers(responses: dict[str, list[dict[str, Any]]], kind: str) -> None:
    assert all(both(responses, f"utter_membership_kind_{kind}"))
