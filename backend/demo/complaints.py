"""Demonstration complaints, in every stage of their way."""

import random
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import yaml
from sqlalchemy.orm import Session

from backend.complaints.deadline import due_at, due_on
from backend.complaints.lifecycle import FINISHED
from backend.complaints.models import Complaint, TimelineEntry
from backend.complaints.ticket import ALPHABET, CODE_LENGTH
from backend.complaints.urgency import Draft, assess
from backend.demo.people import person
from backend.demo.queues import facility_named
from backend.reference.calendar import today_in_jakarta

_AGENT = "Rina"
_CONSENT = "2026-01"
_COPIED = ("ticket", "category", "reporter", "chronology", "money_asked", "patient_in_care", "wanted_result")


def _entry(step: tuple[float, str, str, str | None], now: datetime) -> TimelineEntry:
    days, code, author, text = step
    plain = code == "note" or author == "member"
    entry = TimelineEntry(at=now - timedelta(days=days), author=author, text=text, public=code != "note")
    entry.code = code if plain else f"status_{code}"
    entry.agent_name = _AGENT if author == "agent" else None
    return entry


def _follow(complaint: Complaint, steps: list[Any], now: datetime) -> None:
    """Writes the timeline, and the state that it has led to."""
    complaint.timeline = [TimelineEntry(at=complaint.filed_at, author="member", code="filed")]
    for step in steps:
        entry = _entry(step, now)
        complaint.timeline.append(entry)
        complaint.updated_at = entry.at
        complaint.agent_name = entry.agent_name or complaint.agent_name
        if entry.public:
            _move(complaint, step[1], entry.at)


def _move(complaint: Complaint, status: str, at: datetime) -> None:
    complaint.status = status
    if status not in FINISHED:
        complaint.resolved_at = None
    elif complaint.resolved_at is None:
        complaint.resolved_at = at
    if status == "reopened":
        complaint.due_on = due_on(complaint.category, at)


def _complaint(session: Session, row: dict[str, Any], now: datetime, rng: random.Random) -> Complaint:
    filed_at = now - timedelta(days=row["age_days"])
    facility = facility_named(session, row["facility"]) if "facility" in row else None
    urgency = assess(Draft(row["chronology"], row["category"], row.get("patient_in_care"), row.get("money_asked")))
    return Complaint(
        **{name: row.get(name) for name in _COPIED},
        kind=row.get("kind", "complaint"),
        access_code=row.get("access_code") or "".join(rng.choices(ALPHABET, k=CODE_LENGTH)),
        priority=urgency.priority,
        urgency_reason=urgency.reason,
        status="new",
        facility_code=facility.code if facility else None,
        facility_name=facility.name if facility else row.get("facility_name"),
        happened_on=today_in_jakarta(now) - timedelta(days=row["happened_days_ago"]),
        language=row.get("language", "id"),
        consent_version=_CONSENT,
        consent_at=filed_at,
        member_id=person(row["member"]).member_id if "member" in row else None,
        due_on=due_on(row["category"], filed_at),
        due_at=due_at(session, row["category"], urgency.priority, filed_at),
        filed_at=filed_at,
        updated_at=filed_at,
    )


def load(session: Session, *, now: datetime, rng: random.Random) -> None:
    """Adds the complaints of ``complaints.yml``; facilities and members must be there before.

    They belong to members, not to a conversation: a demonstration member sees theirs once verified.
    """
    for row in yaml.safe_load(Path(__file__).with_name("complaints.yml").read_text("utf-8")):
        complaint = _complaint(session, row, now, rng)
        _follow(complaint, row["then"], now)
        session.add(complaint)
