"""A complaint as its reporter may see it."""

from datetime import datetime
from typing import Any

from backend.complaints.access import Opened
from backend.complaints.models import Complaint, TimelineEntry
from backend.complaints.schemas import ComplaintItem, ComplaintView, EntryOut
from backend.complaints.settings import REOPEN_WITHIN
from backend.complaints.texts import category_title, entry_title, status_title
from backend.reference.calendar import today_in_jakarta


def _facts(complaint: Complaint, locale: str, now: datetime) -> dict[str, Any]:
    return {
        "ticket": complaint.ticket,
        "kind": complaint.kind,
        "category": complaint.category,
        "category_title": category_title(complaint.category, locale),
        "status": complaint.status,
        "status_title": status_title(complaint.status, locale),
        "facility_name": complaint.facility_name,
        "due_on": complaint.due_on,
        "overdue": not complaint.finished and today_in_jakarta(now) > complaint.due_on,
        "waits_for_member": complaint.status == "waiting_member",
        "filed_at": complaint.filed_at,
        "updated_at": complaint.updated_at,
    }


def item(complaint: Complaint, *, locale: str, now: datetime) -> ComplaintItem:
    """A complaint in the list of its owner."""
    return ComplaintItem(**_facts(complaint, locale, now))


def _entry(entry: TimelineEntry, locale: str, owner: bool) -> EntryOut:
    hidden = entry.author == "member" and not owner
    title = entry_title(entry.code, locale)
    text = None if hidden else entry.text
    return EntryOut.model_validate(
        {"at": entry.at, "author": entry.author, "code": entry.code} | {"title": title, "text": text}
    )


def reopen_until(complaint: Complaint) -> datetime | None:
    """Until when the reporter may reopen it; ``None`` while it is not finished."""
    return complaint.resolved_at + REOPEN_WITHIN if complaint.finished and complaint.resolved_at else None


def view(opened: Opened, *, locale: str, now: datetime) -> ComplaintView:
    """A complaint with its public timeline; who came by code sees where it stands, not what the member told."""
    complaint = opened.complaint
    return ComplaintView(
        **_facts(complaint, locale, now),
        happened_on=complaint.happened_on,
        chronology=complaint.chronology if opened.owner else None,
        attachments=len(complaint.attachments),
        reopen_until=reopen_until(complaint),
        timeline=[_entry(entry, locale, opened.owner) for entry in complaint.timeline if entry.public],
    )
