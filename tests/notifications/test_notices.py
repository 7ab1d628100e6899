"""Notices: asked for, found by day, told once whatever stops in between, stopped at once."""

import random
import threading
from collections.abc import Callable
from datetime import date, datetime, timedelta
from uuid import UUID

import pytest
from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from backend.autodebit.models import Debit, Mandate
from backend.contributions.models import Invoice
from backend.conversations.models import Conversation, Message
from backend.conversations.service import open_conversation
from backend.db import session_scope
from backend.demo import autodebit, contributions, facilities, membership, queues
from backend.demo.people import person
from backend.errors import NotFound, ServiceError
from backend.facilities.models import Facility
from backend.identity.viewer import IDENTIFIED, VERIFIED, Viewer
from backend.membership.models import Member
from backend.notifications import looking, service, telling
from backend.notifications.hours import is_quiet, morning_after, zone_of
from backend.notifications.models import Notice, Subscription
from backend.notifications.retention import NOTICES_KEPT, forget_old
from backend.privacy.audit import Access
from backend.queues.models import Booking, ReferralLetter
from backend.screening.models import Screening

SITI, BAMBANG, HASAN = (person(name).member_id for name in ("Siti Rahmawati", "Bambang Sutrisno", "Hasan Basri"))
MORNING = datetime.fromisoformat("2026-12-07T03:00:00+00:00")
"""7 December 2026, 10.00 in Jakarta: the running month is due in three days."""


@pytest.fixture
def loaded(session: Session, now: datetime) -> Session:
    for topic in (membership, contributions, autodebit):
        topic.load(session, now=now, rng=random.Random(165))
        session.flush()
    return session


@pytest.fixture
def booked(session: Session, now: datetime) -> Session:
    """Members with facilities, letters and bookings."""
    for topic in (facilities, membership, queues):
        topic.load(session, now=now, rng=random.Random(165))
        session.flush()
    return session


def chat(session: Session, name: str = "one", now: datetime = MORNING) -> UUID:
    return open_conversation(session, "webchat", name, now=now).id


def ask(session: Session, member_id: str, *kinds: str, name: str = "one", day: int | None = None) -> UUID:
    conversation_id = chat(session, name)
    access = Access.bot(conversation_id, "notices")
    service.switch_on(session, Viewer(VERIFIED, member_id), list(kinds), day=day, access=access, now=MORNING)
    return conversation_id


def owes(session: Session, member_id: str, month: date) -> None:
    family_id = session.get_one(Member, member_id).family_id
    if not session.scalar(select(Invoice.id).where(Invoice.family_id == family_id, Invoice.month == month)):
        session.add(Invoice(family_id=family_id, month=month, due_on=month.replace(day=10)))
        session.flush()


def notices(session: Session) -> list[Notice]:
    return list(session.scalars(select(Notice).order_by(Notice.created_at)))


def test_the_bill_is_told_once_between_its_day_and_the_tenth(loaded: Session) -> None:
    ask(loaded, SITI, "bill", day=7)
    owes(loaded, SITI, date(2026, 12, 1))
    early = MORNING - timedelta(days=1)
    loaded.scalars(select(Subscription)).one().next_look_at = early
    assert looking.look(loaded, early) == 0
    assert looking.look(loaded, early + timedelta(days=1)) == 1
    assert [looking.look(loaded, MORNING + timedelta(days=days)) for days in (1, 2, 3, 4)] == [0, 0, 0, 0]
    (notice,) = notices(loaded)
    assert notice.facts == {"due_on": "2026-12-10"}


def test_no_bill_where_a_bank_debits_it(loaded: Session) -> None:
    ask(loaded, BAMBANG, "bill")
    owes(loaded, BAMBANG, date(2026, 12, 1))
    assert looking.look(loaded, MORNING) == 0


def test_a_failed_debit_is_told_while_it_is_news(loaded: Session) -> None:
    mandate = loaded.scalars(select(Mandate).where(Mandate.state == "active")).first()
    assert mandate
    head = loaded.scalars(select(Member).where(Member.family_id == mandate.family_id, Member.relation == "head")).one()
    ask(loaded, head.id, "autodebit_failed")
    loaded.scalars(select(Subscription)).one().since = MORNING - timedelta(days=365)
    loaded.execute(delete(Debit))
    facts = {"family_id": mandate.family_id, "mandate_id": mandate.id, "amount": 35_000, "reason": "account_closed"}
    for month, asked_at in ((date(2026, 8, 1), MORNING - timedelta(days=91)), (date(2026, 12, 1), MORNING)):
        loaded.add(Debit(month=month, asked_at=asked_at, state="failed", **facts))
    loaded.flush()
    assert looking.look(loaded, MORNING) == 1
    assert notices(loaded)[0].facts["due_on"] == "2026-12-10"


def test_notices_are_forgotten_when_nothing_would_be_told_again(loaded: Session) -> None:
    ask(loaded, SITI, "screening_due")
    looking.look(loaded, MORNING)
    forget_old(loaded, MORNING + NOTICES_KEPT)
    assert len(notices(loaded)) == 1
    forget_old(loaded, MORNING + NOTICES_KEPT + timedelta(seconds=1))
    assert notices(loaded) == []


def screened(session: Session, member_id: str, finished_at: datetime) -> None:
    done = Screening(member_id=member_id, state="done", answers="{}", consented_at=finished_at, updated_at=finished_at)
    done.finished_at = finished_at
    session.add(done)
    session.flush()


def test_a_screening_is_due_a_year_after_the_last_and_told_once(loaded: Session) -> None:
    ask(loaded, SITI, "screening_due")
    screened(loaded, SITI, MORNING - timedelta(days=365 - 2))
    assert [looking.look(loaded, MORNING + timedelta(days=days)) for days in (0, 1, 2, 3, 40)] == [0, 0, 1, 0, 0]
    (notice,) = notices(loaded)
    assert notice.facts == {}


def test_who_never_had_a_screening_is_told_once_a_year(loaded: Session) -> None:
    ask(loaded, SITI, "screening_due")
    january = MORNING + timedelta(days=30)
    assert [looking.look(loaded, day) for day in (MORNING, MORNING + timedelta(days=1), january)] == [1, 0, 1]


def test_no_screening_for_who_is_filling_one_in_or_too_young(loaded: Session) -> None:
    loaded.add(Screening(member_id=SITI, state="open", answers="{}", consented_at=MORNING, updated_at=MORNING))
    ask(loaded, SITI, "screening_due")
    ask(loaded, person("Nadia Kurniawan").member_id, "screening_due", name="two")
    assert looking.look(loaded, MORNING) == 0


def test_nothing_at_night_but_in_the_morning(loaded: Session) -> None:
    ask(loaded, SITI, "bill")
    owes(loaded, SITI, date(2026, 12, 1))
    night = datetime.fromisoformat("2026-12-07T15:30:00+00:00")
    assert looking.look(loaded, night) == 0
    morning = loaded.scalars(select(Subscription)).one().next_look_at
    assert morning == datetime.fromisoformat("2026-12-07T23:00:00+00:00")
    assert looking.look(loaded, morning) == 1


@pytest.mark.parametrize(("zone", "quiet"), [("Asia/Jakarta", False), ("Asia/Makassar", True), ("Asia/Jayapura", True)])
def test_night_is_by_the_clock_of_the_member(zone: str, quiet: bool) -> None:
    moment = datetime.fromisoformat("2026-12-07T13:00:00+00:00")
    assert is_quiet(moment, zone) is quiet
    assert not is_quiet(morning_after(moment, zone), zone)


def test_the_zone_is_that_of_the_own_facility(booked: Session) -> None:
    member = booked.get_one(Member, SITI)
    member.fktp_code = booked.scalars(select(Facility.code).where(Facility.time_zone == "Asia/Jayapura")).first()
    assert zone_of(booked, member) == "Asia/Jayapura"


def test_a_booking_of_tomorrow_without_the_clinic(booked: Session, now: datetime) -> None:
    booking = booked.scalars(select(Booking).where(Booking.state == "booked")).first()
    assert booking is not None
    before = datetime.combine(booking.day - timedelta(days=1), MORNING.timetz())
    ask(booked, booking.member_id, "booking_tomorrow")
    booked.scalars(select(Subscription)).one().next_look_at = before
    assert looking.look(booked, before) == 1
    assert booking.poli_code not in str(notices(booked)[0].facts)


def test_a_letter_that_ends_soon_and_was_not_used(booked: Session) -> None:
    used = set(booked.scalars(select(Booking.letter_number)))
    letter = booked.scalars(select(ReferralLetter).where(ReferralLetter.number.not_in([u for u in used if u]))).first()
    assert letter is not None
    letter.valid_until = MORNING.date() + timedelta(days=14)
    ask(booked, letter.member_id, "referral_expiring")
    keys = {f"letter:{letter.number}"}
    looking.look(booked, MORNING)
    assert keys <= {notice.key for notice in notices(booked)}
    assert looking.look(booked, MORNING + timedelta(days=1)) == 0


def test_a_notice_is_given_to_one_turn_and_again_to_the_same(loaded: Session) -> None:
    conversation_id = _left(loaded)
    first = telling.take(loaded, conversation_id, "turn 1", now=MORNING)
    assert [n.kind for n in first] == ["bill"]
    assert telling.take(loaded, conversation_id, "turn 1", now=MORNING) == first
    assert telling.take(loaded, conversation_id, "turn 2", now=MORNING) == []


def _left(session: Session, key: str = "bill:1") -> UUID:
    conversation_id = chat(session)
    until = MORNING + timedelta(days=3)
    telling.leave(session, conversation_id, "bill", key, {}, zone="Asia/Jakarta", expires_at=until, now=MORNING)
    return conversation_id


def prompts(session: Session) -> int:
    return session.scalar(select(func.count()).select_from(Message).where(Message.payload == telling.PROMPT)) or 0


def test_what_no_turn_took_is_brought_up_again_but_not_at_night_and_not_when_over(loaded: Session) -> None:
    _left(loaded)
    assert telling.bring_up_again(loaded, MORNING + timedelta(minutes=3)) == 1
    assert telling.bring_up_again(loaded, MORNING + timedelta(hours=12)) == 0
    assert telling.bring_up_again(loaded, MORNING + timedelta(days=4)) == 0
    assert prompts(loaded) == 2
    assert notices(loaded)[0].taken_by == "expired"


def test_an_agent_is_not_interrupted(loaded: Session) -> None:
    conversation = loaded.get_one(Conversation, chat(loaded))
    conversation.handled_by = "agent"
    _left(loaded)
    assert prompts(loaded) == 0
    assert telling.bring_up_again(loaded, MORNING + timedelta(minutes=5)) == 0
    conversation.handled_by = "bot"
    loaded.flush()
    assert telling.bring_up_again(loaded, MORNING + timedelta(minutes=5)) == 1


def test_stopping_needs_no_verification_and_what_was_told_stays_told(loaded: Session) -> None:
    conversation_id = ask(loaded, SITI, "bill")
    owes(loaded, SITI, date(2026, 12, 1))
    assert looking.look(loaded, MORNING) == 1
    access = Access.bot(conversation_id, "notices")
    assert service.switch_off(loaded, conversation_id, ["all"], access=access, now=MORNING) == 1
    assert service.subscriptions(loaded, conversation_id) == []
    ask(loaded, SITI, "bill")
    assert looking.look(loaded, MORNING + timedelta(hours=1)) == 0


@pytest.mark.parametrize("viewer", [Viewer(), Viewer(IDENTIFIED, SITI)])
def test_asking_needs_a_verified_member(loaded: Session, viewer: Viewer) -> None:
    access = Access.bot(chat(loaded), "notices")
    with pytest.raises(ServiceError, match="verification_required"):
        service.switch_on(loaded, viewer, ["bill"], day=None, access=access, now=MORNING)


def test_another_conversation_is_told_nothing(loaded: Session) -> None:
    ask(loaded, SITI, "bill")
    other = chat(loaded, "two")
    owes(loaded, SITI, date(2026, 12, 1))
    looking.look(loaded, MORNING)
    assert telling.take(loaded, other, "turn", now=MORNING) == []
    assert service.subscriptions(loaded, other) == []


def test_an_unknown_kind(loaded: Session) -> None:
    with pytest.raises(NotFound, match="unknown_notice"):
        ask(loaded, SITI, "horoscope")


def at_once(work: Callable[[], int], times: int) -> list[int]:
    found: list[int] = []
    threads = [threading.Thread(target=lambda: found.append(work())) for _ in range(times)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return found


@pytest.fixture
def subscribed(committed: None, now: datetime) -> UUID:
    with session_scope() as session:
        for topic in (membership, contributions):
            topic.load(session, now=now, rng=random.Random(165))
            session.flush()
        owes(session, SITI, date(2026, 12, 1))
        return ask(session, SITI, "bill")


def _look() -> int:
    with session_scope() as session:
        return looking.look(session, MORNING)


def test_four_workers_at_once_tell_once(subscribed: UUID) -> None:
    assert sum(at_once(_look, 4)) == 1
    with session_scope() as session:
        assert len(notices(session)) == prompts(session) == 1


def test_a_worker_that_dies_before_its_commit_leaves_it_to_the_next_and_after_it_to_nobody(subscribed: UUID) -> None:
    class Killed(Exception):
        pass

    with pytest.raises(Killed), session_scope() as session:
        assert looking.look(session, MORNING) == 1
        raise Killed
    assert _look() == 1
    with session_scope() as session:  # restarted with a clock that says: look at everything again
        session.scalars(select(Subscription)).one().next_look_at = MORNING
    assert _look() == 0
