"""Bringing the rows of clocks up to date with what happened, and telling of warnings and breaches once.

A timer calls ``sync`` every few seconds. It looks at open work and reads moments from messages and timelines; so it
makes no difference how often it runs, whether it runs twice, or how long it was away.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from uuid import UUID

from sqlalchemy import Select, case, exists, or_, select, text, union_all
from sqlalchemy.orm import Session, selectinload

from backend.complaints.lifecycle import FINISHED, STATUSES
from backend.complaints.models import Complaint, TimelineEntry
from backend.complaints.texts import STATUS_PREFIX
from backend.conversations.events import emit
from backend.db import among
from backend.handover.hours import WorkingHours
from backend.handover.models import OPEN, Handover
from backend.sla import policy, spans
from backend.sla.models import SlaClock, Subject
from backend.sla.spans import Side, Span
from backend.sla.voices import said_in

_LOCK = 165_165_167
_LOOK_BACK = timedelta(days=7)
"""Work that came and went while the timer was away is still measured, up to a week later."""
_LIVE = ("running", "paused")
_UNFINISHED = tuple(status for status in STATUSES if status not in FINISHED)
_SHOWN = 500
"""Breaches on the wall at once; a supervisor who sees so many has another trouble than the next one."""


@dataclass(frozen=True)
class Work:
    """A handover or a complaint with the clocks that it should have."""

    subject: Subject
    id: UUID
    conversation_id: UUID | None
    number: str
    priority: str
    category: str | None
    spans: Sequence[Span]


def _ids(session: Session, subject: Subject, is_open: Select[UUID], lately: Select[UUID]) -> set[UUID]:
    """Work that is open, work whose clocks run, and of late work that which has no clock yet.

    Each of the three has an index of its own; as one condition with ``OR`` they had none, and cost seconds a round
    where a year of work is kept.
    """
    live = select(SlaClock.subject_id).where(SlaClock.subject == subject, SlaClock.state.in_(_LIVE))
    known = exists().where(SlaClock.subject == subject, SlaClock.subject_id == lately.selected_columns[0])
    return set(session.scalars(union_all(is_open, live, lately.where(~known))))


def _handovers(session: Session, now: datetime) -> Sequence[Handover]:
    is_open = select(Handover.id).where(Handover.state.in_(OPEN))
    lately = select(Handover.id).where(Handover.requested_at > now - _LOOK_BACK)
    wanted = _ids(session, "handover", is_open, lately)
    return session.scalars(select(Handover).where(among(Handover.id, wanted))).all()


def _talks(session: Session, now: datetime) -> Iterator[Work]:
    found = _handovers(session, now)
    said = said_in(session, found)
    for each in found:
        done = each.state == "resolved"
        clocks = tuple(spans.talk(each.requested_at, said[each.id], each.resolved_at, resolved=done))
        yield Work("handover", each.id, each.conversation_id, each.number, each.priority, None, clocks)


def _complaints(session: Session, now: datetime) -> Sequence[Complaint]:
    is_open = select(Complaint.id).where(Complaint.status.in_(_UNFINISHED))
    lately = select(Complaint.id).where(Complaint.filed_at > now - _LOOK_BACK)
    wanted = _ids(session, "complaint", is_open, lately)
    query = select(Complaint).where(among(Complaint.id, wanted), Complaint.merged_into_id.is_(None))
    query = query.options(selectinload(Complaint.timeline))
    return session.scalars(query).all()


def _steps(entries: Iterable[TimelineEntry]) -> list[tuple[datetime, str]]:
    changes = [entry for entry in entries if entry.code.startswith(STATUS_PREFIX) or entry.code == "reopened"]
    return [(entry.at, entry.code.removeprefix(STATUS_PREFIX)) for entry in changes]


def _voices(entries: Iterable[TimelineEntry]) -> list[tuple[datetime, Side]]:
    shown = [entry for entry in entries if entry.public and entry.author != "system" and entry.code != "filed"]
    return [(entry.at, "member" if entry.author == "member" else "staff") for entry in shown]


def _cases(session: Session, now: datetime) -> Iterator[Work]:
    for each in _complaints(session, now):
        clocks = tuple(spans.case(each.filed_at, _steps(each.timeline), _voices(each.timeline)))
        talk = None if each.anonymous else each.conversation_id
        yield Work("complaint", each.id, talk, each.ticket, each.priority, each.category, clocks)


def sync(session: Session, *, now: datetime) -> list[SlaClock]:
    """Brings all clocks up to date; gives those that were warned of or breached just now."""
    if not session.scalar(text("SELECT pg_try_advisory_xact_lock(:key)"), {"key": _LOCK}):
        return []
    calendars = {subject: policy.calendar_for(session, subject) for subject in ("handover", "complaint")}
    works = [*_talks(session, now), *_cases(session, now)]
    clocks = _clocks_of(session, works)
    target = lru_cache(lambda *key: policy.target(session, *key))
    told: list[SlaClock] = []
    for work in works:
        aimed = target(work.subject, work.priority, work.category)
        told += _sync_one(session, work, clocks[work.id], aimed, calendars[work.subject], now=now)
    return told


def _clocks_of(session: Session, works: Sequence[Work]) -> dict[UUID, dict[tuple[str, int], SlaClock]]:
    """The rows of all these, by measure and turn: one query, however much is open."""
    found: dict[UUID, dict[tuple[str, int], SlaClock]] = defaultdict(dict)
    for clock in session.scalars(select(SlaClock).where(among(SlaClock.subject_id, [work.id for work in works]))):
        found[clock.subject_id][clock.measure, clock.turn] = clock
    return found


def _sync_one(
    session: Session,
    work: Work,
    known: Mapping[tuple[str, int], SlaClock],
    target: policy.Target,
    hours: WorkingHours,
    *,
    now: datetime,
) -> list[SlaClock]:
    told = []
    for span in work.spans:
        clock = known.get((span.measure, span.turn))
        if clock is not None and clock.state not in _LIVE:
            continue
        if clock is None:
            clock = SlaClock(subject=work.subject, subject_id=work.id, measure=span.measure, turn=span.turn)
            clock.started_at, clock.number = span.start, work.number
            clock.conversation_id = work.conversation_id
            session.add(clock)
        clock.priority = work.priority
        if _set(clock, span, target.duration(span.measure), hours, now):
            _tell(session, clock, now)
            told.append(clock)
    return told


def _set(clock: SlaClock, span: Span, allowed: timedelta, hours: WorkingHours, now: datetime) -> bool:
    """Sets a row to what its span says; true when a warning or a breach came with it."""
    share = float(policy.defaults()["warn_at_share"])
    clock.due_at, clock.warn_at = spans.due(span, allowed, hours), spans.due(span, allowed * share, hours)
    late_at = span.ended or now
    breached = clock.due_at is not None and clock.due_at <= late_at and span.ended != clock.due_at
    clock.ended_at = span.ended
    clock.state = _state(span, breached=breached)
    if breached and clock.breached_at is None:
        clock.breached_at = clock.due_at
        return True
    warned = clock.state == "running" and clock.warn_at is not None and clock.warn_at <= now
    if warned and clock.warned_at is None and not breached:
        clock.warned_at = now
        return True
    return False


def _state(span: Span, *, breached: bool) -> str:
    if span.ended is None:
        return "paused" if span.paused else "running"
    if breached:
        return "missed"
    return "met" if span.answered else "dropped"


def _tell(session: Session, clock: SlaClock, now: datetime) -> None:
    """Tells the open consoles; a breach stays on the supervisor's wall until somebody has seen to it."""
    session.flush()
    what = "breached" if clock.breached_at else "warned"
    emit(session, "sla", conversation_id=clock.conversation_id, now=now, number=clock.number, what=what)


def pressing(session: Session, numbers: Iterable[str]) -> dict[str, SlaClock]:
    """Of these tickets, the target that was warned of or missed and still runs: the one that is due first."""
    told = or_(SlaClock.warned_at.is_not(None), SlaClock.breached_at.is_not(None))
    query = select(SlaClock).where(SlaClock.number.in_(list(numbers)), SlaClock.state == "running", told)
    return {clock.number: clock for clock in session.scalars(query.order_by(SlaClock.due_at.desc()))}


def open_breaches(session: Session) -> Sequence[SlaClock]:
    """Breaches that no supervisor has seen to: who still waits first, the most urgent and the longest ahead."""
    over = case((SlaClock.state.in_(_LIVE), 0), else_=1)
    query = select(SlaClock).where(SlaClock.breached_at.is_not(None), SlaClock.seen_at.is_(None))
    return session.scalars(query.order_by(over, SlaClock.priority, SlaClock.breached_at).limit(_SHOWN)).all()


def see_to(session: Session, clock_id: UUID, supervisor_id: UUID, *, now: datetime) -> None:
    """A supervisor takes a breach off the wall; the first one's name stays."""
    clock = session.get(SlaClock, clock_id, with_for_update=True)
    if clock is not None and clock.seen_at is None:
        clock.seen_by, clock.seen_at = supervisor_id, now
        emit(session, "sla", conversation_id=clock.conversation_id, now=now, number=clock.number, what="seen")
