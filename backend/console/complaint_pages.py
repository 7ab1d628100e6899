"""The complaint beside a conversation: filing it for the member, and moving it on with a message to them."""

from typing import Annotated, Literal
from uuid import UUID

from fastapi import Form, Response

from backend.complaints.access import Asker
from backend.complaints.agent_filing import SPOKEN_CONSENT, file_for_member
from backend.complaints.agent_service import change_status
from backend.complaints.handling import Worker
from backend.complaints.lifecycle import Status
from backend.complaints.schemas import Filing
from backend.complaints.settings import TEXT_LIMIT
from backend.console.actions import conversation_url
from backend.console.auth import Signed
from backend.console.complaint_desk_pages import limited
from backend.console.conversation_view import read_conversation
from backend.console.routing import console_router
from backend.errors import Forbidden, NotFound, ServiceError
from backend.identity.service import viewer_of
from backend.identity.viewer import VERIFIED

router = console_router()


@router.post("/conversations/{conversation_id}/complaints")
def file_here(
    *,
    visit: Signed,
    conversation_id: UUID,
    category: Annotated[str, Form(max_length=32)],
    chronology: Annotated[str, Form(max_length=20_000)],
    facility: Annotated[str, Form(max_length=160)] = "",
    reporter: Annotated[Literal["self", "family"], Form()] = "self",
    agreed: Annotated[bool, Form()] = False,
    key: Annotated[UUID | None, Form()] = None,
) -> Response:
    """Files what the member told; the member gets its number, code and deadline in the conversation.

    Raises:
        Forbidden: ``not_your_conversation``.
        ServiceError: ``text_too_long``; ``text_missing``, ``consent_missing`` (422); as ``file_for_member``.
    """
    if not read_conversation(visit.session, visit.agent, conversation_id, now=visit.now).mine:
        raise Forbidden("not_your_conversation")
    story = limited(chronology, TEXT_LIMIT)
    if not story or not agreed:
        raise ServiceError("consent_missing" if story else "text_missing", 422)
    viewer = viewer_of(visit.session, conversation_id, visit.now)
    own = viewer.level >= VERIFIED and viewer.helper is None
    filing = Filing(
        category=category,
        chronology=story,
        facility_code=None,
        facility_name=facility.strip() or None,
        reporter=reporter,
        consent_version=SPOKEN_CONSENT,
    )
    file_for_member(
        visit.session,
        filing,
        Asker(conversation_id, viewer.member_id if own else None),
        Worker(visit.agent.id, visit.agent.name),
        key=str(key) if key else None,
        now=visit.now,
    )
    return visit.done(conversation_url(conversation_id), "state-changed", "messages-changed")


@router.post("/conversations/{conversation_id}/complaints/{ticket}/status")
def move_on(
    visit: Signed,
    conversation_id: UUID,
    ticket: str,
    status: Annotated[Status, Form()],
    message: Annotated[str, Form(max_length=20_000)] = "",
) -> Response:
    """Changes a complaint's state; the message, where there is one, goes to the member.

    Raises:
        Forbidden: ``not_your_conversation``.
        NotFound: ``complaint_not_found``: not one of this conversation.
        ServiceError: ``text_too_long``; as ``change_status``.
    """
    view = read_conversation(visit.session, visit.agent, conversation_id, now=visit.now)
    if not view.may_work:
        raise Forbidden("not_your_conversation")
    if ticket not in {complaint.ticket for complaint in view.complaints}:
        raise NotFound("complaint_not_found")
    words = limited(message)
    change_status(
        visit.session,
        ticket,
        status,
        agent_id=visit.agent.id,
        agent_name=visit.agent.name,
        message_to_member=words or None,
        now=visit.now,
    )
    return visit.done(conversation_url(conversation_id), "state-changed", "messages-changed")
