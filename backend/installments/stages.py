"""What a payment means for a plan: its stages in order, the months that they settle, and the end of the plan."""

from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from backend.contributions import ledger, repository
from backend.contributions.models import Invoice, Payment
from backend.errors import ServiceError
from backend.installments.models import Plan, Stage
from backend.membership.models import Family
from backend.reference.calendar import month_of
from backend.reference.service import rule


def active_plan(session: Session, family_id: str, *, lock: bool = False) -> Plan | None:
    """The plan that a family pays by now."""
    query = select(Plan).where(Plan.family_id == family_id, Plan.state == "active")
    return session.scalars(query.with_for_update() if lock else query).one_or_none()


def open_stages(plan: Plan) -> list[Stage]:
    """Stages that are to be paid, the oldest first."""
    return [stage for stage in plan.stages if not stage.paid]


def payoff(session: Session, plan: Plan, today: date) -> int:
    """What ends the plan at once: all open shares of arrears, and the running contribution up to this month."""
    shares = sum(stage.arrears_share for stage in open_stages(plan))
    return shares + sum(invoice.amount for invoice in _running(session, plan, today))


def settle(session: Session, payment: Payment, today: date) -> dict[str, Any] | None:
    """Takes a payment for the family's plan; ``None`` where there is no plan.

    It may pay any number of stages, the oldest first, or all that is left (``payoff``).

    Returns:
        What to tell: numbers of the stages, how many there are, the next one, whether the plan is complete.

    Raises:
        ServiceError: ``payment_amount_mismatch``.
    """
    plan = active_plan(session, payment.family_id, lock=True)
    if plan is None:
        return None
    waiting = open_stages(plan)
    count = _covered(waiting, payment.net)
    if count is None and payment.net != payoff(session, plan, today):
        raise ServiceError("payment_amount_mismatch")
    paid = waiting[:count]
    if count is None:
        for invoice in _running(session, plan, today):
            invoice.payment = payment
    else:
        _pay_running(session, plan, paid, payment)
    for stage in paid:
        stage.payment = payment
        plan.credit += stage.arrears_share
    payment.state = "matched"
    session.flush()
    _use_credit(session, plan, payment)
    _close(session, plan, today)
    ledger.update_members(session, plan.family_id, today=today, paid_on=today, months=plan.arrears_months)
    _activate_early(session, plan, today)
    return _facts(plan, paid)


def _covered(waiting: list[Stage], amount: int) -> int | None:
    total = 0
    for count, stage in enumerate(waiting, start=1):
        total += stage.amount
        if total == amount:
            return count
    return None


def _running(session: Session, plan: Plan, today: date) -> list[Invoice]:
    """Unpaid months since the plan began."""
    unpaid = repository.unpaid_invoices(session, plan.family_id, until=month_of(today))
    return [invoice for invoice in unpaid if invoice.month >= month_of(plan.enrolled_on)]


def _pay_running(session: Session, plan: Plan, paid: list[Stage], payment: Payment) -> None:
    """The running contribution that is part of these stages, also of months whose invoice does not exist yet."""
    family = session.get_one(Family, plan.family_id)
    for stage in paid:
        if not stage.running_share:
            continue
        found = repository.invoice_of(session, plan.family_id, stage.month)
        invoice = found or ledger.issue_invoice(session, family, stage.month)
        if invoice.payment_id is None:
            invoice.payment = payment


def _arrears(session: Session, plan: Plan) -> list[Invoice]:
    """The unpaid months that the plan was made for, the oldest first."""
    return [
        invoice
        for invoice in repository.unpaid_invoices(session, plan.family_id, until=plan.enrolled_on)
        if invoice.month < month_of(plan.enrolled_on)
    ]


def _use_credit(session: Session, plan: Plan, payment: Payment) -> None:
    """Settles the oldest months that have been paid for in full by now."""
    billed, _ = ledger.billed_and_not(_arrears(session, plan), plan.enrolled_on)
    for invoice in billed:
        if invoice.amount > plan.credit:
            break
        invoice.payment = payment
        plan.credit -= invoice.amount
    session.flush()


def _close(session: Session, plan: Plan, today: date) -> None:
    if open_stages(plan):
        return
    plan.state, plan.ended_on = "completed", today
    for invoice in _arrears(session, plan):
        invoice.waived_on = today
    session.flush()


def _activate_early(session: Session, plan: Plan, today: date) -> None:
    """Only where this installation reads the sources so: the card is active from the first payment on."""
    if rule("installments.activation", on=today) != "first_payment":
        return
    for member in session.get_one(Family, plan.family_id).members:
        if member.status_reason == "arrears":
            member.status, member.status_reason = "active", None


def _facts(plan: Plan, paid: list[Stage]) -> dict[str, Any]:
    left = open_stages(plan)
    upcoming = {"next_due": left[0].due_on.isoformat(), "next_amount": left[0].amount} if left else {}
    return {
        "numbers": [stage.number for stage in paid],
        "stages": len(plan.stages),
        "completed": plan.state == "completed",
        **upcoming,
    }
