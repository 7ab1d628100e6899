"""Paying arrears in stages, from the simulation to the active card, and what a missed stage does."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from uuid import UUID

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from backend.contributions.bank_messages import BankNotice
from backend.contributions.booking import receive_notice
from backend.contributions.due import amount_due
from backend.contributions.models import Invoice, News
from backend.errors import ServiceError
from backend.identity.viewer import Viewer
from backend.installments import service
from backend.installments.models import Plan
from backend.installments.views import PlanView
from backend.membership.models import Member
from backend.privacy.audit import Access
from backend.reference import tables

Find = Callable[[str], Member]
See = Callable[[str], Viewer]
ANDI, ANDI_ACCOUNT = "Andi Nurhayati", "8888809900000012"
ARREARS, RUNNING = 1_300_000, 100_000
"""13 months of class II, alone."""


@pytest.fixture
def access(conversation: UUID) -> Access:
    return Access.bot(conversation, "installments")


@pytest.fixture
def enrol(session: Session, families: Find, viewer: See, conversation: UUID, access: Access) -> Callable[..., PlanView]:
    def make(stages: int, at: datetime, name: str = ANDI, key: str | None = None) -> PlanView:
        families(name)
        options = {"conversation_id": conversation, "key": key, "access": access, "now": at}
        return service.enrol(session, viewer(name), stages, **options)

    return make


def pay(session: Session, amount: int, at: datetime) -> str:
    reference = f"R{amount}{at.isoformat()}"
    notice = BankNotice(reference=reference, bank="BRI", virtual_account=ANDI_ACCOUNT, amount=amount, paid_at=at)
    return receive_notice(session, notice, now=at).outcome


def test_the_table_has_each_number_of_stages_with_the_running_contribution(
    session: Session, families: Find, viewer: See, access: Access, now: datetime
) -> None:
    families(ANDI)
    found = service.simulate(session, viewer(ANDI), access=access, now=now)
    assert (found.eligible, found.months, found.arrears, found.running) == (True, 13, ARREARS, RUNNING)
    assert [one.stages for one in found.options] == [2, 3, 4, 5, 6]
    four = found.options[2]
    assert (four.per_month, four.total, four.last_due) == (425_000, ARREARS + 4 * RUNNING, date(2027, 2, 28))
    assert found.options[4].per_month == 216_667 + RUNNING


@pytest.mark.parametrize(
    ("name", "reason"),
    [("Bambang Sutrisno", "nothing_owed"), ("Maria Goreti", "too_few_months"), ("Made Wirawan", "nothing_owed")],
)
def test_who_may_not(
    session: Session, families: Find, viewer: See, access: Access, now: datetime, name: str, reason: str
) -> None:
    families(name)
    found = service.simulate(session, viewer(name), access=access, now=now)
    assert (found.eligible, found.reason, found.options) == (False, reason, [])


@pytest.mark.parametrize(
    ("day", "open_"), [(datetime(2026, 11, 28, 3, tzinfo=UTC), True), (datetime(2026, 11, 29, 3, tzinfo=UTC), False)]
)
def test_registration_days(
    session: Session, families: Find, viewer: See, access: Access, day: datetime, open_: bool
) -> None:
    families(ANDI)
    found = service.simulate(session, viewer(ANDI), access=access, now=day)
    assert (found.eligible, found.opens_on) == (open_, None if open_ else date(2026, 12, 1))


def test_a_wife_cannot_enrol_the_family(enrol: Callable[..., PlanView], now: datetime) -> None:
    with pytest.raises(ServiceError, match="head_of_family_only"):
        enrol(2, now, "Dedi Kurniawan")


@pytest.mark.parametrize(("stages", "code"), [(1, "installments_stages"), (7, "installments_stages")])
def test_stages_out_of_range(enrol: Callable[..., PlanView], now: datetime, stages: int, code: str) -> None:
    with pytest.raises(ServiceError, match=code) as refused:
        enrol(stages, now)
    assert refused.value.details == {"least": 2, "most": 6}


def test_enrolling_twice_is_refused_and_repeating_is_not(enrol: Callable[..., PlanView], now: datetime) -> None:
    first = enrol(4, now, key="k")
    assert enrol(4, now, key="k") == first
    with pytest.raises(ServiceError, match="installments_already_enrolled"):
        enrol(3, now, key="other")


def test_stage_by_stage_to_the_active_card(
    session: Session, families: Find, enrol: Callable[..., PlanView], now: datetime
) -> None:
    enrol(4, now)
    andi = families(ANDI)
    for month in range(4):
        year, number = divmod(10 + month, 12)
        at = datetime(2026 + year, number + 1, 20, 3, tzinfo=UTC)
        assert not andi.active
        assert amount_due(session, andi.family_id, at.date()) == 425_000
        assert pay(session, 425_000, at) == "booked"
    assert (andi.active, andi.arrears_months) == (True, 0)
    plan = session.scalars(select(Plan)).one()
    assert (plan.state, plan.credit) == ("completed", 0)
    unpaid = select(Invoice).where(Invoice.family_id == andi.family_id, Invoice.payment_id.is_(None))
    assert session.scalars(unpaid).all() == []


def test_a_stage_settles_whole_months_and_keeps_the_rest(
    session: Session, families: Find, enrol: Callable[..., PlanView], now: datetime
) -> None:
    enrol(4, now)
    pay(session, 425_000, now)
    plan = session.scalars(select(Plan)).one()
    assert plan.credit == 25_000
    assert families(ANDI).arrears_months == 10


def test_all_that_is_left_may_be_paid_at_once(
    session: Session, families: Find, enrol: Callable[..., PlanView], now: datetime
) -> None:
    enrol(4, now)
    pay(session, 425_000, now)
    assert pay(session, 1_000_000, now) == "held"
    assert pay(session, 975_000, now) == "booked"
    assert families(ANDI).active


def test_a_missed_stage_is_told_once_and_carried_over(
    session: Session, families: Find, enrol: Callable[..., PlanView], now: datetime
) -> None:
    enrol(4, now)
    december = datetime(2026, 12, 3, 3, tzinfo=UTC)
    assert [service.look_for_missed(session, december) for _ in range(2)] == [1, 0]
    (news,) = session.scalars(select(News)).all()
    assert (news.kind, news.facts["due"]) == ("stage_missed", 850_000)
    assert pay(session, 850_000, december) == "booked"


def test_a_plan_that_ends_leaves_what_was_paid_to_the_next_one(
    session: Session, families: Find, enrol: Callable[..., PlanView], now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    enrol(4, now)
    pay(session, 425_000, now)
    monkeypatch.setenv("CARE165_REFERENCE_READINGS", '{"installments.missed": "plan_ends"}')
    tables.chosen_reading.cache_clear()
    january = datetime(2027, 1, 5, 3, tzinfo=UTC)
    service.look_for_missed(session, january)
    monkeypatch.undo()
    tables.chosen_reading.cache_clear()
    assert session.scalars(select(Plan)).one().state == "ended"
    again = enrol(2, january)
    assert again.arrears_amount == 10 * RUNNING - 25_000


def test_a_former_self_payer_pays_off_in_up_to_36_stages(
    session: Session, families: Find, viewer: See, access: Access, now: datetime
) -> None:
    for name in ("Rudi Hartono Simanjuntak", "Rosmaida Sihombing"):
        families(name).segment = "PPU"
    session.flush()
    found = service.simulate(session, viewer("Rudi Hartono Simanjuntak"), access=access, now=now)
    assert (found.kind, found.eligible, found.running) == ("segment_change", True, 0)
    assert found.options[-1].stages == 24, "1,680,000 in stages of at least 35,000 a person"


def test_the_first_generation_had_twelve_stages_without_the_running_contribution(
    session: Session, families: Find, viewer: See, access: Access, now: datetime
) -> None:
    from backend.installments import simulation

    head = families(ANDI)
    debt = simulation.debt_of(session, head.family, head, date(2024, 11, 20))
    assert debt.running == 0
    assert simulation.stages_max(simulation.Debt("arrears", 13, ARREARS, 0, 0, 1), date(2024, 11, 20)) == 12
