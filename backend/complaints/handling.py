"""Who is responsible for a complaint, and duplicates."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from backend.complaints import repository
from backend.complaints.agent_service import change_status, tell
from backend.complaints.deadline import due_at
from backend.complaints.lifecycle import NEXT
from backend.complaints.models import Complaint, TimelineEntry
from backend.complaints.service import announce
from backend.complaints.texts import told_of
from backend.errors import NotFound, ServiceError

OwnerKind = Literal["agent", "branch", "hospital"]
ALIKE_WITHIN = timedelta(days=30)
_NAME_LENGTH = 160
_SUGGESTED = 5


@dataclass(frozen=True)
class Owner:
    """Who answers for a complaint: an agent here, a branch of BPJS Kesehatan, or a hospital's officer by name."""

    kind: OwnerKind
    name: str
    agent_id: UUID | None = None


@dataclass(frozen=True)
class Worker:
    """The agent who acts."""

    id: UUID
    name: str


def _open(session: Session, ticket: str) -> Complaint:
    complaint = repository.by_ticket(session, ticket)
    if complaint is None:
        raise NotFound("complaint_not_found")
    repository.lock(session, complaint)
    if complaint.merged_into_id is not None:
        raise ServiceError("complaint_merged")
    if complaint.finished:
        raise ServiceError("complaint_finished")
    return complaint


def give_to(session: Session, ticket: str, owner: Owner, by: Worker, *, now: datetime) -> Complaint:
    """Makes somebody responsible. Where the states allow it the complaint is then ``assigned``, and the member told.

    Raises:
        NotFound: ``complaint_not_found``.
        ServiceError: ``owner_missing`` (422), ``complaint_merged``, ``complaint_finished`` (409).
    """
    name = owner.name.strip()[:_NAME_LENGTH]
    if not name:
        raise ServiceError("owner_missing", 422)
    complaint = _open(session, ticket)
    complaint.owner_kind, complaint.owner_name, complaint.owner_id = owner.kind, name, owner.agent_id
    entry = TimelineEntry(at=now, author="agent", code="owner", text=name, public=False)
    entry.agent_id, entry.agent_name = by.id, by.name
    complaint.timeline.append(entry)
    if "assigned" in NEXT[complaint.status]:
        change_status(session, ticket, "assigned", agent_id=by.id, agent_name=by.name, now=now)
    else:
        announce(session, complaint, now=now)
    return complaint


def merge(session: Session, ticket: str, into: str, by: Worker, *, now: datetime) -> Complaint:
    """Makes a complaint a duplicate of another, whose states it takes and follows; its member goes on hearing of it.

    The member is not told the other's number: it may be somebody else's.

    Raises:
        NotFound: ``complaint_not_found``.
        ServiceError: ``complaint_merged``, ``complaint_finished``, ``has_duplicates``, ``merge_with_itself`` (409).
    """
    first, second = sorted((ticket, into))  # one order of locking for all merges
    if first == second:
        raise ServiceError("merge_with_itself")
    opened = {each: _open(session, each) for each in (first, second)}
    duplicate, main = opened[ticket], opened[into]
    if repository.duplicates_of(session, duplicate):
        raise ServiceError("has_duplicates")
    duplicate.merged_into_id, duplicate.status, duplicate.updated_at = main.id, main.status, now
    if duplicate.priority < main.priority:
        main.priority, main.urgency_reason = duplicate.priority, duplicate.urgency_reason
        main.due_at = due_at(session, main.category, main.priority, main.received_at)
    _note(duplicate, "merged", None, by, now, public=True)
    _note(main, "merged", duplicate.ticket, by, now, public=False)
    tell(session, duplicate, told_of("merged", duplicate.language), now=now)
    for each in (duplicate, main):
        announce(session, each, now=now)
    return duplicate


def _note(complaint: Complaint, code: str, text: str | None, by: Worker, now: datetime, *, public: bool) -> None:
    entry = TimelineEntry(at=now, author="agent", code=code, text=text, public=public)
    entry.agent_id, entry.agent_name = by.id, by.name
    complaint.timeline.append(entry)


def look_alikes(session: Session, complaint: Complaint) -> Sequence[Complaint]:
    """Open complaints that may be about the same: same category, and same facility, member or conversation."""
    shared = [
        column == value
        for column, value in (
            (Complaint.facility_code, complaint.facility_code),
            (Complaint.member_id, complaint.member_id),
            (Complaint.conversation_id, complaint.conversation_id),
        )
        if value is not None
    ]
    if not shared:
        return []
    query = select(Complaint).where(
        Complaint.id != complaint.id,
        Complaint.category == complaint.category,
        Complaint.merged_into_id.is_(None),
        Complaint.status.not_in(("resolved", "closed")),
        Complaint.filed_at >= complaint.filed_at - ALIKE_WITHIN,
        Complaint.filed_at <= complaint.filed_at + ALIKE_WITHIN,
        or_(*shared),
    )
    return session.scalars(query.order_by(Complaint.filed_at).limit(_SUGGESTED)).all()
