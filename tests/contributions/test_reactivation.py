"""What stands in the way of an active card, and what the payments say of it."""

from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import UUID

import pytest
from sqlalchemy.orm import Session

from backend.contributions import service
from backend.contributions.ledger import match_payment, record_payment
from backend.contributions.reactivation import ReactivationView, reactivation_for
from backend.conversations.service import open_conversation
from backend.demo.people import person
from backend.errors import ServiceError
from backend.identity.viewer import VERIFIED, Viewer
from backend.installments import service as installments
from backend.membership.models import Member
from backend.privacy.audit import Access
from backend.reference.calendar import today_in_jakarta

Find = Callable[[str], Member]
SITI = "Siti Rahmawati"


@pytest.fixture
def access(session: Session, now: datetime) -> Access:
    return Access.bot(open_conversation(session, "web", "reactivation", now=now).id, "reactivation")


@pytest.fixture
def way_back(session: Session, families: Find, access: Access, now: datetime) -> Callable[..., ReactivationView]:
    def look(name: str, member: str | None = None) -> ReactivationView:
        viewer = Viewer(VERIFIED, families(name).id)
        target = person(member).member_id if member else None
        return reactivation_for(session, viewer, target, access=access, now=now)

    return look


@pytest.mark.parametrize(
    ("name", "obstacles"),
    [
        (SITI, ["arrears"]),
        ("Dedi Kurniawan", ["head_pays"]),
        ("Yosef Wanggai", ["state_support_ended"]),
        ("Agus Prasetyo", ["employment_ended"]),
        ("Bambang Sutrisno", []),
    ],
)
def test_each_story_has_its_obstacle(
    way_back: Callable[..., ReactivationView], name: str, obstacles: list[str]
) -> None:
    assert way_back(name).obstacles == obstacles


def test_a_husband_sees_no_amounts_of_others(way_back: Callable[..., ReactivationView]) -> None:
    assert SITI not in {one.name for one in way_back("Dedi Kurniawan").bill.people}


@pytest.mark.parametrize(("name", "member"), [("Dedi Kurniawan", SITI), ("Tri Wahyuni", "Slamet Widodo")])
def test_another_adult_needs_their_own_code(way_back: Callable[..., ReactivationView], name: str, member: str) -> None:
    with pytest.raises(ServiceError, match="own_code_needed"):
        way_back(name, member)


def test_a_plan_is_what_is_in_the_way(
    session: Session, families: Find, access: Access, way_back: Callable[..., ReactivationView], now: datetime
) -> None:
    andi = families("Andi Nurhayati")
    conversation = UUID(str(access.conversation_id))
    viewer = Viewer(VERIFIED, andi.id)
    installments.enrol(session, viewer, 4, conversation_id=conversation, key=None, access=access, now=now)
    found = way_back("Andi Nurhayati")
    assert found.obstacles == ["plan_running"]
    assert found.bill.plan
    assert found.bill.plan.due == 425_000


@pytest.fixture
def check(session: Session, families: Find, access: Access, now: datetime) -> Callable[[], tuple[str, int]]:
    def look() -> tuple[str, int]:
        found = service.payment_check(session, Viewer(VERIFIED, families(SITI).id), access=access, now=now)
        return found.state, found.due

    return look


def paid(session: Session, families: Find, amount: int, at: datetime, problem: str | None = None) -> None:
    family = families(SITI).family_id
    payment = record_payment(session, family, amount=amount, paid_at=at, channel="virtual_account", bank="BRI")
    if problem is None:
        match_payment(session, payment, today=today_in_jakarta(at))
    elif problem:
        payment.problem = problem
    session.flush()


@pytest.mark.parametrize(
    ("amount", "problem", "state", "due"),
    [
        (280_000, None, "short", 560_000),
        (840_000, None, "active", 0),
        (841_000, "amount_mismatch", "held", 840_000),
        (840_000, "", "waiting", 840_000),
    ],
)
def test_paid_but_not_active(
    session: Session,
    families: Find,
    check: Callable[[], tuple[str, int]],
    now: datetime,
    amount: int,
    problem: str | None,
    state: str,
    due: int,
) -> None:
    assert check() == ("none", 840_000)
    paid(session, families, amount, now, problem)
    assert check() == (state, due)


def test_a_payment_of_last_month_is_not_the_one_that_is_meant(
    session: Session, families: Find, check: Callable[[], tuple[str, int]], now: datetime
) -> None:
    paid(session, families, 140_000, now - timedelta(days=20))
    assert check()[0] == "none"


def test_a_wife_is_not_told_of_payments(session: Session, families: Find, access: Access, now: datetime) -> None:
    with pytest.raises(ServiceError, match="head_of_family_only"):
        service.payment_check(session, Viewer(VERIFIED, families("Dedi Kurniawan").id), access=access, now=now)
