"""The worked examples of the fine for inpatient care soon after reactivation."""

from datetime import date

import pytest

from backend.contributions.penalty import estimate_penalty

TODAY = date(2026, 11, 22)


@pytest.mark.parametrize(
    ("cost", "months", "days", "amount", "reason"),
    [
        (8_000_000, 5, 10, 2_000_000, "estimated"),
        (60_000_000, 24, 0, 30_000_000, "estimated"),
        (60_000_000, 12, 0, 30_000_000, "estimated"),
        (8_000_000, 5, 46, 0, "after_window"),
        (8_000_000, 5, 45, 2_000_000, "estimated"),
        (8_000_000, 0, 10, 0, "no_arrears"),
        (1_000_000, 24, 10, 600_000, "estimated"),
    ],
)
def test_worked_examples(cost: int, months: int, days: int, amount: int, reason: str) -> None:
    estimate = estimate_penalty(cost, months, inpatient=True, days_since_reactivation=days, segment="PBPU", on=TODAY)
    assert (estimate.amount, estimate.reason) == (amount, reason)


def test_outpatient_care_is_never_fined() -> None:
    estimate = estimate_penalty(8_000_000, 5, inpatient=False, days_since_reactivation=1, segment="PBPU", on=TODAY)
    assert (estimate.amount, estimate.reason) == (0, "outpatient")


@pytest.mark.parametrize(("segment", "amount", "payer"), [("PPU", 2_000_000, "employer"), ("PBI", 0, "member")])
def test_who_pays(segment: str, amount: int, payer: str) -> None:
    estimate = estimate_penalty(8_000_000, 5, inpatient=True, days_since_reactivation=1, segment=segment, on=TODAY)
    assert (estimate.amount, estimate.payer) == (amount, payer)


def test_counting_at_most_twelve_months_is_told() -> None:
    estimate = estimate_penalty(1_000_000, 24, inpatient=True, days_since_reactivation=1, segment="PBPU", on=TODAY)
    assert (estimate.months_counted, estimate.capped) == (12, True)
