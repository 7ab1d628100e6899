"""Loads what the demonstration's families were billed and have paid."""

import random
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from backend.contributions.ledger import issue_invoice, record_payment
from backend.contributions.models import Invoice, Payment
from backend.contributions.rates import due_date, wage_shares
from backend.demo.people import people
from backend.membership.models import Family
from backend.reference.calendar import JAKARTA, month_of, months_before, today_in_jakarta
from backend.reference.service import number

_PAID_MONTHS = 12
_BANKS = ("BRI", "BNI", "BCA", "MANDIRI")
_WAITING = "not yet matched"


def _moment(month: date, day: int, rng: random.Random) -> datetime:
    return datetime.combine(month.replace(day=day), time(rng.randint(8, 20), rng.randint(0, 59)), JAKARTA)


def _pay(family: Family, invoice: Invoice, rng: random.Random) -> None:
    bank = family.head.autodebit_bank
    day = number("autodebit.first_run_day", on=invoice.month) if bank else rng.randint(2, 9)
    invoice.payment = Payment(
        family_id=family.id,
        amount=invoice.amount,
        paid_at=_moment(invoice.month, day, rng),
        channel="autodebit" if bank else "virtual_account",
        bank=bank or rng.choice(_BANKS),
    )


def _paid_this_month(family: Family, today: date) -> bool:
    run_day = number("autodebit.first_run_day", on=today)
    return family.head.autodebit_bank is not None and today.day > run_day


def _months(arrears: int, today: date) -> Iterator[date]:
    for back in range(arrears + _PAID_MONTHS, -1, -1):
        yield months_before(month_of(today), back)


def _self_paying(session: Session, family: Family, today: date, rng: random.Random) -> list[Invoice]:
    """Invoices up to the running month; the last ``arrears_months`` and perhaps this one are unpaid."""
    arrears, this_month, unpaid = family.head.arrears_months, month_of(today), []
    first_unpaid = months_before(this_month, arrears)
    for month in _months(arrears, today):
        invoice = issue_invoice(session, family, month)
        if month < first_unpaid or (month == this_month and not arrears and _paid_this_month(family, today)):
            _pay(family, invoice, rng)
        else:
            unpaid.append(invoice)
    return unpaid


def _employed(session: Session, family: Family, today: date, rng: random.Random) -> None:
    wage = family.head.wage
    if wage is None:
        return
    for back in range(_PAID_MONTHS, 0, -1):
        month = months_before(month_of(today), back)
        shares = wage_shares(wage, month)
        payment = Payment(
            family_id=family.id,
            amount=shares.employer + shares.worker,
            paid_at=_moment(month, due_date(month).day - rng.randint(0, 4), rng),
            channel="employer",
            month=month,
        )
        session.add(payment)


def load(session: Session, *, now: datetime, rng: random.Random) -> None:
    """Adds invoices and payments that agree with each member's arrears as of ``now``."""
    today = today_in_jakarta(now)
    waiting = {person.family_key for person in people() if _WAITING in person.note}
    for family in session.scalars(select(Family).order_by(Family.id)):
        if family.head.segment == "PPU":
            _employed(session, family, today, rng)
        if family.head.segment != "PBPU":
            continue
        unpaid = _self_paying(session, family, today, rng)
        if family.id in waiting:
            yesterday = now - timedelta(days=1)
            amount = sum(invoice.amount for invoice in unpaid)
            record_payment(session, family.id, amount=amount, paid_at=yesterday, channel="virtual_account", bank="BRI")
