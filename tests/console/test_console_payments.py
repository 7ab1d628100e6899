"""Payments that fit no bill, at the console."""

import random
from collections.abc import Callable

from fastapi.testclient import TestClient

from backend import clock
from backend.contributions.bank_messages import BankNotice
from backend.contributions.booking import receive_notice
from backend.db import session_scope
from backend.demo import contributions, membership
from backend.demo.people import person
from backend.membership.models import Member
from tests.support.console import csrf_of

Browser = Callable[[str], TestClient]


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
    page = client.get("/console/payments")
    assert "Siti Rahmawati" in page.text
    assert "Catat Rp840.000, kembalikan Rp1.000" in page.text
    decision = {"decision": "book", "csrf": csrf_of(client)}
    assert client.post(f"/console/payments/{held}", data={"decision": "book"}).status_code == 403
    assert client.post(f"/console/payments/{held}", data=decision).status_code == 303
    assert client.post(f"/console/payments/{held}", data=decision).status_code == 409
    with session_scope() as session:
        assert session.get_one(Member, person("Siti Rahmawati").member_id).active
