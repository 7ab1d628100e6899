"""Payments that fit no months: an agent books what they cover and sends the rest back, or sends back all of it."""

from dataclasses import dataclass
from datetime import date, datetime
from itertools import accumulate
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from backend.contributions import booking, ledger, news
from backend.contributions.due import amount_due
from backend.contributions.models import Payment
from backend.errors import NotFound, ServiceError
from backend.installments.stages import active_plan, open_stages
from backend.membership.models import Family
from backend.privacy.audit import Access, record_access
from backend.reference.calendar import today_in_jakarta

LISTED = 100


@dataclass(frozen=True)
class Waiting:
    """A payment that waits for a decision, without whose it is: lists show it to whoever works."""

    id: UUID
    amount: int
    paid_at: datetime
    bank: str | None


@dataclass(frozen=True)
class Held:
    """The same opened: what is asked of the family now, and what of it the payment would pay."""

    id: UUID
    name: str
    amount: int
    paid_at: datetime
    bank: str | None
    due: int
    books: int
    rest: int


def held_payments(session: Session) -> list[Waiting]:
    """What waits, the oldest first."""
    query = select(Payment).where(Payment.state == "unmatched", Payment.problem.is_not(None))
    found = session.scalars(query.order_by(Payment.paid_at).limit(LISTED))
    return [Waiting(one.id, one.amount, one.paid_at, one.bank) for one in found]


def held_payment(session: Session, payment_id: UUID, *, access: Access, now: datetime) -> Held:
    """One of them with whose it is; the reading is recorded.

    Raises:
        NotFound: ``payment_not_found``.
        ServiceError: 409 ``payment_decided``.
    """
    return _view(session, _waiting(session, payment_id), access, now)


def _view(session: Session, payment: Payment, access: Access, now: datetime) -> Held:
    today = today_in_jakarta(now)
    head = session.get_one(Family, payment.family_id).head
    record_access(session, access, member_id=head.id, what="payment.held", now=now)
    books = _bookable(session, payment, today)
    return Held(
        id=payment.id,
        name=head.name,
        amount=payment.amount,
        paid_at=payment.paid_at,
        bank=payment.bank,
        due=amount_due(session, payment.family_id, today),
        books=books,
        rest=payment.amount - books,
    )


def _bookable(session: Session, payment: Payment, today: date) -> int:
    """The most of the payment that pays whole months or stages, the oldest first."""
    plan = active_plan(session, payment.family_id)
    if plan is not None:
        steps, credit = [stage.amount for stage in open_stages(plan)], 0
    else:
        steps = [invoice.amount for invoice in ledger.owed(session, payment.family_id, today).asked]
        credit = ledger.credit_of(session, payment.family_id)
    return max([total - credit for total in accumulate(steps) if 0 < total - credit <= payment.amount], default=0)


def _waiting(session: Session, payment_id: UUID) -> Payment:
    query = select(Payment).where(Payment.id == payment_id).with_for_update()
    payment = session.scalars(query.execution_options(populate_existing=True)).one_or_none()
    if payment is None:
        raise NotFound("payment_not_found")
    if payment.state != "unmatched" or payment.problem is None:
        raise ServiceError("payment_decided")
    return payment


def book_what_fits(session: Session, payment_id: UUID, *, access: Access, now: datetime) -> Payment:
    """Books the months that the payment covers; the rest goes back to who paid. The family is told of both.

    Raises:
        NotFound: ``payment_not_found``.
        ServiceError: 409 ``payment_decided``: somebody has decided already; ``payment_covers_nothing``.
    """
    payment = _waiting(session, payment_id)
    session.execute(select(Family.id).where(Family.id == payment.family_id).with_for_update())
    books = _bookable(session, payment, today_in_jakarta(now))
    if not books:
        raise ServiceError("payment_covers_nothing")
    _record(session, payment, "payment.booked", access, now)
    payment.returned = payment.amount - books
    booking.take_up(session, payment, now=now)
    if payment.returned:
        _tell_returned(session, payment, now)
    return payment


def send_back(session: Session, payment_id: UUID, *, access: Access, now: datetime) -> Payment:
    """Sends all of it back to who paid, and tells the family.

    Raises:
        NotFound: ``payment_not_found``.
        ServiceError: 409 ``payment_decided``.
    """
    payment = _waiting(session, payment_id)
    _record(session, payment, "payment.returned", access, now)
    payment.state, payment.problem, payment.returned = "returned", None, payment.amount
    _tell_returned(session, payment, now)
    return payment


def _tell_returned(session: Session, payment: Payment, now: datetime) -> None:
    facts = {"amount": payment.returned, "bank": payment.bank}
    news.tell_family(session, payment.family_id, f"returned:{payment.id}", "returned", facts, now=now)


def _record(session: Session, payment: Payment, what: str, access: Access, now: datetime) -> None:
    head = session.get_one(Family, payment.family_id).head
    record_access(session, access, member_id=head.id, what=what, now=now)
    booking.announce(session, now)
