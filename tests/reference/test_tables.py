"""The dated tables."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

import pytest
from pydantic import ValidationError

from backend.reference import tables
from backend.reference.calendar import months_before, next_month
from backend.reference.service import NoReferenceError, keys, number, percent, rate, rule

TODAY = date(2026, 11, 22)


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("contribution.class_1.member_share", 150_000),
        ("contribution.class_2.member_share", 100_000),
        ("contribution.class_3.member_share", 35_000),
        ("contribution.class_3.total", 42_000),
        ("contribution.due_day", 10),
        ("contribution.ppu.total", Decimal(5)),
        ("contribution.ppu.wage_cap", 12_000_000),
        ("arrears.billed_months_max", 24),
        ("penalty.percent", Decimal(5)),
        ("penalty.months_max", 12),
        ("penalty.amount_max", 30_000_000),
        ("penalty.window", 45),
        ("installments.arrears_min", 4),
        ("registration.newborn_days", 28),
        ("membership.fktp_change_months", 3),
        ("membership.class_change_years", 1),
    ],
)
def test_values_of_the_domain_notes(key: str, value: object) -> None:
    assert rate(key, on=TODAY).value == value


def test_the_shares_add_up() -> None:
    total = number("contribution.class_3.total", on=TODAY)
    parts = ("contribution.class_3.member_share", "contribution.class_3.state_share")
    assert total == sum(number(part, on=TODAY) for part in parts)
    shares = ("contribution.ppu.employer_share", "contribution.ppu.worker_share")
    assert percent("contribution.ppu.total", on=TODAY) == sum(percent(share, on=TODAY) for share in shares)


def test_every_entry_can_be_vouched_for() -> None:
    for key in keys():
        found = rate(key, on=TODAY)
        assert found.legal_basis
        assert (found.checked_on is None) == (found.source == "unverified")


def test_a_value_counts_in_its_time_only() -> None:
    assert percent("penalty.percent", on=date(2020, 6, 1)) == Decimal("2.5")
    with pytest.raises(NoReferenceError):
        number("contribution.class_3.member_share", on=date(2015, 1, 1))
    with pytest.raises(NoReferenceError):
        rate("contribution.class_4.total", on=TODAY)


@pytest.fixture
def fresh_readings() -> Iterator[None]:
    tables.chosen_reading.cache_clear()
    yield
    tables.chosen_reading.cache_clear()


def test_where_sources_contradict_the_operator_chooses(fresh_readings: None, monkeypatch: pytest.MonkeyPatch) -> None:
    assert rule("installments.stage_rule", on=TODAY) == "half_of_arrears"
    tables.chosen_reading.cache_clear()
    monkeypatch.setenv("CARE165_REFERENCE_READINGS", '{"installments.stage_rule": "flat"}')
    assert rule("installments.stage_rule", on=TODAY) == "flat"


def test_a_reading_that_does_not_exist_is_refused(fresh_readings: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CARE165_REFERENCE_READINGS", '{"installments.stage_rule": "third"}')
    with pytest.raises(ValueError, match="no reading 'third'"):
        rule("installments.stage_rule", on=TODAY)


def test_two_values_for_one_day_are_refused() -> None:
    values = [{"value": 1, "valid_from": "2020-01-01"}, {"value": 2, "valid_from": "2021-01-01"}]
    with pytest.raises(ValidationError, match="two values for the same day"):
        tables.Entry.model_validate({"unit": "days", "legal_basis": "x", "source": "y", "values": values})


def test_months_are_counted_over_the_year() -> None:
    assert months_before(date(2026, 2, 1), 3) == date(2025, 11, 1)
    assert months_before(date(2026, 11, 1), -2) == date(2027, 1, 1)
    assert next_month(date(2026, 12, 1)) == date(2027, 1, 1)
