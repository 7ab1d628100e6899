"""An agent files a complaint for the member they are talking with."""

from datetime import datetime

from sqlalchemy.orm import Session

from backend.complaints import repository
from backend.complaints.access import Asker
from backend.complaints.handling import Worker
from backend.complaints.models import Complaint, TimelineEntry
from backend.complaints.schemas import Filing
from backend.complaints.service import file_complaint
from backend.complaints.texts import filed_message
from backend.conversations.messages import Reply
from backend.conversations.service import lock_conversation, post

SPOKEN_CONSENT = "agent"
"""The notice that the member agreed to was read to them by the agent."""


def file_for_member(
    session: Session, filing: Filing, asker: Asker, by: Worker, *, key: str | None, now: datetime
) -> Complaint:
    """Files it and tells the member number, code and deadline; the same key again files and tells nothing.

    Raises:
        As ``service.file_complaint``.
    """
    conversation = lock_conversation(session, asker.conversation_id)
    if key and (known := repository.by_key(session, conversation.id, key)):
        return known
    complaint = file_complaint(session, filing, asker, locale=conversation.locale, key=key, now=now)
    entry = TimelineEntry(at=now, author="agent", code="filed_by_agent", public=False)
    entry.agent_id, entry.agent_name = by.id, by.name
    complaint.timeline.append(entry)
    post(session, conversation, Reply(filed_message(complaint, conversation.locale)), author="system", now=now)
    return complaint
