"""The agents' side of a complaint: changing its state, notes, and what they see of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from uuid import UUID

from sqlalchemy.orm import Session

from backend.attachments.models import Attachment
from backend.attachments.service import path_of
from backend.complaints import repository
from backend.complaints.deadline import due_at, due_on
from backend.complaints.lifecycle import NEXT, Status, check_change
from backend.complaints.models import Complaint, TimelineEntry
from backend.complaints.service import announce
from backend.complaints.settings import REOPEN_WITHIN
from backend.complaints.texts import STATUS_PREFIX, status_message, told_of
from backend.conversations.messages import Reply
from backend.conversations.service import lock_known, post
from backend.errors import NotFound, ServiceError
from backend.privacy.audit import Access, record_access


def _found(session: Session, ticket: str) -> Complaint:
    complaint = repository.by_ticket(session, ticket)
    if complaint is None:
        raise NotFound("complaint_not_found")
    return complaint


def change_status(
    session: Session,
    ticket: str,
    status: Status,
    *,
    agent_id: UUID,
    agent_name: str,
    message_to_member: str | None = None,
    now: datetime,
) -> Complaint:
    """Moves a complaint on, and the duplicates that were merged into it.

    The member is always told, in the conversation that it was filed in: by the agent's message, or else by what the
    state means. The timeline keeps the message.

    Raises:
        NotFound: ``complaint_not_found``.
        ServiceError: ``status_not_allowed`` (409, ``allowed``), ``message_required`` (422), ``complaint_merged`` (409).
    """
    complaint = _found(session, ticket)
    repository.lock(session, complaint)
    if complaint.merged_into_id is not None:
        raise ServiceError("complaint_merged")
    check_change(complaint.status, status, message_to_member)
    for each in (complaint, *repository.duplicates_of(session, complaint)):
        _move(session, each, status, message_to_member, by=(agent_id, agent_name), now=now)
    return complaint


def _move(
    session: Session, complaint: Complaint, status: Status, message: str | None, *, by: tuple[UUID, str], now: datetime
) -> None:
    complaint.status, complaint.updated_at = status, now
    complaint.agent_id, complaint.agent_name = by
    if status in ("resolved", "reopened"):
        complaint.resolved_at = now if status == "resolved" else None
    if status == "reopened":
        complaint.due_on = due_on(complaint.category, now)
        complaint.due_at = due_at(session, complaint.category, complaint.priority, now)
    entry = TimelineEntry(at=now, author="agent", code=f"{STATUS_PREFIX}{status}", text=message)
    entry.agent_id, entry.agent_name = by
    complaint.timeline.append(entry)
    tell(session, complaint, message or told_of(status, complaint.language), now=now)
    announce(session, complaint, now=now)


def tell(session: Session, complaint: Complaint, message: str, *, now: datetime) -> None:
    """Posts a message into the complaint's conversation, if that still exists."""
    conversation = lock_known(session, complaint.conversation_id)
    if conversation is None:
        return
    text = status_message(complaint.ticket, complaint.status, message, conversation.locale)
    post(session, conversation, Reply(text), author="system", now=now)


def add_note(session: Session, ticket: str, text: str, *, agent_id: UUID, agent_name: str, now: datetime) -> Complaint:
    """Adds a note that only agents see.

    Raises:
        NotFound: ``complaint_not_found``.
    """
    complaint = _found(session, ticket)
    entry = TimelineEntry(at=now, author="agent", code="note", text=text, public=False)
    entry.agent_id, entry.agent_name = agent_id, agent_name
    complaint.timeline.append(entry)
    announce(session, complaint, now=now)
    return complaint


@dataclass(frozen=True)
class AgentView:
    """A complaint as agents see it. ``conversation_id`` is absent for anonymous ones: they must stay unknown."""

    complaint: Complaint
    conversation_id: UUID | None
    contact: str | None
    next_statuses: tuple[Status, ...]
    timeline: list[TimelineEntry]
    attachments: list[Attachment]


def details(session: Session, ticket: str, access: Access, *, now: datetime) -> AgentView:
    """All of a complaint, for an agent; noted in the audit log.

    Raises:
        NotFound: ``complaint_not_found``.
    """
    complaint = _found(session, ticket)
    record_access(session, access, member_id=complaint.member_id, what="complaint", now=now)
    return AgentView(
        complaint=complaint,
        conversation_id=None if complaint.anonymous else complaint.conversation_id,
        contact=complaint.contact,
        next_statuses=NEXT[complaint.status],
        timeline=complaint.timeline,
        attachments=complaint.attachments,
    )


def evidence(
    session: Session, ticket: str, attachment_id: UUID, access: Access, *, now: datetime
) -> tuple[Attachment, Path]:
    """A file of a complaint and the place of its bytes, for an agent; noted in the audit log.

    Raises:
        NotFound: ``complaint_not_found``, ``unknown_attachment``.
    """
    view = details(session, ticket, access, now=now)
    for attachment in view.attachments:
        if attachment.id == attachment_id:
            return attachment, path_of(attachment)
    raise NotFound("unknown_attachment")


def of_conversation(session: Session, conversation_id: UUID) -> Sequence[Complaint]:
    """The complaints beside a conversation in the console, open ones first; anonymous ones are not among them."""
    return repository.of_conversation(session, conversation_id)


def close_settled(session: Session, *, now: datetime) -> int:
    """Closes resolved complaints that nobody reopened in time; a periodic job calls it. Returns how many."""
    settled = repository.resolved_before(session, now - REOPEN_WITHIN)
    for complaint in settled:
        complaint.status, complaint.updated_at = "closed", now
        complaint.timeline.append(TimelineEntry(at=now, author="system", code="status_closed"))
        tell(session, complaint, told_of("closed", complaint.language), now=now)
        announce(session, complaint, now=now)
    return len(settled)
