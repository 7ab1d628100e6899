"""Members' photos and documents, as harmless downloads."""

from uuid import UUID

from fastapi import Response

from backend.attachments.models import Attachment
from backend.console.auth import LoggedIn
from backend.console.routing import console_router
from backend.console.served_files import served
from backend.errors import NotFound
from backend.handover.line import may_open
from backend.privacy.audit import Access, record_access
from backend.teleconsultation.record import closed_files

router = console_router()


@router.get("/attachments/{attachment_id}")
def attachment(visit: LoggedIn, attachment_id: UUID) -> Response:
    """A file of a conversation that the agent may read; images open in place, anything else is saved.

    Raises:
        NotFound: ``unknown_attachment``: there is none, it is of a conversation that is not this agent's, or it was
            sent to a doctor.
    """
    found = visit.session.get(Attachment, attachment_id)
    conversation_id = found.conversation_id if found else None
    if (
        found is None
        or conversation_id is None
        or not may_open(visit.session, visit.agent, conversation_id, now=visit.now)
        or found.id in closed_files(visit.session, conversation_id)
    ):
        raise NotFound("unknown_attachment")
    access = Access.agent(visit.agent.id, conversation_id, "handover")
    record_access(visit.session, access, member_id=None, what="attachment", now=visit.now)
    return served(found)
