"""Bed watches: for three days at most, told once, by fresh reports only, never at night."""

import random
from datetime import datetime, timedelta
from uuid import UUID

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from backend.beds.models import BedReport
from backend.conversations.retention import TALK_KEPT
from backend.conversations.service import open_conversation
from backend.demo import beds, facilities
from backend.errors import ServiceError
from backend.notifications import watches
from backend.notifications.models import BedWatch, Notice
from backend.notifications.retention import forget_old


@pytest.fixture
def full(session: Session, now: datetime) -> Session:
    """All hospitals have reported just now that nothing is free."""
    for topic in (facilities, beds):
        topic.load(session, now=now, rng=random.Random(165))
        session.flush()
    nothing = {"available": 0, "available_men": None, "available_women": None, "available_either": None}
    session.execute(update(BedReport).values(**nothing, reported_at=now))
    return session


def chat(session: Session, now: datetime) -> UUID:
    return open_conversation(session, "webchat", "one", now=now).id


def hospital(session: Session) -> str:
    return str(session.scalars(select(BedReport.facility_code).where(BedReport.class_code == "KL3")).first())


def frees(session: Session, code: str, now: datetime) -> None:
    free = update(BedReport).where(BedReport.facility_code == code, BedReport.class_code == "KL3")
    session.execute(free.values(available=1, reported_at=now))
    session.execute(update(BedReport).where(BedReport.facility_code == code).values(reported_at=now))


def start(session: Session, now: datetime, code: str, hours: int = 72) -> watches.Started:
    return watches.start(session, chat(session, now), {"facility": code}, "kelas 3", hours=hours, now=now)


def told(session: Session) -> list[str]:
    return list(session.scalars(select(Notice.kind)))


def test_a_free_bed_is_told_once(full: Session, now: datetime) -> None:
    code = hospital(full)
    assert start(full, now, code).status == "watching"
    soon = now + timedelta(minutes=6)
    assert watches.look(full, soon) == 0
    frees(full, code, soon)
    assert [watches.look(full, soon + timedelta(minutes=m)) for m in (6, 12, 18)] == [1, 0, 0]
    assert told(full) == ["bed_free"]


def test_an_old_report_is_no_free_bed(full: Session, now: datetime) -> None:
    code = hospital(full)
    start(full, now, code)
    frees(full, code, now - timedelta(hours=2))
    assert watches.look(full, now + timedelta(minutes=6)) == 0


def test_free_already_is_said_instead(full: Session, now: datetime) -> None:
    code = hospital(full)
    frees(full, code, now)
    assert start(full, now, code).status == "free_now"
    assert full.scalars(select(BedWatch)).all() == []


def test_it_ends_after_its_time_and_says_so(full: Session, now: datetime) -> None:
    started = start(full, now, hospital(full), hours=500)
    assert started.watch is not None
    assert started.watch.until == now + timedelta(hours=72)
    full.execute(update(BedReport).values(reported_at=now + timedelta(hours=72)))
    assert watches.look(full, now + timedelta(hours=73)) == 1
    assert told(full) == ["bed_none"]


def test_silent_at_night(full: Session, now: datetime) -> None:
    code = hospital(full)
    started = start(full, now, code)
    night = now.replace(hour=15, minute=30)
    frees(full, code, night)
    assert watches.look(full, night) == 0
    assert started.watch is not None
    assert started.watch.next_look_at > night + timedelta(hours=5)


def test_the_same_wish_again_prolongs_it(full: Session, now: datetime) -> None:
    code = hospital(full)
    start(full, now, code, hours=1)
    start(full, now + timedelta(minutes=30), code, hours=1)
    (watch,) = full.scalars(select(BedWatch)).all()
    assert watch.until == now + timedelta(minutes=90)


def test_five_at_once_at_most(full: Session, now: datetime) -> None:
    codes = list(full.scalars(select(BedReport.facility_code).distinct().order_by(BedReport.facility_code).limit(6)))
    for code in (*codes[:5], codes[0]):  # the first one again only goes on for longer
        watches.start(full, chat(full, now), {"facility": code}, None, hours=72, now=now)
    with pytest.raises(ServiceError, match="too_many_watches"):
        watches.start(full, chat(full, now), {"facility": codes[5]}, None, hours=72, now=now)
    assert watches.stop_all(full, chat(full, now), now=now) == 5


def test_nowhere(full: Session, now: datetime) -> None:
    assert watches.start(full, chat(full, now), {}, None, hours=72, now=now).status == "where_needed"


def test_watches_that_ended_long_ago_are_forgotten(full: Session, now: datetime) -> None:
    start(full, now, hospital(full))
    watch = full.scalars(select(BedWatch)).one()

    def kept(at: datetime) -> int:
        forget_old(full, at)
        return len(full.scalars(select(BedWatch)).all())

    assert [kept(watch.until + TALK_KEPT), kept(watch.until + TALK_KEPT + timedelta(seconds=1))] == [1, 0]
