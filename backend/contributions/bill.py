"""Putting a bill together from invoices, for the people that somebody may see."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from sqlalchemy.orm import Session

from backend.contributions import rates, repository
from backend.contributions.due import amount_due
from backend.contributions.ledger import owed
from backend.contributions.models import Invoice
from backend.contributions.views import (
    Bill,
    BillMonth,
    CurrentMonth,
    EmployerShares,
    Pending,
    PlanBrief,
    Reactivated,
    Reactivation,
    Share,
)
from backend.installments.models import Plan
from backend.installments.rules import InstallmentOffer, installment_offer
from backend.installments.stages import active_plan, open_stages
from backend.membership.models import Member
from backend.membership.repository import family_of
from backend.reference.calendar import month_of
from backend.reference.service import number, percent, rate


def reactivation_rules(today: date) -> Reactivation:
    """The figures of the fine for inpatient care soon after reactivation."""
    return Reactivation(
        window_days=number("penalty.window", on=today),
        percent=f"{percent('penalty.percent', on=today):f}",
        months_max=number("penalty.months_max", on=today),
        amount_max=number("penalty.amount_max", on=today),
        checked_on=rate("penalty.percent", on=today).checked_on,
    )


def _shares(invoice: Invoice, names: dict[str, str]) -> list[Share]:
    """The visible people's parts, in the family's order."""
    amounts = {line.member_id: line.amount for line in invoice.lines}
    return [Share(key, name, amounts[key]) for key, name in names.items() if key in amounts]


def _month(invoice: Invoice, names: dict[str, str]) -> BillMonth:
    shares = _shares(invoice, names)
    return BillMonth(invoice.month, invoice.due_on, sum(share.amount for share in shares), shares)


def _people(months: Iterable[BillMonth], names: dict[str, str]) -> list[Share]:
    totals = dict.fromkeys(names, 0)
    for month in months:
        for share in month.shares:
            totals[share.member_id] += share.amount
    return [Share(key, names[key], amount) for key, amount in totals.items()]


def _current(session: Session, subject: Member, names: dict[str, str], today: date) -> CurrentMonth | None:
    invoice = repository.invoice_of(session, subject.family_id, month_of(today))
    if invoice is None:
        return None
    paid = invoice.payment_id is not None
    return CurrentMonth(
        month=invoice.month,
        due_on=invoice.due_on,
        amount=_month(invoice, names).amount,
        paid=paid,
        overdue=not paid and today > invoice.due_on,
        suspends_on=rates.suspension_date(invoice.month),
    )


def _pending(session: Session, family_id: str) -> list[Pending]:
    found = repository.unmatched_payments(session, family_id)
    return [Pending(payment.amount, payment.paid_at, payment.bank) for payment in found]


def _offer(subject: Member, months: int, plan: Plan | None, today: date) -> InstallmentOffer:
    offer = installment_offer(subject.segment, months, today)
    return replace(offer, eligible=False, reason="already_enrolled") if plan else offer


def _reactivated(session: Session, family_id: str) -> Reactivated | None:
    last = repository.last_reactivation(session, family_id)
    return Reactivated(last.on, last.months) if last else None


def _brief(session: Session, plan: Plan | None, today: date) -> PlanBrief | None:
    waiting = open_stages(plan) if plan else []
    if plan is None or not waiting:
        return None
    due = amount_due(session, plan.family_id, today)
    return PlanBrief(len(plan.stages), len(plan.stages) - len(waiting), due, waiting[0].due_on)


def make_bill(session: Session, subject: Member, visible: list[Member], today: date) -> Bill:
    """The bill of ``visible`` people; ``subject`` says which segment's rules are told."""
    if subject.segment != "PBPU":
        return _bill_of_others(subject, visible, today)
    names = {member.id: member.name for member in visible}
    unpaid = owed(session, subject.family_id, today)
    past, months = unpaid.past, [_month(invoice, names) for invoice in unpaid.billed]
    arrears = sum(month.amount for month in months)
    current = _current(session, subject, names, today)
    complete = len(visible) == len(family_of(session, subject).members)
    plan = active_plan(session, subject.family_id) if complete else None
    return Bill(
        payer="member",
        segment=subject.segment,
        contribution_class=subject.contribution_class,
        active=subject.active,
        as_of=today,
        complete=complete,
        people=_people(months, names),
        arrears_months=len(past),
        billed_months=len(months),
        arrears_amount=arrears,
        months=months,
        current=current,
        total_due=arrears + (current.amount if current and not current.paid else 0),
        suspended_on=rates.suspension_date(past[0].month) if past and not subject.active else None,
        reactivation=reactivation_rules(today),
        installments=_offer(subject, len(months), plan, today),
        plan=_brief(session, plan, today),
        reactivated=_reactivated(session, subject.family_id),
        pending=_pending(session, subject.family_id) if complete else [],
    )


def _employer_shares(subject: Member, today: date) -> EmployerShares | None:
    worker = subject.wage
    if worker is None:
        return None
    shares = rates.wage_shares(worker, month_of(today))
    return EmployerShares(worker, shares.base, shares.employer, shares.worker)


def _bill_of_others(subject: Member, visible: list[Member], today: date) -> Bill:
    """Nothing to pay by the member: an employer or the state pays."""
    return Bill(
        payer="employer" if subject.segment == "PPU" else "state",
        segment=subject.segment,
        contribution_class=subject.contribution_class,
        active=subject.active,
        as_of=today,
        complete=True,
        people=[Share(member.id, member.name, 0) for member in visible],
        arrears_months=subject.arrears_months,
        billed_months=0,
        arrears_amount=0,
        months=[],
        current=None,
        total_due=0,
        suspended_on=None,
        reactivation=reactivation_rules(today),
        installments=installment_offer(subject.segment, 0, today),
        employer_shares=_employer_shares(subject, today) if subject.segment == "PPU" else None,
    )
