"""Keeping the books: monthly invoices, payments, and what a payment settles."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from backend.contributions import repository
from backend.contributions.models import Invoice, InvoiceLine, Payment, Reactivation
from backend.contributions.rates import class_rate, due_date
from backend.errors import ServiceError
from backend.installments.models import Plan
from backend.membership.models import Family, Member
from backend.reference.calendar import month_of, today_in_jakarta
from backend.reference.service import number


def issue_invoice(session: Session, family: Family, month: date) -> Invoice:
    """The invoice of a family for a month: one line for each member who pays for themselves."""
    lines = [
        InvoiceLine(member_id=member.id, amount=class_rate(member.contribution_class, month))
        for member in family.members
        if member.segment == "PBPU"
    ]
    invoice = Invoice(family_id=family.id, month=month, due_on=due_date(month), lines=lines)
    session.add(invoice)
    return invoice


def issue_month(session: Session, now: datetime) -> int:
    """Bills every family that pays for itself for the running month, where that has not been done; returns how many.

    Stands for the registry's own billing, so it suspends nobody: the registry tells whose guarantee has stopped.
    """
    today = today_in_jakarta(now)
    billed = select(Invoice.family_id).where(Invoice.month == month_of(today))
    paying = select(Member.family_id).where(Member.segment == "PBPU", Member.family_id.not_in(billed))
    query = select(Family).where(Family.id.in_(paying)).order_by(Family.id).with_for_update()
    found = list(session.scalars(query))
    new = [family for family in found if repository.invoice_of(session, family.id, month_of(today)) is None]
    for family in new:
        issue_invoice(session, family, month_of(today))
        session.flush()
        update_members(session, family.id, today=today, paid_on=today)
    return len(new)


@dataclass(frozen=True)
class Owed:
    """The unpaid months of a family, the oldest first.

    ``billed`` are the newest past ones, which are asked for, ``older`` the rest, ``running`` is this month's if it is
    unpaid.
    """

    older: list[Invoice]
    billed: list[Invoice]
    running: list[Invoice]

    @property
    def past(self) -> list[Invoice]:
        """All months in arrears."""
        return self.older + self.billed

    @property
    def asked(self) -> list[Invoice]:
        """What there is to pay now."""
        return self.billed + self.running


def owed(session: Session, family_id: str, today: date, *, lock: bool = False) -> Owed:
    """What a family has not paid as of a day."""
    unpaid = repository.unpaid_invoices(session, family_id, until=month_of(today), lock=lock)
    past = [invoice for invoice in unpaid if invoice.month < month_of(today)]
    billed, older = billed_and_not(past, today)
    return Owed(older, billed, unpaid[len(past) :])


def billed_and_not(unpaid: list[Invoice], today: date) -> tuple[list[Invoice], list[Invoice]]:
    """Splits unpaid past months (oldest first) into the newest 24, which are billed, and the older rest."""
    most = number("arrears.billed_months_max", on=today)
    return unpaid[-most:], unpaid[:-most]


def credit_of(session: Session, family_id: str) -> int:
    """Rupiah that ended plans have paid towards the arrears beyond the months settled in full."""
    return sum(plan.credit for plan in _ended_plans(session, family_id))


def record_payment(
    session: Session, family_id: str, *, amount: int, paid_at: datetime, channel: str, bank: str | None
) -> Payment:
    """A payment as a bank reports it; it settles nothing until ``match_payment``."""
    payment = Payment(
        family_id=family_id, amount=amount, paid_at=paid_at, channel=channel, bank=bank, state="unmatched"
    )
    session.add(payment)
    session.flush()
    return payment


def match_payment(session: Session, payment: Payment, *, today: date) -> list[Invoice]:
    """Settles the oldest billed months that the payment covers exactly, and brings the members' status up to date.

    Members are active again when all billed months and the one in which it was paid are paid (Perpres 82/2018
    art. 42): a bank's notice that comes after the end of the month takes nothing from them. What an ended plan had
    paid beyond full months counts too.

    Returns:
        The settled invoices.

    Raises:
        ServiceError: ``payment_already_matched``; ``payment_amount_mismatch``: no number of months costs that much, a
            person has to look at it.
    """
    if payment.state == "matched":
        raise ServiceError("payment_already_matched")
    unpaid = owed(session, payment.family_id, today, lock=True)
    settled = _covered(unpaid.asked, payment.net + credit_of(session, payment.family_id))
    _spend_credit(session, payment.family_id)
    for invoice in settled:
        invoice.payment = payment
    if len(settled) >= len(unpaid.billed):
        for invoice in unpaid.older:
            invoice.waived_on = today
    payment.state = "matched"
    session.flush()
    update_members(session, payment.family_id, today=today, paid_on=today_in_jakarta(payment.paid_at))
    return settled


def _ended_plans(session: Session, family_id: str) -> list[Plan]:
    query = select(Plan).where(Plan.family_id == family_id, Plan.state == "ended", Plan.credit > 0)
    return list(session.scalars(query))


def _spend_credit(session: Session, family_id: str) -> None:
    for plan in _ended_plans(session, family_id):
        plan.credit = 0


def _covered(invoices: list[Invoice], amount: int) -> list[Invoice]:
    total = 0
    for count, invoice in enumerate(invoices, start=1):
        total += invoice.amount
        if total == amount:
            return invoices[:count]
    raise ServiceError("payment_amount_mismatch")


def _first_paid(session: Session, family_id: str) -> set[str]:
    """Members for whom at least one month was paid: those newly registered become active with it."""
    query = select(InvoiceLine.member_id).join(Invoice, Invoice.id == InvoiceLine.invoice_id)
    return set(session.scalars(query.where(Invoice.family_id == family_id, Invoice.payment_id.is_not(None))))


def update_members(session: Session, family_id: str, *, today: date, paid_on: date, months: int | None = None) -> None:
    """Brings arrears and status of the family's self-paying members up to date, and notes a reactivation.

    Args:
        session: open transaction.
        family_id: the family.
        today: the day of booking, by which months are in arrears.
        paid_on: the day of payment, whose month has to be paid too.
        months: months in arrears that a reactivation is noted with; default: as the registry counts them.
    """
    unpaid = repository.unpaid_invoices(session, family_id, until=month_of(today))
    in_arrears = sum(invoice.month < month_of(today) for invoice in unpaid)
    settled = not in_arrears and all(invoice.month > month_of(paid_on) for invoice in unpaid)
    payers = [member for member in session.get_one(Family, family_id).members if member.segment == "PBPU"]
    back = [member for member in payers if settled and member.status_reason == "arrears"]
    if back:
        counted = months or max(member.arrears_months for member in back)
        session.add(Reactivation(family_id=family_id, on=today, months=counted))
    for member in payers:
        member.arrears_months = in_arrears
    first = _first_paid(session, family_id) if settled else set()
    beginning = [member for member in payers if member.status_reason == "first_payment" and member.id in first]
    for member in back + beginning:
        member.status, member.status_reason = "active", None
    session.flush()
