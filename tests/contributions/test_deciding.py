"""Payments that fit no months: an agent decides, once, and it shows in the audit log."""

from collections.abc import Callable
from datetime import datetime

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from backend.contributions import deciding
from backend.contributions.bank_messages import BankNotice
from backend.contributions.booking import receive_notice
from backend.contributions.models import News
from backend.contributions.news import watch
from backend.conversations.service import open_conversation
from backend.errors import ServiceError
from backend.membership.models import Member
from backend.privacy.audit import Access
from backend.privacy.models import AuditEntry

Find = Callable[[str], Member]
AGENT = Access("agent", "held payment", actor_id="0190")


@pytest.fixture
def held(session: Session, families: Find, now: datetime) -> deciding.Held:
    """Siti paid a thousand more than she owes, having asked where to pay."""
    conversation = open_conversation(session, "web", "deciding", now=now)
    watch(session, conversation.id, families("Siti Rahmawati").family_id, now=now)
    notice = BankNotice(reference="R", bank="BRI", virtual_account="8888809900000001", amount=841_000, paid_at=now)
    receive_notice(session, notice, now=now)
    (found,) = deciding.held_payments(session)
    return deciding.held_payment(session, found.id, access=AGENT, now=now)


def told(session: Session) -> list[tuple[str, int]]:
    found = session.scalars(select(News).order_by(News.created_at, News.id))
    return [(news.kind, news.facts["amount"]) for news in found]


def test_what_fits_is_booked_and_the_rest_sent_back(
    session: Session, families: Find, held: deciding.Held, now: datetime
) -> None:
    assert (held.name, held.due, held.books, held.rest) == ("Siti Rahmawati", 840_000, 840_000, 1_000)
    payment = deciding.book_what_fits(session, held.id, access=AGENT, now=now)
    assert (payment.state, payment.problem, payment.returned) == ("matched", None, 1_000)
    assert families("Siti Rahmawati").active
    assert told(session) == [("held", 841_000), ("paid", 840_000), ("returned", 1_000)]
    noted = session.scalars(select(AuditEntry.what).where(AuditEntry.actor_kind == "agent")).all()
    assert set(noted) == {"payment.held", "payment.booked"}


def test_all_of_it_is_sent_back(session: Session, families: Find, held: deciding.Held, now: datetime) -> None:
    payment = deciding.send_back(session, held.id, access=AGENT, now=now)
    assert (payment.state, payment.returned) == ("returned", 841_000)
    assert not families("Siti Rahmawati").active
    assert told(session) == [("held", 841_000), ("returned", 841_000)]


def test_it_is_decided_once(session: Session, held: deciding.Held, now: datetime) -> None:
    deciding.send_back(session, held.id, access=AGENT, now=now)
    with pytest.raises(ServiceError, match="payment_decided"):
        deciding.book_what_fits(session, held.id, access=AGENT, now=now)
    assert deciding.held_payments(session) == []
