"""Writing to the member: replies that can be taken back for a moment, another try, and signs of writing."""

from typing import Annotated
from uuid import UUID, uuid4

from fastapi import Form, Response

from backend.console.actions import Text, conversation_url
from backend.console.auth import Signed
from backend.console.conversation_pages import may_retry
from backend.console.routing import console_router
from backend.conversations import deliveries
from backend.conversations.events import tell_typing
from backend.conversations.service import lock_conversation
from backend.errors import Forbidden
from backend.handover import held, work
from backend.handover.line import get_handover, last_handover

router = console_router()
NO_CONTENT = 204


@router.post("/handovers/{handover_id}/reply")
def reply(visit: Signed, handover_id: UUID, text: Text = "", key: Annotated[UUID | None, Form()] = None) -> Response:
    """Writes to the member. The page names each reply (``key``), so that one repeated after a lost answer is one."""
    conversation, handover = work.held_by(visit.session, handover_id, visit.agent)
    words = work.clean_text(text)
    held.hold(visit.session, conversation, handover, visit.agent, words, key=key or uuid4(), now=visit.now)
    return visit.done(conversation_url(conversation.id), "messages-changed", "state-changed")


@router.post("/held/{held_id}/send")
def send_now(visit: Signed, held_id: UUID) -> Response:
    """Sends a reply without waiting any longer, and those written before it."""
    handover = held.handover_of(visit.session, held_id, visit.agent)
    held.send(visit.session, held_id, visit.now)
    return visit.done(conversation_url(handover.conversation_id), "messages-changed", "state-changed")


@router.post("/held/{held_id}/take-back")
def take_back(visit: Signed, held_id: UUID) -> Response:
    """Takes a reply back into the box where it was written."""
    handover = held.handover_of(visit.session, held_id, visit.agent)
    text = held.take_back(visit.session, held_id, visit.agent, visit.now)
    done = visit.done(conversation_url(handover.conversation_id), "state-changed")
    return visit.page("taken_back.html", text=text) if done.status_code == NO_CONTENT else done


@router.post("/conversations/{conversation_id}/messages/{seq}/retry")
def retry(visit: Signed, conversation_id: UUID, seq: int) -> Response:
    """Sends a message again that failed or may not have arrived.

    Raises:
        Forbidden: ``not_your_conversation``.
    """
    if not may_retry(visit, last_handover(visit.session, conversation_id)):
        raise Forbidden("not_your_conversation")
    deliveries.retry(visit.session, conversation_id, seq, now=visit.now)
    return visit.done(conversation_url(conversation_id), "messages-changed")


@router.post("/handovers/{handover_id}/typing")
def typing(visit: Signed, handover_id: UUID) -> Response:
    """Shows the member that somebody is writing; nothing of it is kept."""
    handover = get_handover(visit.session, handover_id)
    if handover.state == "claimed" and handover.agent_id == visit.agent.id:
        tell_typing(visit.session, handover.conversation_id, "agent")
        deliveries.queue_typing(visit.session, lock_conversation(visit.session, handover.conversation_id))
    return Response(status_code=NO_CONTENT)
