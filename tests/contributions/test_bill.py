"""Bills of the demonstration's families, each segment and story."""

from collections.abc import Callable
from datetime import date, datetime
from uuid import uuid4

import pytest
from sqlalchemy.orm import Session

from backend.contributions import service
from backend.contributions.views import Bill
from backend.demo.people import person
from backend.errors import ServiceError
from backend.identity.viewer import VERIFIED, Viewer
from backend.membership.models import Member
from backend.privacy.audit import Access
from tests.support.audit import accesses_to

Find = Callable[[str], Member]
ACCESS = Access.bot(uuid4(), "test")


def viewer(name: str) -> Viewer:
    """That person, verified."""
    return Viewer(VERIFIED, person(name).member_id)


def bill(session: Session, name: str, now: datetime, member_id: str | None = None) -> Bill:
    return service.bill_for(session, viewer(name), member_id, access=ACCESS, now=now)


def test_a_family_in_arrears_is_billed_month_by_month_and_person_by_person(
    session: Session, families: Find, now: datetime
) -> None:
    found = bill(session, "Siti Rahmawati", now)
    assert found.arrears_amount == 5 * 4 * 35_000
    assert [month.month for month in found.months] == [date(2026, month, 1) for month in (6, 7, 8, 9, 10)]
    assert all(month.due_on == month.month.replace(day=10) for month in found.months)
    assert [share.amount for share in found.people] == [5 * 35_000] * 4
    assert found.current is not None
    assert (found.current.amount, found.current.paid, found.current.overdue) == (140_000, False, True)
    assert found.total_due == 840_000
    assert found.suspended_on == date(2026, 7, 1)
    assert found.installments.eligible


def test_the_bill_of_one_person(session: Session, families: Find, now: datetime) -> None:
    child = families("Nadia Kurniawan")
    found = bill(session, "Siti Rahmawati", now, child.id)
    assert (found.arrears_amount, found.complete, len(found.people)) == (175_000, False, 1)


def test_at_most_24_months_are_billed(session: Session, families: Find, now: datetime) -> None:
    found = bill(session, "Rudi Hartono Simanjuntak", now)
    assert (found.arrears_months, found.billed_months) == (30, 24)
    assert found.arrears_amount == 24 * 2 * 35_000
    assert found.months[0].month == date(2024, 11, 1)


def test_a_paid_month_owes_nothing(session: Session, families: Find, now: datetime) -> None:
    found = bill(session, "Bambang Sutrisno", now)
    assert found.current is not None
    assert (found.total_due, found.current.paid, found.current.overdue) == (0, True, False)


def test_an_unpaid_running_month_says_when_the_guarantee_stops(session: Session, families: Find, now: datetime) -> None:
    found = bill(session, "Slamet Widodo", now)
    assert found.current is not None
    assert (found.total_due, found.active, found.current.suspends_on) == (70_000, True, date(2026, 12, 1))


def test_a_payment_that_is_not_in_the_books_yet_is_told(session: Session, families: Find, now: datetime) -> None:
    found = bill(session, "Maria Goreti", now)
    assert found.arrears_amount == 300_000
    assert [(pending.amount, (now - pending.paid_at).days) for pending in found.pending] == [(450_000, 1)]


def test_an_employer_pays_and_the_workers_share_follows_from_the_wage(
    session: Session, families: Find, now: datetime
) -> None:
    found = bill(session, "Made Wirawan", now)
    assert (found.payer, found.total_due) == ("employer", 0)
    assert found.employer_shares is not None
    assert (found.employer_shares.employer, found.employer_shares.worker) == (260_000, 65_000)
    assert bill(session, "Thomas Miller", now).employer_shares is None


def test_the_state_pays(session: Session, families: Find, now: datetime) -> None:
    found = bill(session, "Yosef Wanggai", now)
    assert (found.payer, found.total_due, found.active) == ("state", 0, False)


def test_a_spouse_sees_the_own_part_and_that_of_the_children(session: Session, families: Find, now: datetime) -> None:
    found = bill(session, "Dedi Kurniawan", now)
    assert [share.name for share in found.people] == ["Dedi Kurniawan", "Nadia Kurniawan", "Raka Kurniawan"]
    assert (found.complete, found.arrears_amount) == (False, 3 * 175_000)


def test_reading_a_bill_is_recorded_for_everybody_on_it(session: Session, families: Find, now: datetime) -> None:
    bill(session, "Siti Rahmawati", now)
    child = families("Raka Kurniawan")
    assert [entry.what for entry in accesses_to(session, child.id)] == ["bill"]


def test_every_familys_unpaid_months_agree_with_its_members_arrears(
    session: Session, families: Find, now: datetime
) -> None:
    for name in ("Siti Rahmawati", "Bambang Sutrisno", "Andi Nurhayati", "Rudi Hartono Simanjuntak", "Hasan Basri"):
        assert bill(session, name, now).arrears_months == families(name).arrears_months


def test_payments_are_the_heads_to_see(session: Session, families: Find, now: datetime) -> None:
    payments = service.payments_for(session, viewer("Bambang Sutrisno"), access=ACCESS, now=now)
    assert payments[0].months == [date(2026, 11, 1)]
    assert (payments[0].amount, payments[0].channel, payments[0].bank) == (300_000, "autodebit", "MANDIRI")
    with pytest.raises(ServiceError, match="head_of_family_only"):
        service.payments_for(session, viewer("Endang Lestari"), access=ACCESS, now=now)


def test_an_employers_payments_have_their_months(session: Session, families: Find, now: datetime) -> None:
    payments = service.payments_for(session, viewer("Made Wirawan"), access=ACCESS, now=now)
    assert (payments[0].amount, payments[0].months) == (325_000, [date(2026, 10, 1)])


def test_virtual_accounts_of_the_head(session: Session, families: Find, now: datetime) -> None:
    accounts = service.accounts_for(session, viewer("Siti Rahmawati"), access=ACCESS, now=now)
    assert {account.bank: account.number for account in accounts} == {
        "BRI": "8888809900000001",
        "BNI": "8888809900000001",
        "BTN": "8888809900000001",
        "BCA": "8888809900000001",
        "MANDIRI": "8988809900000001",
    }
    for name, code in [("Made Wirawan", "employer_pays"), ("Sutinah", "state_pays")]:
        with pytest.raises(ServiceError, match=code):
            service.accounts_for(session, viewer(name), access=ACCESS, now=now)
