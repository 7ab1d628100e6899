"""What insurance costs: class rates, the shares of employer and worker, due dates, virtual accounts."""

from dataclasses import dataclass
from datetime import date

from backend.reference.calendar import next_month
from backend.reference.service import keys, number, percent, rule

_ACCOUNT_PREFIX = "virtual_account.prefix."
_CARD_TAIL = 11
"""Digits of the card number that a virtual account ends in."""
_CARD_HEAD = "00"
"""What it leaves out: card numbers begin with it."""
_HUNDRED = 100


@dataclass(frozen=True)
class WageShares:
    """A month's contribution for a wage, in rupiah: 5 % of it, of which the employer pays 4."""

    base: int
    employer: int
    worker: int


def class_rate(contribution_class: int, month: date) -> int:
    """What a member who pays for themselves pays for a month, in rupiah."""
    return number(f"contribution.class_{contribution_class}.member_share", on=month)


def due_date(month: date) -> date:
    """The day by which a month is to be paid."""
    return month.replace(day=number("contribution.due_day", on=month))


def suspension_date(month: date) -> date:
    """The first day without guarantee when that month stays unpaid (Perpres 82/2018 art. 42(1))."""
    return next_month(month)


def wage_shares(wage: int, month: date) -> WageShares:
    """Employer's and worker's share for a monthly wage in rupiah (Perpres 64/2020 art. 30 and 32).

    The wage counts up to the cap. The lower limit is the minimum wage of the regency, which the employer's report
    already observes, so it is not applied again here.
    """
    base = min(wage, number("contribution.ppu.wage_cap", on=month))
    employer = base * percent("contribution.ppu.employer_share", on=month) / _HUNDRED
    worker = base * percent("contribution.ppu.worker_share", on=month) / _HUNDRED
    return WageShares(base, int(employer), int(worker))


def banks() -> list[str]:
    """Banks with virtual accounts."""
    return [key.removeprefix(_ACCOUNT_PREFIX) for key in keys(_ACCOUNT_PREFIX)]


def virtual_account(bank: str, head_card_number: str, today: date) -> str:
    """The family's account number at a bank: its prefix and the tail of the head's card number."""
    return rule(_ACCOUNT_PREFIX + bank, on=today) + head_card_number[-_CARD_TAIL:]


def card_of(account: str) -> str:
    """The head's card number that a virtual account was made from, if it is one of ours."""
    return _CARD_HEAD + account[-_CARD_TAIL:]
