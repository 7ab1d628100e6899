"""Shares of wages, due dates, virtual accounts, payment in stages."""

from datetime import date

import pytest

from backend.contributions.rates import due_date, suspension_date, virtual_account, wage_shares
from backend.installments.rules import installment_offer

MONTH = date(2026, 11, 1)


@pytest.mark.parametrize(
    ("wage", "employer", "worker"),
    [(6_500_000, 260_000, 65_000), (12_000_000, 480_000, 120_000), (20_000_000, 480_000, 120_000)],
)
def test_employer_pays_four_percent_and_worker_one_up_to_the_cap(wage: int, employer: int, worker: int) -> None:
    shares = wage_shares(wage, MONTH)
    assert (shares.employer, shares.worker) == (employer, worker)


def test_due_on_the_tenth_and_suspended_from_the_first_of_the_next_month() -> None:
    assert (due_date(MONTH), suspension_date(MONTH)) == (date(2026, 11, 10), date(2026, 12, 1))


@pytest.mark.parametrize(("bank", "number"), [("BRI", "8888809900000017"), ("MANDIRI", "8988809900000017")])
def test_accounts_end_in_the_tail_of_the_card_number(bank: str, number: str) -> None:
    assert virtual_account(bank, "0009900000017", MONTH) == number


@pytest.mark.parametrize(
    ("segment", "months", "day", "reason", "stages"),
    [
        ("PBPU", 13, date(2026, 11, 22), None, 6),
        ("PBPU", 24, date(2026, 11, 28), None, 12),
        ("PBPU", 4, date(2026, 11, 22), None, 2),
        ("PBPU", 3, date(2026, 11, 22), "too_few_months", 0),
        ("PBPU", 13, date(2026, 11, 29), "registration_closed", 6),
        ("PBPU", 13, date(2026, 2, 28), "registration_closed", 6),
        ("PBPU", 24, date(2024, 2, 27), None, 12),
        ("PPU", 13, date(2026, 11, 22), "other_segment", 0),
    ],
)
def test_who_may_pay_in_stages(segment: str, months: int, day: date, reason: str | None, stages: int) -> None:
    offer = installment_offer(segment, months, day)
    assert (offer.eligible, offer.reason, offer.stages_max) == (reason is None, reason, stages)


def test_the_first_generation_allowed_twelve_stages_for_any_arrears() -> None:
    assert installment_offer("PBPU", 6, date(2024, 6, 1)).stages_max == 12
