"""One conversation: its page, and the parts of it that are fetched anew."""

from typing import Any
from uuid import UUID

from fastapi import Response

from backend.console.auth import LoggedIn, Visit
from backend.console.conversation_view import read_conversation
from backend.console.queue_pages import queue_values
from backend.console.queue_view import Tab
from backend.console.routing import HOME, console_router
from backend.console.transcript_view import Line, day_before, read_lines
from backend.console.ways import read_ways
from backend.conversations.events import latest_position
from backend.handover.line import last_handover, may_open
from backend.handover.mentions import see_mentions
from backend.handover.models import Handover

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
    _seen(visit, view.handover, lines)
    queue = queue_values(visit, tab, conversation_id)
    return visit.page("conversation_page.html", position=position, view=view, lines=lines, previous=None, **queue)


def _seen(visit: Visit, handover: Handover | None, lines: list[Line]) -> bool:
    """Notes what its agent, or who was named in it, has read of a conversation; whether the queue's figures show it."""
    if handover is None or not lines:
        return False
    news = see_mentions(visit.session, visit.agent.id, handover.conversation_id, now=visit.now)
    if handover.state == "claimed" and handover.agent_id == visit.agent.id and handover.read_seq < lines[-1].seq:
        handover.read_seq = lines[-1].seq
    return news


@router.get("/conversations/{conversation_id}/messages")
def messages_part(visit: LoggedIn, conversation_id: UUID, after: int = 0) -> Response:
    """What is new in the transcript, and how the messages that are shown have fared."""
    if not may_open(visit.session, visit.agent, conversation_id, now=visit.now):
        return _gone()
    handover = last_handover(visit.session, conversation_id)
    lines = read_lines(visit.session, conversation_id, after=after)
    part = visit.page(
        "messages.html",
        lines=lines,
        ways=read_ways(visit.session, conversation_id, upto=after),
        previous=day_before(visit.session, conversation_id, after),
        retry=may_retry(visit, handover),
        conversation_id=conversation_id,
    )
    if _seen(visit, handover, lines):
        part.headers["HX-Trigger"] = "queue-changed"
    return part


def may_retry(visit: Visit, handover: Handover | None) -> bool:
    """Whether the agent may have messages of a conversation sent again."""
    return visit.agent.supervisor or (handover is not None and handover.agent_id == visit.agent.id)


@router.get("/conversations/{conversation_id}/older")
def older_part(visit: LoggedIn, conversation_id: UUID, before: int) -> Response:
    """What stands before the oldest message that is shown."""
    if not may_open(visit.session, visit.agent, conversation_id, now=visit.now):
        return _gone()
    lines = read_lines(visit.session, conversation_id, before=before)
    retry = may_retry(visit, last_handover(visit.session, conversation_id))
    values: dict[str, Any] = {
        "lines": lines,
        "ways": [],
        "previous": None,
        "retry": retry,
        "conversation_id": conversation_id,
    }
    return visit.page("older.html", **values)


@router.get("/conversations/{conversation_id}/state")
def state_part(visit: LoggedIn, conversation_id: UUID) -> Response:
    """Top line, reply box and card."""
    if not may_open(visit.session, visit.agent, conversation_id, now=visit.now):
        return _gone()
    view = read_conversation(visit.session, visit.agent, conversation_id, now=visit.now)
    return visit.page("state.html", view=view)
