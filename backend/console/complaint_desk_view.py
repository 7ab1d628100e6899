"""Which tickets the complaints' list shows."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session

from backend.complaints.lifecycle import FINISHED
from backend.complaints.models import Complaint

PAGE = 200


@dataclass(frozen=True)
class Wanted:
    """The filters of the list; empty ones filter nothing."""

    show: str
    priority: str
    category: str
    agent_id: UUID


@dataclass(frozen=True)
class Desk:
    """The tickets, and how many each list has in all."""

    tickets: Sequence[Complaint]
    counts: dict[str, int]


def _lists(agent_id: UUID, now: datetime) -> dict[str, ColumnElement[bool]]:
    is_open = Complaint.status.not_in(FINISHED) & Complaint.merged_into_id.is_(None)
    return {
        "open": is_open,
        "new": is_open & (Complaint.status == "new"),
        "mine": is_open & or_(Complaint.owner_id == agent_id, Complaint.agent_id == agent_id),
        "waiting": is_open & Complaint.status.in_(("waiting_member", "waiting_facility")),
        "overdue": is_open & (Complaint.due_at < now),
        "done": Complaint.status.in_(FINISHED),
    }


def read_desk(session: Session, wanted: Wanted, *, now: datetime) -> Desk:
    """The first two hundred tickets of a list: by priority, then by deadline; finished ones by their last change."""
    lists = _lists(wanted.agent_id, now)
    row = session.execute(select(*(func.count().filter(which).label(name) for name, which in lists.items()))).one()
    query = select(Complaint).where(lists[wanted.show])
    query = query.where(Complaint.priority == wanted.priority) if wanted.priority else query
    query = query.where(Complaint.category == wanted.category) if wanted.category else query
    urgent = (Complaint.priority, Complaint.due_at.asc().nulls_last(), Complaint.filed_at)
    order = (Complaint.updated_at.desc(),) if wanted.show == "done" else urgent
    return Desk(session.scalars(query.order_by(*order).limit(PAGE)).all(), dict(row._mapping))
