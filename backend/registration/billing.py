"""Putting first payments on a bill once their day has come; before it no bank takes them."""

from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from backend.contributions.ledger import issue_invoice
from backend.contributions.models import Invoice, InvoiceLine
from backend.contributions.rates import class_rate
from backend.contributions.repository import invoice_of
from backend.membership.models import Family
from backend.reference.calendar import month_of, today_in_jakarta
from backend.registration.models import Registration


def bill_first_payments(session: Session, now: datetime) -> int:
    """Bills every approved registration whose first payment is possible from today; a timer calls it.

    Returns how many were billed. A family whose month is paid already gets the new member on next month's bill.
    """
    today = today_in_jakarta(now)
    due = (Registration.state == "approved") & Registration.billed_on.is_(None) & (Registration.pay_from <= today)
    found = session.scalars(select(Registration).where(due).with_for_update(skip_locked=True)).all()
    return sum(_bill(session, registration, today) for registration in found)


def _bill(session: Session, registration: Registration, today: date) -> bool:
    family = session.get_one(Family, registration.family_id)
    invoice = invoice_of(session, family.id, month_of(today), lock=True)  # a payment may be settling it now
    if invoice is None:
        issue_invoice(session, family, month_of(today))
    elif invoice.payment_id is None:
        _add_lines(invoice, family, today)
    else:
        return False
    registration.billed_on = today
    session.flush()
    return True


def _add_lines(invoice: Invoice, family: Family, today: date) -> None:
    billed = {line.member_id for line in invoice.lines}
    for member in family.members:
        if member.segment == "PBPU" and member.id not in billed:
            amount = class_rate(member.contribution_class, month_of(today))
            invoice.lines.append(InvoiceLine(member_id=member.id, amount=amount))
