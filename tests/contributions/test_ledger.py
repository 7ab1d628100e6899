"""What payments settle."""

from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest
from sqlalchemy.orm import Session

from backend.contributions import repository
from backend.contributions.ledger import issue_month, match_payment, record_payment
from backend.contributions.models import Invoice, Payment
from backend.errors import ServiceError
from backend.membership.models import Member

Find = Callable[[str], Member]
TODAY = date(2026, 11, 22)


def pay(session: Session, member: Member, amount: int, now: datetime) -> tuple[Payment, list[Invoice]]:
    payment = record_payment(
        session, member.family_id, amount=amount, paid_at=now, channel="virtual_account", bank="BRI"
    )
    return payment, match_payment(session, payment, today=TODAY)


def test_arrears_and_the_running_month_make_a_family_active_again(
    session: Session, families: Find, now: datetime
) -> None:
    head = families("Siti Rahmawati")
    _, settled = pay(session, head, 840_000, now)
    assert len(settled) == 6
    for name in ("Siti Rahmawati", "Dedi Kurniawan", "Raka Kurniawan"):
        member = families(name)
        assert (member.status, member.status_reason, member.arrears_months) == ("active", None, 0)


def test_a_part_settles_the_oldest_months_and_activates_nobody(session: Session, families: Find, now: datetime) -> None:
    head = families("Siti Rahmawati")
    _, settled = pay(session, head, 280_000, now)
    assert [invoice.month for invoice in settled] == [date(2026, 6, 1), date(2026, 7, 1)]
    assert (head.status, head.arrears_months) == ("inactive", 3)


def test_months_beyond_24_are_no_longer_asked_for_once_the_billed_ones_are_paid(
    session: Session, families: Find, now: datetime
) -> None:
    head = families("Rudi Hartono Simanjuntak")
    pay(session, head, 25 * 70_000, now)
    assert (head.status, head.arrears_months) == ("active", 0)
    assert repository.unpaid_invoices(session, head.family_id, until=date(2026, 11, 1)) == []


def test_a_sum_that_fits_no_months_waits_for_a_person(session: Session, families: Find, now: datetime) -> None:
    with pytest.raises(ServiceError, match="payment_amount_mismatch"):
        pay(session, families("Siti Rahmawati"), 100_000, now)
    assert families("Siti Rahmawati").arrears_months == 5


def test_a_payment_is_matched_once(session: Session, families: Find, now: datetime) -> None:
    head = families("Maria Goreti")
    waiting = repository.unmatched_payments(session, head.family_id)[0]
    assert len(match_payment(session, waiting, today=TODAY)) == 3
    with pytest.raises(ServiceError, match="payment_already_matched"):
        match_payment(session, waiting, today=TODAY)


def test_a_new_month_is_billed_once(session: Session, families: Find) -> None:
    head = families("Siti Rahmawati")
    december = datetime(2026, 12, 1, 3, tzinfo=UTC)
    assert issue_month(session, datetime(2026, 11, 30, 3, tzinfo=UTC)) == 0
    assert issue_month(session, december) == 7
    assert issue_month(session, december) == 0
    assert (head.arrears_months, head.status) == (6, "inactive")
    assert len(repository.unpaid_invoices(session, head.family_id, until=date(2026, 12, 1))) == 7
