"""The complaint beside a conversation: moving it on, with a message to the member."""

from typing import Annotated
from uuid import UUID

from fastapi import Form, Response

from backend.complaints.agent_service import change_status
from backend.complaints.lifecycle import Status
from backend.console.actions import conversation_url
from backend.console.auth import Signed
from backend.console.complaint_desk_pages import limited
from backend.console.conversation_view import read_conversation
from backend.console.routing import console_router
from backend.errors import Forbidden, NotFound

router = console_router()


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
