"""Debits of a month: on their day, once, whatever is interrupted; failures are told."""

import threading
from collections.abc import Callable
from datetime import UTC, datetime
from uuid import UUID

import pytest
from httpx import Response
from sqlalchemy import func, select, update

from backend.autodebit import runs
from backend.autodebit.bank import DebitResult
from backend.autodebit.models import Debit, TwinAccount, TwinDebit
from backend.contributions.models import Invoice, News, Payment
from backend.db import session_scope
from backend.demo.people import person
from backend.membership.models import Family
from backend.reference.calendar import month_of, months_before, today_in_jakarta

Ask = Callable[..., Response]
BAMBANG = person("Bambang Sutrisno").family_key


@pytest.fixture
def next_month(conversation: UUID) -> Callable[[int], datetime]:
    """A day of the month after the demonstration's, whose invoices have been issued."""
    from backend import clock
    from backend.contributions.ledger import issue_invoice

    month = months_before(month_of(today_in_jakarta(clock.now())), -1)
    with session_scope() as session:
        for family in session.scalars(select(Family)):
            if family.head.autodebit_bank:
                session.execute(update(Invoice).where(Invoice.family_id == family.id).values(waived_on=month))
                issue_invoice(session, family, month)
    return lambda day: datetime(month.year, month.month, day, 3, tzinfo=UTC)


def run(at: datetime) -> None:
    with session_scope() as session:
        runs.plan_debits(session, at)
    with session_scope() as session:
        runs.ask_banks(session, at)


def paid() -> list[int]:
    with session_scope() as session:
        query = select(Payment.amount).where(Payment.family_id == BAMBANG, Payment.reference.is_not(None))
        return list(session.scalars(query))


def behave(how: str) -> None:
    with session_scope() as session:
        session.execute(update(TwinAccount).values(behaviour=how))


def test_a_month_is_debited_on_its_day_and_once(next_month: Callable[[int], datetime]) -> None:
    run(next_month(4))
    assert paid() == []
    for day in (5, 5, 6, 20):
        run(next_month(day))
    assert paid() == [300_000]


def test_a_bank_that_did_not_answer_is_asked_again_under_the_same_reference(
    next_month: Callable[[int], datetime],
) -> None:
    at, asked = next_month(5), []

    class Silent:
        def debit(self, mandate_id: UUID, amount: int, reference: UUID) -> DebitResult:
            asked.append(reference)
            return "unreachable"

    with session_scope() as session:
        runs.plan_debits(session, at)
    for _ in range(2):
        with session_scope() as session:
            runs.ask_banks(session, at, Silent())
    assert len(asked) == 2 * len(set(asked))
    run(at)
    assert paid() == [300_000]


def test_a_worker_that_died_after_the_bank_answered_debits_nothing_more(next_month: Callable[[int], datetime]) -> None:
    at = next_month(5)
    with session_scope() as session:
        runs.plan_debits(session, at)

    class Killed(Exception): ...

    def dies() -> None:
        with session_scope() as session:
            runs.ask_banks(session, at)
            raise Killed

    with pytest.raises(Killed):
        dies()
    assert paid() == []
    run(at)
    assert paid() == [300_000]
    with session_scope() as session:
        assert session.scalar(select(func.count()).select_from(TwinDebit)) == session.scalar(
            select(func.count()).select_from(Debit)
        )


def test_four_workers_at_once_debit_once(next_month: Callable[[int], datetime]) -> None:
    workers = [threading.Thread(target=run, args=(next_month(5),)) for _ in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert paid() == [300_000]


@pytest.mark.parametrize(("how", "reason"), [("empty", "insufficient_funds"), ("closed", "account_closed")])
def test_a_failed_debit_is_told_and_not_tried_again(
    next_month: Callable[[int], datetime], ask: Ask, conversation: UUID, how: str, reason: str
) -> None:
    from backend.autodebit.models import Mandate

    behave(how)
    with session_scope() as session:
        session.execute(update(Mandate).values(conversation_id=conversation))
    run(next_month(5))
    behave("enough")
    run(next_month(20))
    assert paid() == []
    with session_scope() as session:
        told = [item.facts["reason"] for item in session.scalars(select(News)) if item.kind == "debit_failed"]
    assert set(told) == {reason}
    assert ask("Bambang Sutrisno").json()["mandate"]["last_state"] == "failed"


def test_who_has_paid_already_is_not_debited(next_month: Callable[[int], datetime]) -> None:
    at = next_month(5)
    with session_scope() as session:
        runs.plan_debits(session, at)
        session.execute(update(Invoice).where(Invoice.family_id == BAMBANG).values(waived_on=at.date()))
    with session_scope() as session:
        runs.ask_banks(session, at)
    assert paid() == []
    with session_scope() as session:
        debit = session.scalars(select(Debit).where(Debit.family_id == BAMBANG)).one()
        assert (debit.state, debit.reason) == ("failed", "already_paid")
