"""Watching for a free bed, for 72 hours at most. Nothing is reserved by it; what was free is told once."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import func, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from backend.beds.finder import BedQuestion, find_beds
from backend.beds.schemas import BedFindResult, HospitalBeds
from backend.db import affected
from backend.errors import ServiceError
from backend.facilities.service import Where
from backend.ids import uuid7
from backend.notifications.hours import DEFAULT_ZONE, is_quiet, morning_after
from backend.notifications.models import BedWatch
from backend.notifications.telling import leave

LONGEST = timedelta(hours=72)
EVERY = timedelta(minutes=5)
NEAR_M = 30_000
"""Metres around a place: an hour by car in a city."""
MOST_WATCHES = 5
BATCH = 200


@dataclass(frozen=True)
class Started:
    """What came of the wish: ``watching`` with the watch, ``free_now``, or a status of the beds topic
    (``ambiguous``, ``not_found``, ``where_needed``, …) that the asker must clear up first.
    """

    status: str
    watch: BedWatch | None = None
    found: BedFindResult | None = None


def _question(place: dict[str, Any], room_class: str | None) -> BedQuestion:
    where = Where(place.get("latitude"), place.get("longitude"), place.get("place_id"), None, place.get("text"))
    return BedQuestion(place.get("facility"), where, room_class, limit=1)


def free_beds(found: BedFindResult) -> tuple[str, str] | None:
    """Code and name of a hospital with a free bed by a fresh report: the one asked for, or one near the place."""
    if found.facility is not None:
        fresh = any(one.available and not one.stale for one in found.classes)
        return (found.facility.code, found.facility.name) if fresh else None
    near = [beds for beds in found.alternatives if _near(beds) and not beds.stale]
    return (near[0].facility.code, near[0].facility.name) if near else None


def _near(beds: HospitalBeds) -> bool:
    return beds.facility.distance_m is None or beds.facility.distance_m <= NEAR_M


def start(
    session: Session, conversation_id: UUID, place: dict[str, Any], room_class: str | None, *, hours: int, now: datetime
) -> Started:
    """Begins to watch, or prolongs the watch of the same wish; where a bed is free already, says so instead.

    Raises:
        ServiceError: ``too_many_watches`` (409, ``limit``).
    """
    found = find_beds(session, _question(place, room_class), now=now)
    if found.status not in ("ok", "no_report", "class_not_reported") or not (
        found.facility or found.place or _point(place)
    ):
        return Started(found.status, found=found)
    if free_beds(found):
        return Started("free_now", found=found)
    settled = {"facility": found.facility.code} if found.facility else place
    label = found.facility.name if found.facility else found.place.label if found.place else ""
    subject = _subject(settled, room_class)
    _check_limit(session, conversation_id, subject, now)
    shown = {"label": label, "room_class": room_class, "zone": _zone(found)}
    until = now + min(timedelta(hours=hours), LONGEST)
    watch = _keep(session, conversation_id, subject, settled, shown, since=now, until=until)
    return Started("watching", watch, found)


def _point(place: dict[str, Any]) -> bool:
    return place.get("latitude") is not None


def _zone(found: BedFindResult) -> str:
    items = [found.facility] if found.facility else [beds.facility for beds in found.alternatives]
    return items[0].time_zone if items else DEFAULT_ZONE


def _subject(place: dict[str, Any], room_class: str | None) -> str:
    """What a watch is for; the same again prolongs it."""
    point = f"{place.get('latitude')},{place.get('longitude')}"
    named = place.get("facility") or place.get("place_id") or place.get("text") or point
    return f"{named}|{(room_class or '').lower()}"[:160]


def _check_limit(session: Session, conversation_id: UUID, subject: str, now: datetime) -> None:
    others = (*_running(conversation_id, now), BedWatch.subject != subject)
    if (session.scalar(select(func.count()).select_from(BedWatch).where(*others)) or 0) >= MOST_WATCHES:
        raise ServiceError("too_many_watches", limit=MOST_WATCHES)


def _running(conversation_id: UUID, now: datetime) -> tuple[Any, ...]:
    return BedWatch.conversation_id == conversation_id, BedWatch.ended_at.is_(None), BedWatch.until > now


def _keep(
    session: Session,
    conversation_id: UUID,
    subject: str,
    place: dict[str, Any],
    shown: dict[str, str | None],
    *,
    since: datetime,
    until: datetime,
) -> BedWatch:
    times: dict[str, Any] = {"since": since, "until": until, "next_look_at": since + EVERY, "ended_at": None}
    values = {"id": uuid7(), "conversation_id": conversation_id, "subject": subject, "place": place, **shown, **times}
    kept = insert(BedWatch).values(values)
    kept = kept.on_conflict_do_update(index_elements=["conversation_id", "subject"], set_=times)
    watch_id = session.scalar(kept.returning(BedWatch.id))
    return session.get_one(BedWatch, watch_id, populate_existing=True)


def running(session: Session, conversation_id: UUID, *, now: datetime) -> list[BedWatch]:
    """The watches of a conversation."""
    return list(session.scalars(select(BedWatch).where(*_running(conversation_id, now)).order_by(BedWatch.until)))


def stop_all(session: Session, conversation_id: UUID, *, now: datetime) -> int:
    """Ends the watches of a conversation; returns how many ran."""
    ended = update(BedWatch).where(*_running(conversation_id, now)).values(ended_at=now)
    return affected(session, ended)


def look(session: Session, now: datetime) -> int:
    """The timer's work: tells of free beds and of watches that ran out; returns how many notices are new."""
    due = select(BedWatch).where(BedWatch.ended_at.is_(None), BedWatch.next_look_at <= now)
    taken = session.scalars(due.order_by(BedWatch.next_look_at).limit(BATCH).with_for_update(skip_locked=True)).all()
    return sum(_look(session, watch, now) for watch in sorted(taken, key=lambda watch: watch.conversation_id))


def _look(session: Session, watch: BedWatch, now: datetime) -> bool:
    if is_quiet(now, watch.zone):
        watch.next_look_at = morning_after(now, watch.zone)
        return False
    watch.next_look_at = now + EVERY
    free = free_beds(find_beds(session, _question(watch.place, watch.room_class), now=now))
    if free is None and watch.until > now:
        return False
    watch.ended_at = now
    facts = {"label": watch.label, "room": watch.room_class, "place": watch.place}
    facts |= {"code": free[0], "name": free[1]} if free else {}
    kind, lasting = ("bed_free", timedelta(minutes=45)) if free else ("bed_none", timedelta(hours=12))
    key = f"{kind}:{watch.id}:{watch.since.timestamp():.0f}"
    return leave(session, watch.conversation_id, kind, key, facts, zone=watch.zone, expires_at=now + lasting, now=now)
