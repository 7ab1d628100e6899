"""The demonstration's queues."""

import random
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from backend.demo import facilities, history, membership, queues, surgery
from backend.demo.people import person
from backend.facilities.service import get_facility
from backend.history.models import Visit
from backend.identity.viewer import VERIFIED, Viewer
from backend.privacy.audit import Access
from backend.queues.models import Booking, QueueRules, ReferralLetter
from backend.queues.options import Options, options_for
from backend.queues.places import place_of
from backend.queues.schedule import sessions_on
from backend.queues.sessions import open_options
from backend.queues.views import booking_out
from backend.surgery.models import Surgery

Load = Callable[[datetime], Session]


@pytest.fixture
def load(session: Session) -> Load:
    """Loads what the queues need, and them."""

    def loaded(now: datetime) -> Session:
        for topic in (facilities, membership, queues, surgery, history):
            topic.load(session, now=now, rng=random.Random(165))
            session.flush()
        return session

    return loaded


def options(session: Session, name: str, now: datetime) -> Options:
    viewer = Viewer(VERIFIED, person(name).member_id)
    return options_for(session, viewer=viewer, patient_id=None, access=Access("system", "test"), now=now)


def test_what_the_members_stories_need(load: Load, now: datetime) -> None:
    session = load(now)
    today = datetime(2026, 11, 22, tzinfo=UTC).date()

    heart = options(session, "Hasan Basri", now).options[0]
    assert heart.letter is not None and heart.letter.visit_on is not None
    assert (heart.facility.name, heart.letter.poli_code, heart.letter.visit_kind) == ("RSUD Ulin", "JAN", 3)
    assert today + timedelta(days=7) <= heart.letter.visit_on <= today + timedelta(days=9)
    place = place_of(session, heart.facility.code)
    assert heart.letter.visit_on in {option.day for option in open_options(session, place, poli_code="JAN", now=now)}

    assert options(session, "Siti Rahmawati", now).expired[0].poli_code == "INT"
    assert options(session, "Yosef Wanggai", now).options[0].polis[0].code == "HDL"
    assert [option.connected for option in options(session, "Slamet Widodo", now).options] == [False, True]
    assert {row.done for row in session.scalars(select(Surgery))} == {True, False}
    assert len(session.scalars(select(Visit)).all()) > 20


def test_one_full_session_one_same_day_hospital(load: Load, now: datetime) -> None:
    session = load(now)
    sardjito = queues.facility_named(session, "RSUP Dr. Sardjito")
    monday = sessions_on(
        session, facility=sardjito.code, poli="JAN", day=datetime(2026, 11, 23, tzinfo=UTC).date(), doctor=None, now=now
    )
    assert {entry.problem for entry in monday.sessions} == {"queue_full"}
    rules = session.scalars(select(QueueRules).where(QueueRules.same_day)).all()
    assert any(not get_facility(session, entry.facility_code).is_fktp for entry in rules)
    assert not queues.facility_named(session, "RS PKU Muhammadiyah Yogyakarta").queue_connected


@pytest.mark.parametrize("hour_utc", [0, 3, 9, 17, 22])
def test_a_queue_is_under_way_whatever_the_hour_of_the_load(load: Load, hour_utc: int) -> None:
    now = datetime(2026, 11, 24, hour_utc, 20, tzinfo=UTC)
    session = load(now)
    of_today = session.scalars(select(Booking).where(Booking.member_id == person("Bambang Sutrisno").member_id)).one()
    out = booking_out(session, of_today, now)
    assert out.standing is not None
    assert out.standing.called_number is not None
    assert 1 < out.standing.remaining < out.sequence


def test_the_next_booking_is_on_a_day_to_come(load: Load, now: datetime) -> None:
    session = load(now)
    booking = session.scalars(select(Booking).where(Booking.member_id == person("Made Wirawan").member_id)).one()
    assert booking.day.isoformat() == "2026-11-23"


def test_the_same_moment_gives_the_same_data(load: Load, session: Session, now: datetime) -> None:
    with session.begin_nested() as savepoint:
        first = _facts(load(now))
        savepoint.rollback()
    session.expunge_all()
    assert _facts(load(now)) == first


def _facts(session: Session) -> list[tuple[object, ...]]:
    bookings = session.execute(select(Booking.code, Booking.number, Booking.day, Booking.state).order_by(Booking.code))
    letters = session.execute(
        select(ReferralLetter.number, ReferralLetter.visit_on, ReferralLetter.doctor_code).order_by(
            ReferralLetter.number
        )
    )
    return [tuple(row) for row in (*bookings, *letters)]
