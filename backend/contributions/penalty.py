"""The fine for inpatient care soon after reactivation: always an estimate, the hospital's officer computes the fine."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from backend.reference.service import number, percent

Reason = Literal["estimated", "outpatient", "after_window", "no_arrears", "paid_by_state"]
_HUNDRED = 100


@dataclass(frozen=True)
class PenaltyEstimate:
    """An estimated fine in rupiah, and how it came about.

    ``reason`` other than ``estimated`` says why there is none. ``payer`` is who would pay it.
    """

    amount: int
    reason: Reason
    months_counted: int
    capped: bool
    payer: Literal["member", "employer"]


def _none(reason: Reason) -> PenaltyEstimate:
    return PenaltyEstimate(0, reason, 0, False, "member")


def _reason_for_none(inpatient: bool, days: int, months: int, segment: str, day: date) -> Reason | None:
    if segment == "PBI":
        return "paid_by_state"
    if not inpatient:
        return "outpatient"
    if days > number("penalty.window", on=day):
        return "after_window"
    return "no_arrears" if months <= 0 else None


def estimate_penalty(
    package_cost: int,
    months_in_arrears: int,
    *,
    inpatient: bool,
    days_since_reactivation: int,
    segment: str,
    on: date,
) -> PenaltyEstimate:
    """Estimates the service fine (Perpres 64/2020 art. 42(6)).

    5 % of the cost for each month in arrears, 12 months and 30 million rupiah at most; only for inpatient care within
    45 days after the card is active again. Nothing for members whom the state pays for; an employer pays the fine of
    its workers.

    Args:
        package_cost: estimated cost of the inpatient package, in rupiah.
        months_in_arrears: unpaid months before reactivation.
        inpatient: whether it is inpatient care in a hospital.
        days_since_reactivation: days from reactivation to admission; day 45 still counts.
        segment: ``PBPU``, ``PPU`` or ``PBI``.
        on: day of admission.
    """
    none = _reason_for_none(inpatient, days_since_reactivation, months_in_arrears, segment, on)
    if none:
        return _none(none)
    months = min(months_in_arrears, number("penalty.months_max", on=on))
    raw = int(package_cost * percent("penalty.percent", on=on) / _HUNDRED * months)
    amount = min(raw, number("penalty.amount_max", on=on))
    payer: Literal["member", "employer"] = "employer" if segment == "PPU" else "member"
    return PenaltyEstimate(amount, "estimated", months, amount < raw or months < months_in_arrears, payer)
