"""What an agent does with a conversation."""

from typing import Annotated
from uuid import UUID

from fastapi import Form, Response

from backend.console.auth import Signed, Visit
from backend.console.routing import HOME, console_router
from backend.errors import NotFound
from backend.handover import work
from backend.handover.line import get_handover, may_open
from backend.handover.models import Handover

router = console_router()
Text = Annotated[str, Form(max_length=20_000)]
"""Cut well above what a message may have, so that the refusal is ours and says the limit."""
EVERYTHING = ("state-changed", "messages-changed", "queue-changed")


def conversation_url(conversation_id: UUID) -> str:
    """The page of a conversation that an agent works on."""
    return f"{HOME}conversations/{conversation_id}?tab=mine"


def visible(visit: Visit, handover_id: UUID) -> Handover:
    """A handover that the agent may open.

    Raises:
        NotFound: ``handover_not_found``: there is none, or it is not this agent's.
    """
    handover = get_handover(visit.session, handover_id)
    if not may_open(visit.session, visit.agent, handover.conversation_id, now=visit.now):
        raise NotFound("handover_not_found")
    return handover


@router.post("/handovers/{handover_id}/claim")
def claim(visit: Signed, handover_id: UUID) -> Response:
    """Takes a waiting conversation."""
    handover = work.claim(visit.session, handover_id, visit.agent.id, visit.now)
    return visit.done(conversation_url(handover.conversation_id), *EVERYTHING)


@router.post("/handovers/{handover_id}/note")
def note(visit: Signed, handover_id: UUID, text: Text = "") -> Response:
    """Writes a note among agents."""
    message = work.note(visit.session, handover_id, visit.agent, text, visit.now)
    return visit.done(conversation_url(message.conversation_id), "messages-changed")


@router.post("/handovers/{handover_id}/release")
def release(visit: Signed, handover_id: UUID) -> Response:
    """Gives a conversation back to the line; its agent is at the queue again."""
    visible(visit, handover_id)
    work.release(visit.session, handover_id, visit.agent, visit.now)
    return visit.done(HOME, *EVERYTHING)


@router.post("/handovers/{handover_id}/resolve")
def resolve(visit: Signed, handover_id: UUID) -> Response:
    """Finishes a conversation."""
    handover = visible(visit, handover_id)
    work.resolve(visit.session, handover_id, visit.agent.id, visit.now)
    return visit.done(conversation_url(handover.conversation_id), *EVERYTHING)


@router.post("/handovers/{handover_id}/to-bot")
def to_bot(visit: Signed, handover_id: UUID) -> Response:
    """Gives a conversation back to the bot, unresolved."""
    handover = visible(visit, handover_id)
    work.to_bot(visit.session, handover_id, visit.agent, visit.now)
    return visit.done(conversation_url(handover.conversation_id), *EVERYTHING)
