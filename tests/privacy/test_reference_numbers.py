"""Numbers of letters: which kind, how old, the one that is needed?"""

from datetime import date
from typing import Literal

import pytest

from backend.privacy.reference_numbers import check_reference, find_references

TODAY = date(2026, 11, 22)


@pytest.mark.parametrize(
    ("typed", "needed", "problem"),
    [
        ("0050B1070223P000004", "control", "referral_likely_expired"),
        ("0050B1071026P000004", "control", "control_letter_needed"),
        ("0050B1071026P000004", "referral", None),
        ("0050B1070826P000004", "referral", None),
        ("0050B1070726P000004", "referral", "referral_likely_expired"),
        ("0301R0010323V000039", "control", "sep_given"),
        ("0301R0011126K000039", "control", None),
        ("0301R0011126K000039", "referral", "referral_needed"),
        ("0301R0011126K0000399", "control", "reference_wrong_length"),
        ("surat kontrol saya hilang", "control", "reference_unreadable"),
    ],
)
def test_a_letter_is_checked_for_its_use(
    typed: str, needed: Literal["referral", "control"], problem: str | None
) -> None:
    assert check_reference(typed, needed, TODAY) == problem


def test_the_number_tells_facility_and_month() -> None:
    letter = find_references("rujukan 0050b107-0223-p-000004 ya")[0]
    assert (letter.facility, letter.issued_month, letter.kind) == ("0050B107", date(2023, 2, 1), "referral")
