"""One conversation: its page, and the parts of it that are fetched anew."""

from uuid import UUID

from fastapi import Response

from backend.console.auth import LoggedIn
from backend.console.conversation_view import read_conversation
from backend.console.queue_pages import queue_values
from backend.console.queue_view import Tab
from backend.console.routing import HOME, console_router
from backend.console.transcript_view import day_before, read_deliveries, read_lines
from backend.conversations.events import latest_position
from backend.handover.line import may_open

router = console_router()


def _gone() -> Response:
    """Takes an agent who was looking at a waiting conversation back to the queue: it is not theirs to read any more."""
    return Response(status_code=404, headers={"HX-Redirect": f"{HOME}?gone=true"})


@router.get("/conversations/{conversation_id}")
def conversation_page(visit: LoggedIn, conversation_id: UUID, tab: Tab = "waiting") -> Response:
    """The whole page."""
    position = latest_position(visit.session)  # first, so that nothing falls between what is shown and what is streamed
    view = read_conversation(visit.session, visit.agent, conversation_id, now=visit.now)
    lines = read_lines(visit.session, conversation_id)
    queue = queue_values(visit, tab, conversation_id)
    return visit.page(
        "conversation_page.html", position=position, view=view, lines=lines, deliveries=[], previous=None, **queue
    )


@router.get("/conversations/{conversation_id}/messages")
def messages_part(visit: LoggedIn, conversation_id: UUID, after: int = 0) -> Response:
    """What is new in the transcript, and how the messages that are shown have fared."""
    if not may_open(visit.session, visit.agent, conversation_id, now=visit.now):
        return _gone()
    return visit.page(
        "messages.html",
        lines=read_lines(visit.session, conversation_id, after=after),
        deliveries=read_deliveries(visit.session, conversation_id, upto=after),
        previous=day_before(visit.session, conversation_id, after),
    )


@router.get("/conversations/{conversation_id}/state")
def state_part(visit: LoggedIn, conversation_id: UUID) -> Response:
    """Top line, reply box and card."""
    if not may_open(visit.session, visit.agent, conversation_id, now=visit.now):
        return _gone()
    view = read_conversation(visit.session, visit.agent, conversation_id, now=visit.now)
    return visit.page("state.html", view=view)
