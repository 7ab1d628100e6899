"""Taking up what banks report: each payment once, to the months or stages that it pays, and the card active at once."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from backend.contributions import ledger, news, rates, repository
from backend.contributions.bank_messages import BankNotice
from backend.contributions.models import Payment
from backend.conversations.events import emit
from backend.errors import NotFound, ServiceError
from backend.ids import uuid7
from backend.installments import stages
from backend.membership.models import Family
from backend.membership.repository import by_card
from backend.reference.calendar import month_of, today_in_jakarta

AMOUNT_MISMATCH = "amount_mismatch"


@dataclass(frozen=True)
class Booked:
    """What became of a notice: ``booked``, ``repeated`` (known already), or ``held``: a person has to decide."""

    payment_id: UUID
    outcome: Literal["booked", "repeated", "held"]


def receive_notice(session: Session, notice: BankNotice, *, now: datetime) -> Booked:
    """Books a payment that a bank reports; the same reference again changes nothing.

    Raises:
        NotFound: ``unknown_virtual_account``.
        ServiceError: ``reference_reused`` (409): the reference was another payment's.
    """
    family = _family_of(session, notice, now)
    values = {"family_id": family.id, "amount": notice.amount, "paid_at": notice.paid_at, "bank": notice.bank}
    payment, new = keep(session, values, f"{notice.bank}:{notice.reference}", channel="virtual_account", now=now)
    if not new:
        return Booked(payment.id, "repeated")
    return take_up(session, payment, now=now)


def _family_of(session: Session, notice: BankNotice, now: datetime) -> Family:
    head = by_card(session, rates.card_of(notice.virtual_account))
    if head is None or head.relation != "head" or notice.bank not in rates.banks():
        raise NotFound("unknown_virtual_account")
    if notice.virtual_account != rates.virtual_account(notice.bank, head.card_number, today_in_jakarta(now)):
        raise NotFound("unknown_virtual_account")
    return session.scalars(select(Family).where(Family.id == head.family_id).with_for_update()).one()


def keep(
    session: Session, values: dict[str, Any], reference: str, *, channel: str, now: datetime
) -> tuple[Payment, bool]:
    """The payment with a reference, made if it is not there; and whether it was made.

    Two at the same moment: the second waits at the reference until the first has committed.

    Raises:
        ServiceError: ``reference_reused`` (409).
    """
    more = {"id": uuid7(), "state": "unmatched", "channel": channel, "reference": reference, "received_at": now}
    added = insert(Payment).values(**values, **more).on_conflict_do_nothing().returning(Payment.id)
    new = session.scalar(added) is not None
    payment = session.scalars(select(Payment).where(Payment.reference == reference)).one()
    if (payment.family_id, payment.amount) != (values["family_id"], values["amount"]):
        raise ServiceError("reference_reused", 409)
    return payment, new


def take_up(session: Session, payment: Payment, *, now: datetime, also: UUID | None = None) -> Booked:
    """Settles what the payment pays: stages of a plan where there is one, else the oldest months; tells who waits.

    ``also``: a conversation to tell besides those that asked where to pay.
    """
    today = today_in_jakarta(now)
    try:
        stage = stages.settle(session, payment, today)
        if stage is None:
            ledger.match_payment(session, payment, today=today)
    except ServiceError as refusal:
        if refusal.code != "payment_amount_mismatch":
            raise
        payment.problem = AMOUNT_MISMATCH
        announce(session, now)
        _tell(session, payment, "held", {}, now=now, also=also)
        return Booked(payment.id, "held")
    payment.problem = None
    _tell(session, payment, "stage_paid" if stage else "paid", stage or {}, now=now, also=also)
    return Booked(payment.id, "booked")


def announce(session: Session, now: datetime) -> None:
    """Tells the open consoles that a payment waits for a decision, or that one was decided."""
    emit(session, "payment", now=now)


def _tell(
    session: Session, payment: Payment, kind: str, facts: dict[str, Any], *, now: datetime, also: UUID | None
) -> None:
    head = session.get_one(Family, payment.family_id).head
    today = today_in_jakarta(now)
    unpaid = repository.unpaid_invoices(session, payment.family_id, until=month_of(today))
    about = {
        "amount": payment.net,
        "paid_at": payment.paid_at.isoformat(),
        "bank": payment.bank,
        "channel": payment.channel,
        "active": head.active,
        "unpaid_months": len(unpaid),
        "due": sum(invoice.amount for invoice in unpaid),
    }
    key = f"{kind}:{payment.id}"
    news.tell_family(session, payment.family_id, key, kind, about | facts, now=now, also=also)
