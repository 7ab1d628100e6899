"""What members are shown of their contributions. Amounts are whole rupiah, months their first day."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal
from uuid import UUID

from backend.installments.rules import InstallmentOffer


@dataclass(frozen=True)
class Share:
    """One person's part of an amount."""

    member_id: str
    name: str
    amount: int


@dataclass(frozen=True)
class BillMonth:
    """One unpaid month."""

    month: date
    due_on: date
    amount: int
    shares: list[Share]


@dataclass(frozen=True)
class CurrentMonth:
    """The contribution of the running month. ``suspends_on``: first day without guarantee if it stays unpaid."""

    month: date
    due_on: date
    amount: int
    paid: bool
    overdue: bool
    suspends_on: date


@dataclass(frozen=True)
class Pending:
    """A payment that has arrived and is not yet in the books."""

    amount: int
    paid_at: datetime
    bank: str | None


@dataclass(frozen=True)
class Reactivation:
    """What inpatient care soon after reactivation may cost: figures for the explanation, not for this person."""

    window_days: int
    percent: str
    months_max: int
    amount_max: int
    checked_on: date | None


@dataclass(frozen=True)
class Reactivated:
    """When the family's cards became active again, and after how many unpaid months."""

    on: date
    months: int


@dataclass(frozen=True)
class EmployerShares:
    """What employer and worker pay a month, where the wage is known."""

    wage: int
    base: int
    employer: int
    worker: int


@dataclass(frozen=True)
class PlanBrief:
    """A plan to pay in stages that runs: what is due by it now, and by when."""

    stages: int
    paid: int
    due: int
    next_due: date


@dataclass(frozen=True)
class Bill:
    """A bill as somebody may see it.

    ``payer`` ``member`` | ``employer`` | ``state``; only the first owes anything. ``people`` is each visible person's
    part of ``arrears_amount``. ``complete`` is false when adults of the family are left out, because they verify
    themselves: then all amounts are those of the visible people. ``arrears_months`` are the months left unpaid,
    ``billed_months`` those asked for (24 at most). ``total_due`` is arrears plus an unpaid current month.
    """

    payer: Literal["member", "employer", "state"]
    segment: str
    contribution_class: int
    active: bool
    as_of: date
    complete: bool
    people: list[Share]
    arrears_months: int
    billed_months: int
    arrears_amount: int
    months: list[BillMonth]
    current: CurrentMonth | None
    total_due: int
    suspended_on: date | None
    reactivation: Reactivation
    installments: InstallmentOffer
    employer_shares: EmployerShares | None = None
    pending: list[Pending] = field(default_factory=list)
    plan: PlanBrief | None = None
    reactivated: Reactivated | None = None


@dataclass(frozen=True)
class PaymentView:
    """A payment; ``months`` are those that it settled (none while it is ``unmatched``)."""

    id: UUID
    amount: int
    paid_at: datetime
    channel: str
    bank: str | None
    state: str
    months: list[date]


@dataclass(frozen=True)
class Account:
    """A virtual account of the family. It is where to pay, never a proof of payment."""

    bank: str
    number: str


CheckState = Literal["waiting", "held", "active", "other_reason", "short", "none"]


@dataclass(frozen=True)
class PaymentCheck:
    """Why a card may not be active after a payment.

    ``state``: ``waiting`` (the money is here, not yet in the books), ``held`` (it fits no months: a person decides),
    ``active`` (it is active), ``other_reason`` (inactive, but not for want of money: ``reason``), ``short`` (paid, yet
    ``unpaid_months`` are left), ``none`` (no payment came in the last two weeks). ``due``: what a bank asks for now.
    """

    state: CheckState
    reason: str | None
    payment: PaymentView | None
    due: int
    unpaid_months: int
