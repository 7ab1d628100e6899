"""The live stream: tells an open page which of its parts changed.

The stream carries names of parts, never content: a page fetches what it may see. So an event that comes twice does no
harm, and a page that resumes behind its last event cannot miss anything.
"""

import time
from collections.abc import AsyncIterator, Iterable
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import timedelta
from typing import Annotated
from uuid import UUID

import anyio
from fastapi import Depends, Header, Request, Response
from sse_starlette import EventSourceResponse, ServerSentEvent
from starlette.concurrency import run_in_threadpool

from backend import clock
from backend.api.wakeup import Wakeup, wait_for
from backend.console.auth import SESSION_COOKIE, current_visit
from backend.console.feed import Feed, Seen
from backend.console.routing import console_router
from backend.conversations.events import CONSOLE_CHANNEL, TYPING_CHANNEL, Position, latest_position
from backend.db import session_scope
from backend.handover import accounts, presence
from backend.handover.models import Agent

router = console_router()

LIFE_S = 600.0
"""A stream ends after ten minutes and the browser resumes it: no connection outlives a session or a deployment."""
HEARTBEAT_S = 20.0
"""How often an open stream keeps its agent's presence fresh."""
CHECK_S = 5.0
"""How long a stream goes on after its session was ended elsewhere; it only names parts, which want the session too."""
UNFINISHED_S = 0.1
"""Events behind a transaction that still runs cannot be read yet, and its end wakes nobody; so look again soon."""
GAP_S = 0.15
"""Least time between two batches: a burst of messages becomes one fetch, still well inside half a second."""
QUEUE_GAP_S = 0.4
"""Least time between two fetches of the queue, which is long; still every change shows in about half a second."""
_MESSAGE_KINDS = frozenset({"message", "delivery", "read"})
_HEARTBEAT_AGE = timedelta(seconds=HEARTBEAT_S / 2)


def parts_of(events: Iterable[Seen], agent: Agent, conversation_id: UUID | None) -> list[str]:
    """The parts of an agent's open page that look different after these events."""
    events = list(events)
    parts = ["queue"] if any(event.concerns(agent) for event in events) else []
    mine = {event.kind for event in events if conversation_id and event.conversation_id == conversation_id}
    if mine & _MESSAGE_KINDS:
        parts.append("messages")
    if mine - _MESSAGE_KINDS:
        parts.append("state")
    return parts


def at_console(token: str) -> Agent | None:
    """Whose stream it is, whose presence it keeps fresh; ``None`` when the session is over."""
    now = clock.now()
    with session_scope() as session:
        found = accounts.find_session(session, token, now=now)
        if found is None:
            return None
        agent, _ = found
        if agent.last_seen is None or agent.last_seen <= now - _HEARTBEAT_AGE:
            presence.heartbeat(agent, now=now)
        return agent


@dataclass
class Pending:
    """Parts that are to be named; the queue waits for its turn."""

    queue: bool = False
    queue_due: float = 0.0

    def take(self, parts: list[str]) -> list[str]:
        """The parts to name now."""
        self.queue = self.queue or "queue" in parts
        ready = [part for part in parts if part != "queue"]
        if self.queue and time.monotonic() >= self.queue_due:
            self.queue, self.queue_due = False, time.monotonic() + QUEUE_GAP_S
            ready.insert(0, "queue")
        return ready

    def wait(self, longest: float) -> float:
        """How long to wait for news."""
        return max(0.01, min(longest, self.queue_due - time.monotonic())) if self.queue else longest


def _named(parts: list[str], position: Position) -> list[ServerSentEvent]:
    """The events that name parts; the position stands at the last one, so that none of them can be skipped."""
    last = len(parts) - 1
    return [
        ServerSentEvent(event=part, id=str(position) if n == last else None, data="") for n, part in enumerate(parts)
    ]


async def follow(
    sources: tuple[Wakeup, Feed], token: str, position: Position, conversation_id: UUID | None, life: float = LIFE_S
) -> AsyncIterator[ServerSentEvent]:
    """Names the parts that changed, as they change, until the stream's life or the session is over."""
    wakeup, feed = sources
    ends, pending, typist = time.monotonic() + life, Pending(), f"{conversation_id}:member"
    typed, checked, agent = wakeup.typed_at(typist), float("-inf"), None
    with ExitStack() as subscriptions:
        woken = subscriptions.enter_context(wakeup.subscription(CONSOLE_CHANNEL))
        subscriptions.enter_context(wakeup.subscription(TYPING_CHANNEL, typist, woken))
        yield ServerSentEvent(event="ready", id=str(position), data="", retry=1000)
        while (left := ends - time.monotonic()) > 0:
            woken.clear()
            found = await feed.behind(position)
            if agent is None or time.monotonic() - checked > CHECK_S:
                agent, checked = await run_in_threadpool(at_console, token), time.monotonic()
            if agent is None:
                return
            position = found.end
            ready = pending.take(parts_of(found.events, agent, conversation_id))
            if wakeup.typed_at(typist) > typed:
                typed = wakeup.typed_at(typist)
                yield ServerSentEvent(event="typing", data="")
            for event in _named(ready, position):
                yield event
            if ready:
                await anyio.sleep(GAP_S)
            if not found.full:
                await wait_for(woken, pending.wait(min(left, UNFINISHED_S if found.unfinished else CHECK_S)))


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
    sources = request.app.state.wakeup, _feed(request)
    return EventSourceResponse(follow(sources, token, position, conversation), ping=15)


def _feed(request: Request) -> Feed:
    """The log as this web process reads it."""
    if not hasattr(request.app.state, "console_feed"):
        request.app.state.console_feed = Feed()
    feed: Feed = request.app.state.console_feed
    return feed
