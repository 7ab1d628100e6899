"""Whether complaints are answered in time: each one that was filed in a period, and the sums by category."""

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime, time, timedelta
from typing import Literal

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from backend.complaints.models import Complaint, TimelineEntry
from backend.csv_rows import as_text
from backend.reference.calendar import JAKARTA
from backend.reports.period import Period

InTime = Literal["in_time", "late", "overdue", "open"]


@dataclass(frozen=True)
class Handled:
    """One complaint without the member's words.

    ``due_at`` is the deadline of the complaints' list, never later than the day that the member was promised
    (``promised_on``), and ``in_time`` goes by it: ``late`` is answered behind it, ``overdue`` not answered yet.
    """

    ticket: str
    category: str
    priority: str
    status: str
    facility: str
    owner: str
    filed_at: datetime
    first_step_at: datetime | None
    due_at: datetime
    promised_on: date
    answered_at: datetime | None
    in_time: InTime


@dataclass(frozen=True)
class Sums:
    """How many complaints of a category were filed, and what became of them."""

    filed: int
    in_time: int
    late: int
    overdue: int
    open: int


def handled(session: Session, period: Period, *, now: datetime) -> list[Handled]:
    """The complaints that were filed in a period, oldest first; a duplicate counts with the one it was merged into."""
    step = (TimelineEntry.author == "agent") & TimelineEntry.public
    first = select(TimelineEntry.complaint_id, func.min(TimelineEntry.at).label("at")).where(step)
    steps = first.group_by(TimelineEntry.complaint_id).subquery()
    query = (
        select(Complaint, steps.c.at)
        .outerjoin(steps, steps.c.complaint_id == Complaint.id)
        .where(Complaint.filed_at >= period.start, Complaint.filed_at < period.end, Complaint.merged_into_id.is_(None))
    )
    rows = session.execute(query.order_by(Complaint.filed_at, Complaint.ticket))
    return [_handled(complaint, at, now) for complaint, at in rows]


def _handled(complaint: Complaint, first_step_at: datetime | None, now: datetime) -> Handled:
    due_at = complaint.due_at or datetime.combine(complaint.due_on + timedelta(days=1), time(), JAKARTA)
    answered_at = complaint.resolved_at if complaint.finished else None
    return Handled(
        ticket=complaint.ticket,
        category=complaint.category,
        priority=complaint.priority,
        status=complaint.status,
        facility=complaint.facility_name or "",
        owner=complaint.owner_name or "",
        filed_at=complaint.filed_at,
        first_step_at=first_step_at,
        due_at=due_at,
        promised_on=complaint.due_on,
        answered_at=answered_at,
        in_time=_in_time(answered_at, due_at, now),
    )


def _in_time(answered_at: datetime | None, due_at: datetime, now: datetime) -> InTime:
    if answered_at is not None:
        return "in_time" if answered_at <= due_at else "late"
    return "overdue" if due_at < now else "open"


def by_category(found: Iterable[Handled]) -> dict[str, Sums]:
    """The sums, the category with the most complaints first."""
    groups: dict[str, list[InTime]] = {}
    for each in found:
        groups.setdefault(each.category, []).append(each.in_time)
    return {name: _sums(groups[name]) for name in sorted(groups, key=lambda name: (-len(groups[name]), name))}


def _sums(states: Sequence[InTime]) -> Sums:
    return Sums(len(states), *(states.count(name) for name in ("in_time", "late", "overdue", "open")))


def as_csv(found: Iterable[Handled]) -> str:
    """A line for each, moments in Jakarta's time."""
    names = [field.name for field in fields(Handled)]
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(names)
    for each in found:
        writer.writerow([_cell(getattr(each, name)) for name in names])
    return out.getvalue()


def _cell(value: object) -> str:
    if isinstance(value, datetime):
        return value.astimezone(JAKARTA).isoformat(" ", "minutes")
    return as_text("" if value is None else str(value))
