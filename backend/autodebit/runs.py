"""The debits of a month: planned on their day, asked of the bank until it answers, and none of it twice."""

from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from backend.autodebit.bank import DebitBank, configured_bank
from backend.autodebit.models import Debit, Mandate
from backend.contributions import booking, news
from backend.contributions.due import amount_due
from backend.contributions.rates import due_date
from backend.ids import uuid7
from backend.membership.models import Family
from backend.reference.calendar import month_of, today_in_jakarta


def plan_debits(session: Session, now: datetime, *, early: bool = False) -> int:
    """Writes down what is to be debited this month; returns how many debits are new.

    Each family has one debit a month at most. Nothing is planned for who owes nothing, or agreed after the run day.

    Args:
        session: open transaction.
        now: this moment.
        early: does not wait for the run day; only the demonstration does so.
    """
    today = today_in_jakarta(now)
    month = month_of(today)
    found = session.scalars(select(Mandate).where(Mandate.state == "active").order_by(Mandate.id))
    return sum(_plan(session, mandate, month, now) for mandate in found if early or _due(mandate, today))


def _due(mandate: Mandate, today: date) -> bool:
    run_day = month_of(today).replace(day=mandate.run_day)
    return mandate.agreed_at is not None and today_in_jakarta(mandate.agreed_at) <= run_day <= today


def _plan(session: Session, mandate: Mandate, month: date, now: datetime) -> bool:
    amount = amount_due(session, mandate.family_id, today_in_jakarta(now))
    if not amount:
        return False
    values = {"id": uuid7(), "family_id": mandate.family_id, "mandate_id": mandate.id, "month": month}
    added = insert(Debit).values(**values, amount=amount, state="asked", asked_at=now).on_conflict_do_nothing()
    return session.scalar(added.returning(Debit.id)) is not None


def ask_banks(session: Session, now: datetime, bank: DebitBank | None = None) -> int:
    """Asks the bank for what was planned; returns how many debits it answered.

    A debit was committed as ``asked`` before; when this is interrupted, the bank is asked again under the same
    reference, and gives the same answer.
    """
    asked = bank or configured_bank()
    if asked is None:
        return 0
    waiting = select(Debit).where(Debit.state == "asked").order_by(Debit.id)
    found = list(session.scalars(waiting.with_for_update(skip_locked=True)))
    return sum(_ask(session, debit, asked, now) for debit in found)


def _ask(session: Session, debit: Debit, bank: DebitBank, now: datetime) -> bool:
    session.execute(select(Family.id).where(Family.id == debit.family_id).with_for_update())
    if amount_due(session, debit.family_id, today_in_jakarta(now)) < debit.amount:
        debit.state, debit.reason = "failed", "already_paid"
        return True
    result = bank.debit(debit.mandate_id, debit.amount, debit.id)
    if result == "unreachable":
        return False
    if result == "done":
        _book(session, debit, now)
    else:
        debit.state, debit.reason = "failed", result
        _tell_failed(session, debit, now)
    return True


def _book(session: Session, debit: Debit, now: datetime) -> None:
    debit.state = "done"
    values = {"family_id": debit.family_id, "amount": debit.amount, "paid_at": now, "bank": debit.mandate.bank}
    payment, new = booking.keep(session, values, f"AD-{debit.id.hex}", channel="autodebit", now=now)
    if new:
        booking.take_up(session, payment, now=now, also=debit.mandate.conversation_id)


def _tell_failed(session: Session, debit: Debit, now: datetime) -> None:
    facts = {"bank": debit.mandate.bank, "amount": debit.amount, "reason": debit.reason}
    facts["due_on"] = due_date(debit.month).isoformat()
    key, also = f"debit:{debit.id}", debit.mandate.conversation_id
    news.tell_family(session, debit.family_id, key, "debit_failed", facts, now=now, also=also)
