"""The live stream: tells an open page which of its parts changed.

The stream carries names of parts, never content: a page fetches what it may see. So an event that comes twice does no
harm, and a page that resumes behind its last event cannot miss anything.
"""

import time
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Annotated
from uuid import UUID

import anyio
from fastapi import Depends, Header, Request, Response
from sqlalchemy import select, tuple_
from sqlalchemy.orm import Session
from sse_starlette import EventSourceResponse, ServerSentEvent
from starlette.concurrency import run_in_threadpool

from backend import clock
from backend.api.wakeup import Wakeup, wait_for
from backend.console.auth import SESSION_COOKIE, current_visit
from backend.console.routing import console_router
from backend.conversations.events import CONSOLE_CHANNEL, Position, latest_position, read_events
from backend.conversations.models import ConsoleEvent
from backend.db import session_scope
from backend.handover import accounts, presence

router = console_router()

LIFE_S = 600.0
"""A stream ends after ten minutes and the browser resumes it: no connection outlives a session or a deployment."""
HEARTBEAT_S = 20.0
"""How often a quiet stream looks at the database, which also keeps the agent's presence fresh."""
UNFINISHED_S = 0.1
"""Events behind a transaction that still runs cannot be read yet, and its end wakes nobody; so look again soon."""
GAP_S = 0.15
"""Least time between two batches: a burst of messages becomes one fetch, still well inside half a second."""
BATCH = 500
_MESSAGE_KINDS = frozenset({"message", "delivery"})
_HEARTBEAT_AGE = timedelta(seconds=HEARTBEAT_S / 2)


@dataclass
class Batch:
    """What one look at the log gave: where it ends, the parts that changed, and whether to look again at once."""

    position: Position
    parts: list[str] = field(default_factory=list)
    full: bool = False
    unfinished: bool = False


def _parts(events: list[tuple[Position, ConsoleEvent]], conversation_id: UUID | None) -> list[str]:
    parts = ["queue"] if events else []
    mine = {event.kind for _, event in events if conversation_id and event.conversation_id == conversation_id}
    if mine & _MESSAGE_KINDS:
        parts.append("messages")
    if mine - _MESSAGE_KINDS:
        parts.append("state")
    return parts


def _more(session: Session, position: Position) -> bool:
    place = tuple_(ConsoleEvent.xid, ConsoleEvent.id)
    query = select(ConsoleEvent.id).where(place > (position.xid, position.id)).limit(1)
    return session.scalar(query) is not None


def look(token: str, position: Position, conversation_id: UUID | None) -> Batch | None:
    """Reads the log behind a position and keeps the agent present; ``None`` when the session is over."""
    now = clock.now()
    with session_scope() as session:
        found = accounts.find_session(session, token, now=now)
        if found is None:
            return None
        agent, _ = found
        if agent.last_seen is None or agent.last_seen <= now - _HEARTBEAT_AGE:
            presence.heartbeat(agent, now=now)
        events = read_events(session, position, BATCH)
        end = events[-1][0] if events else position
        return Batch(end, _parts(events, conversation_id), len(events) == BATCH, _more(session, end))


async def follow(
    wakeup: Wakeup, token: str, position: Position, conversation_id: UUID | None, life: float = LIFE_S
) -> AsyncIterator[ServerSentEvent]:
    """Names the parts that changed, as they change, until the stream's life or the session is over."""
    ends = time.monotonic() + life
    with wakeup.subscription(CONSOLE_CHANNEL) as woken:
        yield ServerSentEvent(event="ready", id=str(position), data="", retry=1000)
        while (left := ends - time.monotonic()) > 0:
            woken.clear()
            batch = await run_in_threadpool(look, token, position, conversation_id)
            if batch is None:
                return
            position = batch.position
            for part in batch.parts:
                last = part == batch.parts[-1]
                yield ServerSentEvent(event=part, id=str(position) if last else None, data="")
            if batch.parts:
                await anyio.sleep(GAP_S)
            if not batch.full:
                await wait_for(woken, min(left, UNFINISHED_S if batch.unfinished else HEARTBEAT_S))


def _start(after: str | None) -> Position:
    if after:
        return Position.parse(after)
    with session_scope() as session:
        return latest_position(session)


@router.get("/events", dependencies=[Depends(current_visit)])
async def events(
    request: Request,
    conversation: UUID | None = None,
    after: str | None = None,
    last_event_id: Annotated[str | None, Header()] = None,
) -> Response:
    """The stream of one open page, behind its last event, or else behind the moment the page was made (``after``)."""
    position = await run_in_threadpool(_start, last_event_id or after)
    token = request.cookies[SESSION_COOKIE]
    return EventSourceResponse(follow(request.app.state.wakeup, token, position, conversation), ping=15)
