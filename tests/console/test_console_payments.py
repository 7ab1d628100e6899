"""Payments that fit no bill, at the console."""

import random
from collections.abc import Callable

from fastapi.testclient import TestClient
from sqlalchemy import select

from backend import clock
from backend.contributions.bank_messages import BankNotice
from backend.contributions.booking import receive_notice
from backend.conversations.models import ConsoleEvent
from backend.db import session_scope
from backend.demo import contributions, membership
from backend.demo.people import person
from backend.membership.models import Member
from backend.privacy.models import AuditEntry
from tests.support.console import csrf_of

Browser = Callable[[str], TestClient]


def reads() -> int:
    with session_scope() as session:
        return len(session.scalars(select(AuditEntry).where(AuditEntry.what == "payment.held")).all())


def test_an_agent_books_what_fits(browser: Browser, rina: str) -> None:
    now = clock.now()
    notice = BankNotice(reference="R", bank="BRI", virtual_account="8888809900000001", amount=841_000, paid_at=now)
    with session_scope() as session:
        membership.load(session, now=now, rng=random.Random(1))
        session.flush()
        contributions.load(session, now=now, rng=random.Random(1))
        session.flush()
        held = receive_notice(session, notice, now=now).payment_id
    client = browser(rina)
    listed = client.get("/console/payments").text
    assert "Rp841.000" in listed and str(held) in listed and "Siti" not in listed
    assert reads() == 0, "a list that keeps itself fresh opens nothing"
    page = client.get(f"/console/payments/{held}")
    assert "Siti Rahmawati" in page.text and reads() == 1
    assert "Catat Rp840.000, kembalikan Rp1.000" in page.text
    decision = {"decision": "book", "csrf": csrf_of(client)}
    assert client.post(f"/console/payments/{held}", data={"decision": "book"}).status_code == 403
    assert client.post(f"/console/payments/{held}", data=decision).status_code == 303
    assert client.post(f"/console/payments/{held}", data=decision).status_code == 409
    assert client.get(f"/console/payments/{held}").status_code == 409
    with session_scope() as session:
        told = session.scalars(select(ConsoleEvent.kind).where(ConsoleEvent.kind == "payment")).all()
        assert len(told) == 2, "that it came, and that it was decided"
        assert session.get_one(Member, person("Siti Rahmawati").member_id).active
