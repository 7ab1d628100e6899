"""Whether arrears may be paid in stages (REHAB), and in how many."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from backend.reference.service import number, rule

_FEBRUARY = 2


@dataclass(frozen=True)
class InstallmentOffer:
    """Whether a family may join REHAB now.

    ``reason`` when not: ``other_segment``, ``too_few_months``, ``registration_closed`` (until the end of the month) or
    ``already_enrolled``.
    ``stages_max``: the most monthly stages. Whether the card is active before the last stage is contradicted by the
    sources; ``active_after`` is the reading of this installation and never a promise.
    """

    eligible: bool
    reason: Literal["other_segment", "too_few_months", "registration_closed", "already_enrolled"] | None
    stages_max: int
    active_after: str


def last_day(day: date) -> int:
    """The last day of that month on which one may register."""
    suffix = "_february" if day.month == _FEBRUARY else ""
    return number(f"installments.registration_last_day{suffix}", on=day)


def registration_open(day: date) -> bool:
    """Whether one may register on that day of the month."""
    return day.day <= last_day(day)


def stages_max(billed_months: int, day: date) -> int:
    """The most stages for so many billed months, by the reading that counts here."""
    most = number("installments.stages_max", on=day)
    if rule("installments.stage_rule", on=day) == "flat":
        return most
    return min(most, billed_months // 2)


def installment_offer(segment: str, billed_months: int, day: date) -> InstallmentOffer:
    """Whether somebody with so many billed months (24 at most, whatever was left unpaid) may join REHAB."""
    active_after = rule("installments.activation", on=day)
    if segment != "PBPU":
        return InstallmentOffer(False, "other_segment", 0, active_after)
    if billed_months < number("installments.arrears_min", on=day):
        return InstallmentOffer(False, "too_few_months", 0, active_after)
    stages = stages_max(billed_months, day)
    if not registration_open(day):
        return InstallmentOffer(False, "registration_closed", stages, active_after)
    return InstallmentOffer(True, None, stages, active_after)
