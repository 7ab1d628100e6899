"""From a bank's notice to an active card: each payment once, whatever the bank's habits."""

import random
import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from backend import clock
from backend.contributions.bank_messages import BankNotice
from backend.contributions.bank_twin import LATE, BankTwin
from backend.contributions.bill import make_bill
from backend.contributions.booking import receive_notice
from backend.contributions.due import amount_due
from backend.contributions.models import Payment, Reactivation
from backend.db import session_scope
from backend.demo import contributions, membership
from backend.demo.people import person
from backend.errors import NotFound, ServiceError
from backend.membership.models import Member
from backend.reference.calendar import today_in_jakarta

Find = Callable[[str], Member]
SITI, ACCOUNT = "Siti Rahmawati", "8888809900000001"


def notice(amount: int, at: datetime, reference: str = "R1", account: str = ACCOUNT) -> BankNotice:
    return BankNotice(reference=reference, bank="BRI", virtual_account=account, amount=amount, paid_at=at)


def test_a_payment_makes_the_card_active_and_is_noted_once(session: Session, families: Find, now: datetime) -> None:
    head = families(SITI)
    assert amount_due(session, head.family_id, today_in_jakarta(now)) == 840_000
    assert receive_notice(session, notice(840_000, now), now=now).outcome == "booked"
    assert head.active
    assert amount_due(session, head.family_id, today_in_jakarta(now)) == 0
    assert receive_notice(session, notice(840_000, now), now=now).outcome == "repeated"
    noted = session.scalars(select(Reactivation).where(Reactivation.family_id == head.family_id)).all()
    assert [(one.on, one.months) for one in noted] == [(today_in_jakarta(now), 5)]
    bill = make_bill(session, head, head.family.members, today_in_jakarta(now))
    assert bill.reactivated
    assert bill.reactivated.months == 5, "what an estimate of the fine starts from"


def test_a_wrong_amount_is_held_for_a_person(session: Session, families: Find, now: datetime) -> None:
    head = families(SITI)
    booked = receive_notice(session, notice(841_000, now), now=now)
    assert booked.outcome == "held"
    assert session.get_one(Payment, booked.payment_id).problem == "amount_mismatch"
    assert not head.active


def test_a_notice_after_the_end_of_the_month_takes_nothing_from_the_member(
    session: Session, families: Find, now: datetime
) -> None:
    head = families(SITI)
    heard = datetime(2026, 12, 2, 3, 0, tzinfo=UTC)
    contributions.issue_invoice(session, head.family, heard.date().replace(day=1))
    session.flush()
    assert receive_notice(session, notice(840_000, heard - LATE), now=heard).outcome == "booked"
    assert head.active


@pytest.mark.parametrize(
    ("bank", "account"),
    [("BRI", "8888809900000099"), ("MANDIRI", ACCOUNT), ("BRI", "8888809900000002"), ("X", ACCOUNT)],
)
def test_an_account_of_nobody_is_refused(
    session: Session, families: Find, now: datetime, bank: str, account: str
) -> None:
    families(SITI)
    wrong = notice(840_000, now, account=account).model_copy(update={"bank": bank})
    with pytest.raises(NotFound, match="unknown_virtual_account"):
        receive_notice(session, wrong, now=now)


def test_a_reference_belongs_to_one_payment(session: Session, families: Find, now: datetime) -> None:
    families(SITI)
    receive_notice(session, notice(140_000, now), now=now)
    with pytest.raises(ServiceError, match="reference_reused"):
        receive_notice(session, notice(280_000, now), now=now)


@pytest.fixture
def siti(committed: None) -> str:
    rng, now = random.Random(1), clock.now()
    with session_scope() as session:
        membership.load(session, now=now, rng=rng)
        session.flush()
        contributions.load(session, now=now, rng=rng)
    return person(SITI).member_id


def at_once(*notices: BankNotice) -> list[str]:
    """Outcomes of notices that arrive at the same moment."""
    outcomes: list[str] = []
    barrier = threading.Barrier(len(notices))

    def report(one: BankNotice) -> None:
        barrier.wait()
        with session_scope() as session:
            outcomes.append(receive_notice(session, one, now=clock.now()).outcome)

    threads = [threading.Thread(target=report, args=(one,)) for one in notices]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(outcomes)


def test_the_same_notice_four_times_at_once_is_one_payment(siti: str) -> None:
    assert at_once(*[notice(840_000, clock.now())] * 4) == ["booked", "repeated", "repeated", "repeated"]
    with session_scope() as session:
        assert session.get_one(Member, siti).active


def test_two_payments_of_all_at_once_settle_it_once(siti: str) -> None:
    first, second = (notice(840_000, clock.now(), reference) for reference in ("A", "B"))
    assert at_once(first, second) == ["booked", "held"]


def twin(api: TestClient, **options: str) -> BankTwin:
    def deliver(body: bytes, headers: dict[str, str]) -> tuple[int, str]:
        answer = api.post("/bank/v1/payments", content=body, headers=headers)
        return answer.status_code, answer.text

    return BankTwin(deliver, **options)


def test_the_twin_pays_over_http_with_all_its_habits(api: TestClient, siti: str) -> None:
    assert [status for status, _ in twin(api).pay("BRI", ACCOUNT, 280_000, "twice")] == [200, 200]
    assert '"held"' in twin(api).pay("BRI", ACCOUNT, 560_000, "wrong_amount")[0][1]
    assert '"booked"' in twin(api).pay("BRI", ACCOUNT, 560_000, "late")[0][1]
    with session_scope() as session:
        assert session.get_one(Member, siti).active


def test_only_a_bank_with_our_secret_is_heard(api: TestClient, siti: str) -> None:
    forged = twin(api, secret="guess")
    assert forged.pay("BRI", ACCOUNT, 840_000)[0][0] == 401
    stale = BankTwin(twin(api).deliver, now=lambda: clock.now() - timedelta(hours=1))
    assert stale.pay("BRI", ACCOUNT, 840_000)[0][0] == 401
    for signature in ("", "t=,v1=", f"t={'9' * 5000},v1=x"):
        answer = api.post("/bank/v1/payments", json={"amount": 1}, headers={"X-Bank-Signature": signature})
        assert answer.status_code == 401
    with session_scope() as session:
        assert not session.get_one(Member, siti).active
