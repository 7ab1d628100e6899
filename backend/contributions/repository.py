"""Queries for invoices and payments."""

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from backend.contributions.models import Invoice, Payment, Reactivation


def unpaid_invoices(session: Session, family_id: str, *, until: date, lock: bool = False) -> list[Invoice]:
    """Unpaid months up to and including ``until`` (first day of a month), oldest first."""
    query = (
        select(Invoice)
        .where(Invoice.family_id == family_id, Invoice.payment_id.is_(None), Invoice.waived_on.is_(None))
        .where(Invoice.month <= until)
        .options(selectinload(Invoice.lines))
        .order_by(Invoice.month)
    )
    return list(session.scalars(query.with_for_update(of=Invoice) if lock else query))


def invoice_of(session: Session, family_id: str, month: date, *, lock: bool = False) -> Invoice | None:
    """The invoice of one month; ``lock`` keeps it as it is until the transaction ends."""
    query = select(Invoice).where(Invoice.family_id == family_id, Invoice.month == month)
    if lock:
        query = query.with_for_update().execution_options(populate_existing=True)
    return session.scalar(query.options(selectinload(Invoice.lines)))


def payments_of(session: Session, family_id: str, limit: int) -> list[Payment]:
    """The newest payments of a family with what they paid."""
    query = select(Payment).where(Payment.family_id == family_id).order_by(Payment.paid_at.desc(), Payment.id.desc())
    return list(session.scalars(query.options(selectinload(Payment.invoices)).limit(limit)))


def unmatched_payments(session: Session, family_id: str) -> list[Payment]:
    """Payments that the ledger has not taken up yet, newest first."""
    query = select(Payment).where(Payment.family_id == family_id, Payment.state == "unmatched")
    return list(session.scalars(query.order_by(Payment.paid_at.desc())))


def last_reactivation(session: Session, family_id: str) -> Reactivation | None:
    """When a family's cards became active again the last time."""
    query = select(Reactivation).where(Reactivation.family_id == family_id)
    return session.scalars(query.order_by(Reactivation.on.desc(), Reactivation.id.desc()).limit(1)).one_or_none()
