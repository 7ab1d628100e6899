"""What is worth an alert: targets that were missed and still wait, urgent conversations that nobody takes."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from backend.alerts.models import AlertMail
from backend.alerts.settings import AlertSettings
from backend.handover.models import Handover
from backend.ids import uuid7
from backend.sla.models import SlaClock

NEWS = timedelta(hours=1)
"""What is older is no news: switching alerts on, or a long outage, floods nobody. The wall of the console has it."""


def note(session: Session, settings: AlertSettings, *, now: datetime) -> int:
    """Adds a row for each receiver of what has happened; again changes nothing. Returns how many are new."""
    if not settings.on:
        return 0
    found = [*_breaches(session, now), *_urgent(session, settings, now)]
    usual = {"state": "queued", "attempts": 0, "next_try_at": now, "created_at": now}
    rows = [{**one, **usual, "id": uuid7(), "receiver": to} for one in found for to in settings.receivers]
    new = insert(AlertMail).values(rows).on_conflict_do_nothing().returning(AlertMail.id)
    return len(session.scalars(new).all()) if rows else 0


def _breaches(session: Session, now: datetime) -> Iterator[dict[str, Any]]:
    query = select(SlaClock).where(
        SlaClock.breached_at > now - NEWS, SlaClock.state.in_(("running", "paused")), SlaClock.seen_at.is_(None)
    )
    for clock in session.scalars(query):
        by_ticket = clock.subject == "complaint"
        path = f"complaints/{clock.number}" if by_ticket else f"conversations/{clock.conversation_id}"
        facts = {"number": clock.number, "priority": clock.priority, "measure": clock.measure}
        when = {"since": clock.breached_at, "path": path, "subject_id": clock.id}
        yield {"key": f"breach:{clock.id}", "kind": "breach", **facts, **when}


def _urgent(session: Session, settings: AlertSettings, now: datetime) -> Iterator[dict[str, Any]]:
    """Waiting again, after it was passed on or its agent vanished, is told again."""
    since = func.coalesce(Handover.queued_at, Handover.requested_at)
    late = since <= now - timedelta(seconds=settings.p1_wait_s), since > now - NEWS
    query = select(Handover, since).where(Handover.state == "waiting", Handover.priority == "P1", *late)
    for handover, waits_since in session.execute(query):
        facts = {"number": handover.number, "priority": "P1", "measure": None, "subject_id": handover.id}
        when = {"since": waits_since, "path": f"conversations/{handover.conversation_id}"}
        yield {"key": f"urgent:{handover.id}:{waits_since.timestamp():.0f}", "kind": "urgent", **facts, **when}
