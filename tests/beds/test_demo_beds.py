"""Demonstration beds are believable, the same for the same moment, and move over the day."""

import random
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from backend.beds.models import BedReport
from backend.beds.service import STALE_AFTER, availability
from backend.demo import beds, facilities


def _state(session: Session) -> dict[tuple[str, str, str], tuple[int, datetime]]:
    rows = session.execute(
        select(
            BedReport.facility_code,
            BedReport.class_code,
            BedReport.room_code,
            BedReport.available,
            BedReport.reported_at,
        )
    )
    return {(row[0], row[1], row[2]): (row[3], row[4]) for row in rows}


def test_the_feed_moves_over_the_day_and_leaves_some_behind(session: Session, now: datetime) -> None:
    facilities.load(session, now=now, rng=random.Random(1))
    beds.load(session, now=now, rng=random.Random(1))
    morning = _state(session)
    assert beds.refresh(session, now) == len(morning)
    assert _state(session) == morning
    beds.refresh(session, now + timedelta(hours=5))
    afternoon = _state(session)
    moved = sum(1 for key in morning if morning[key][0] != afternoon[key][0])
    stale = {key[0] for key, (_, at) in afternoon.items() if now + timedelta(hours=5) - at > STALE_AFTER}
    assert moved > len(morning) / 10
    assert 10 < len(stale) < len({key[0] for key in afternoon}) / 2
    assert all(at <= now for _, at in morning.values())


def test_the_stories_of_the_demonstration_hold(session: Session, now: datetime) -> None:
    facilities.load(session, now=now, rng=random.Random(1))
    beds.load(session, now=now, rng=random.Random(1))
    sardjito = availability(session, "3404015", now=now, class_codes=["KL3"])
    assert (sardjito.available, sardjito.stale) == (0, False)
    assert availability(session, "3404011", now=now, class_codes=["KL3"]).available > 0
    assert availability(session, "3401015", now=now).classes == []
