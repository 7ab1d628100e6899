"""The reporter's side of a complaint: filing, following, adding to it, reopening it."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from backend.attachments.service import claim
from backend.complaints import repository
from backend.complaints.access import Asker, Opened, open_ticket
from backend.complaints.catalogue import categories
from backend.complaints.deadline import due_at, due_on
from backend.complaints.models import Complaint, TimelineEntry
from backend.complaints.schemas import Filing
from backend.complaints.settings import ATTACHMENT_LIMIT, EARLIEST_ZONE, LISTED
from backend.complaints.ticket import new_access_code, new_number
from backend.complaints.urgency import Draft, Urgency, assess
from backend.complaints.views import reopen_until
from backend.conversations.events import emit
from backend.conversations.service import lock_conversation
from backend.errors import ServiceError
from backend.facilities.service import get_facility
from backend.privacy.audit import Access, record_access
from backend.privacy.identifiers import mask_text
from backend.reference.calendar import today_in_jakarta


def announce(session: Session, complaint: Complaint, *, now: datetime) -> None:
    """Tells the open consoles that a complaint changed; an anonymous one without its conversation."""
    session.flush()
    emit(
        session,
        "complaint",
        conversation_id=None if complaint.anonymous else complaint.conversation_id,
        now=now,
        ticket=complaint.ticket,
        status=complaint.status,
        priority=complaint.priority,
    )


def _check_category(code: str) -> None:
    if code not in categories():
        raise ServiceError("unknown_category", 422, choices=list(categories()))


def _masked(text: str | None, now: datetime) -> str | None:
    return mask_text(text, today=today_in_jakarta(now)).text if text else None


def _attach(session: Session, complaint: Complaint, ids: Sequence[UUID], conversation_id: UUID) -> int:
    """Adds files that were sent in a conversation; returns how many are new to the complaint."""
    added = [file for file in claim(session, ids, conversation_id) if file not in complaint.attachments]
    if len(complaint.attachments) + len(added) > ATTACHMENT_LIMIT:
        raise ServiceError("too_many_files", 409, limit=ATTACHMENT_LIMIT)
    for attachment in added:
        attachment.evidence = True
        complaint.attachments.append(attachment)
    return len(added)


def _check_date(filing: Filing, now: datetime) -> None:
    if filing.happened_on and filing.happened_on > now.astimezone(ZoneInfo(EARLIEST_ZONE)).date():
        raise ServiceError("happened_in_future", 422)


def file_complaint(
    session: Session, filing: Filing, asker: Asker, *, locale: str, key: str | None, now: datetime
) -> Complaint:
    """Files a complaint; with a key that this conversation has used it gives that complaint and files nothing.

    The member's words are kept as they are, with identifiers masked.

    Raises:
        ServiceError: ``unknown_category``, ``happened_in_future`` (422), ``too_many_files`` (409).
        NotFound: ``facility_not_found``, ``unknown_attachment``.
    """
    lock_conversation(session, asker.conversation_id)
    if key and (known := repository.by_key(session, asker.conversation_id, key)):
        return known
    _check_date(filing, now)
    complaint = _new(session, filing, asker, now)
    complaint.language, complaint.idempotency_key = locale, key
    session.add(complaint)
    _attach(session, complaint, filing.attachments, asker.conversation_id)
    complaint.timeline.append(TimelineEntry(at=now, author="member", code="filed"))
    announce(session, complaint, now=now)
    return complaint


def _new(session: Session, filing: Filing, asker: Asker, now: datetime) -> Complaint:
    _check_category(filing.category)
    urgency = assess(filing.draft())
    facility = get_facility(session, filing.facility_code) if filing.facility_code else None
    anonymous = filing.reporter == "anonymous"
    return Complaint(
        **filing.model_dump(include={"kind", "category", "facility_code", "happened_on", "reporter"}),
        **filing.model_dump(include={"patient_in_care", "money_asked", "consent_version"}),
        ticket=new_number(),
        access_code=new_access_code(),
        priority=urgency.priority,
        urgency_reason=urgency.reason,
        status="new",
        facility_name=facility.name if facility else _masked(filing.facility_name, now),
        happened_note=_masked(filing.happened_note, now),
        chronology=_masked(filing.chronology, now),
        wanted_result=_masked(filing.wanted_result, now),
        contact=None if anonymous else filing.contact,
        member_id=None if anonymous else asker.member_id,
        conversation_id=asker.conversation_id,
        consent_at=now,
        due_on=due_on(filing.category, now),
        due_at=due_at(session, filing.category, urgency.priority, now),
        filed_at=now,
        updated_at=now,
    )


def status(session: Session, ticket: str, asker: Asker, *, now: datetime) -> Opened:
    """A complaint for somebody who may read it; noted in the audit log when it is a member's.

    Raises:
        As ``access.open_ticket``; after ``WrongCode`` the caller commits.
    """
    opened = open_ticket(session, ticket, asker, now=now)
    if opened.complaint.member_id:
        access = Access.bot(asker.conversation_id, "complaint_status")
        record_access(session, access, member_id=opened.complaint.member_id, what="complaint", now=now)
    return opened


def list_for(session: Session, asker: Asker, *, now: datetime) -> Sequence[Complaint]:
    """The complaints of the asking conversation and of its verified member, newest first."""
    found = repository.owned(session, asker.conversation_id, asker.member_id, LISTED)
    access = Access.bot(asker.conversation_id, "complaint_list")
    for member_id in {complaint.member_id for complaint in found if complaint.member_id}:
        record_access(session, access, member_id=member_id, what="complaints", now=now)
    return found


def add_facts(
    session: Session,
    ticket: str,
    asker: Asker,
    text: str | None,
    attachments: Sequence[UUID] = (),
    *,
    key: str | None,
    now: datetime,
) -> tuple[Opened, Urgency]:
    """Adds what the reporter still has to say or show, and judges how urgent that makes the complaint.

    A complaint that waited for the member is worked on again. The priority can only rise. A key that was used before
    adds nothing.

    Raises:
        ServiceError: ``nothing_to_add`` (422), ``complaint_finished`` (409, ``reopen_until``), ``too_many_files``.
        As ``status``.
    """
    opened = status(session, ticket, asker, now=now)
    complaint = opened.complaint
    repository.lock(session, complaint)
    urgency = assess(Draft(text or "", complaint.category, complaint.patient_in_care, complaint.money_asked))
    if key and repository.entry_by_key(session, complaint.id, key):
        return opened, urgency
    if complaint.finished:
        raise ServiceError("complaint_finished", 409, reopen_until=reopen_until(complaint))
    new_files = _attach(session, complaint, attachments, asker.conversation_id)
    if not text and not attachments:
        raise ServiceError("nothing_to_add", 422)
    _enter_addition(complaint, _masked(text, now), new_files, key, now)
    if urgency.priority < complaint.priority:
        complaint.priority, complaint.urgency_reason = urgency.priority, urgency.reason
        complaint.due_at = due_at(session, complaint.category, complaint.priority, complaint.received_at)
    announce(session, complaint, now=now)
    return opened, urgency


def _enter_addition(complaint: Complaint, text: str | None, files: int, key: str | None, now: datetime) -> None:
    if text or files:
        complaint.timeline.append(
            TimelineEntry(at=now, author="member", code="facts" if text else "files", text=text, key=key)
        )
    if complaint.status == "waiting_member":
        complaint.status = "in_progress"
        complaint.timeline.append(TimelineEntry(at=now, author="system", code="status_in_progress"))
    complaint.updated_at = now


def reopen(session: Session, ticket: str, asker: Asker, reason: str, *, now: datetime) -> Opened:
    """Opens a finished complaint again, with a new deadline, within ``REOPEN_WITHIN`` of its resolution.

    Raises:
        ServiceError: ``complaint_not_finished`` (409), ``reopen_too_late`` (409, ``reopen_until``).
        As ``status``.
    """
    opened = status(session, ticket, asker, now=now)
    complaint = opened.complaint
    repository.lock(session, complaint)
    until = reopen_until(complaint)
    if until is None:
        raise ServiceError("complaint_not_finished", 409, status_now=complaint.status)
    if now > until:
        raise ServiceError("reopen_too_late", 409, reopen_until=until)
    complaint.status, complaint.resolved_at, complaint.updated_at = "reopened", None, now
    complaint.due_on = due_on(complaint.category, now)
    complaint.due_at = due_at(session, complaint.category, complaint.priority, now)
    complaint.timeline.append(TimelineEntry(at=now, author="member", code="reopened", text=_masked(reason, now)))
    announce(session, complaint, now=now)
    return opened
