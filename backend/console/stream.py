"""The live stream: tells an open page which of its parts changed.

The stream names parts, which a page fetches, and brings the lines of its queue in which somebody wrote, as they stand
when they are sent. So an event that comes twice does no harm, and a page that resumes behind its last event cannot
miss anything.
"""

import time
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Annotated
from uuid import UUID

import anyio
from fastapi import Depends, Header, Request, Response
from sse_starlette import EventSourceResponse, ServerSentEvent
from starlette.concurrency import run_in_threadpool

from backend import clock
from backend.accounts.permissions import allowed
from backend.api.wakeup import wait_for
from backend.console.auth import SESSION_COOKIE, current_visit
from backend.console.feed import CHECK_S, Feed
from backend.console.look import DESK, Look, OpenLine, Seen
from backend.console.queue_view import Tab
from backend.console.rendering import Texts, macro, texts_for
from backend.console.routing import console_router
from backend.conversations.events import TYPING_CHANNEL, Position, latest_position
from backend.db import session_scope
from backend.handover import accounts, presence
from backend.handover.models import Agent

router = console_router()

LIFE_S = 600.0
"""A stream ends after ten minutes and the browser resumes it: no connection outlives a session or a deployment."""
HEARTBEAT_S = 20.0
"""How often an open stream keeps its agent's presence fresh."""
LOOK_S = 5.0
"""How long a stream goes on when its session has run out; one that is ended by somebody is told so at once."""
GAP_S = 0.15
"""Least time between two batches: a burst of messages becomes one fetch, still well inside half a second."""
QUEUE_GAP_S = 0.4
"""Least time between two fetches of the queue, which is long; still every change shows in about half a second."""
_MESSAGE_KINDS = frozenset({"message", "delivery", "read"})
_TABS_BY_LINE = frozenset({"waiting", "mine", "open"})
"""Tabs in which a message changes a line and no more; in the others it may bring one."""
_HEARTBEAT_AGE = timedelta(seconds=HEARTBEAT_S / 2)


@dataclass(frozen=True)
class Shown:
    """What an open page shows: a tab of the queue, and perhaps a conversation."""

    tab: Tab = "waiting"
    conversation_id: UUID | None = None
    texts: Texts = field(default_factory=lambda: Texts("id"))

    def wants(self, event: Seen, agent: Agent | None) -> bool:
        """Whether the page, or its stream, has to do with an event."""
        if agent is None:
            return True
        if event.kind == "session":
            return event.agent_id == str(agent.id)
        if self.conversation_id and event.conversation_id == self.conversation_id:
            return True
        return event.kind in DESK or self.moves_queue(event, agent) or self.changes_line(event, agent)

    def changes_line(self, event: Seen, agent: Agent) -> bool:
        """Whether a line of the queue is all that changes, and is there to be shown: to who works with members only."""
        by_line = event.kind == "message" and self.tab in _TABS_BY_LINE and allowed(agent.role, "work")
        return by_line and event.line is not None and event.line.shown_in(self.tab, agent)

    def moves_queue(self, event: Seen, agent: Agent) -> bool:
        """Whether the queue is to be fetched."""
        return event.concerns(agent) and not (event.kind == "message" and self.tab in _TABS_BY_LINE)

    def line(self, line: OpenLine, agent: Agent) -> str:
        """A line of the queue in markup."""
        draw = macro("queue_line.html", "queue_line")
        return draw(self.texts, line.item, self.tab, self.conversation_id, line.late, agent, clock.now()).strip()


def parts_of(look: Look, agent: Agent, shown: Shown) -> list[str]:
    """The parts of an agent's open page that look different after these events and are to be fetched."""
    parts = ["queue"] if any(shown.moves_queue(event, agent) for event in look.events) else []
    if any(event.kind in DESK for event in look.events):
        parts.append("desk")
    own = shown.conversation_id
    mine = {event.kind for event in look.events if own and event.conversation_id == own}
    if mine & _MESSAGE_KINDS:
        parts.append("messages")
    if mine - _MESSAGE_KINDS:
        parts.append("state")
    return parts


def lines_of(look: Look, agent: Agent, shown: Shown) -> list[str]:
    """The lines of the queue, in markup, in which somebody wrote: each once, whatever was written in it."""
    written = dict.fromkeys(
        e.conversation_id for e in look.events if e.conversation_id and shown.changes_line(e, agent)
    )
    lines = [look.lines[key] for key in written if key in look.lines]
    return [shown.line(line, agent) for line in lines if line.item.shown_in(shown.tab, agent)]


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


def _named(parts: list[str], lines: list[str], position: Position) -> list[ServerSentEvent]:
    """The events that bring lines and name parts; the position stands at the last, so that none can be skipped."""
    told = [*(("line", line) for line in lines), *((part, "") for part in parts)]
    last = len(told) - 1
    return [
        ServerSentEvent(event=event, id=str(position) if n == last else None, data=data)
        for n, (event, data) in enumerate(told)
    ]


async def follow(
    feed: Feed, token: str, position: Position, shown: Shown, life: float = LIFE_S
) -> AsyncIterator[ServerSentEvent]:
    """Names the parts that changed, as they change, until the stream's life or the session is over."""
    ends, pending, typist = time.monotonic() + life, Pending(), f"{shown.conversation_id}:member"
    typed, checked, agent = feed.wakeup.typed_at(typist), float("-inf"), None
    async with feed.followed(position, lambda event: shown.wants(event, agent)) as follower:
        with feed.wakeup.subscription(TYPING_CHANNEL, typist, follower.woken):
            yield ServerSentEvent(event="ready", id=str(position), data="", retry=1000)
            while (left := ends - time.monotonic()) > 0:
                follower.woken.clear()
                found = await follower.take(feed.lines)
                if time.monotonic() - checked > LOOK_S or any(event.kind == "session" for event in found.events):
                    agent, checked = await run_in_threadpool(at_console, token), time.monotonic()
                if agent is None:
                    return
                if feed.wakeup.typed_at(typist) > typed:
                    typed = feed.wakeup.typed_at(typist)
                    yield ServerSentEvent(event="typing", data="")
                ready = pending.take(parts_of(found, agent, shown))
                for event in _named(ready, lines_of(found, agent, shown), found.end):
                    yield event
                if ready:
                    await anyio.sleep(GAP_S)
                if not found.full:
                    await wait_for(follower.woken, pending.wait(min(left, CHECK_S)))


def _start(after: str | None) -> Position:
    if after:
        return Position.parse(after)
    with session_scope() as session:
        return latest_position(session)


@router.get("/events", dependencies=[Depends(current_visit)])
async def events(
    request: Request,
    conversation: UUID | None = None,
    tab: Tab = "waiting",
    after: str | None = None,
    last_event_id: Annotated[str | None, Header()] = None,
) -> Response:
    """The stream of one open page, behind its last event, or else behind the moment the page was made (``after``)."""
    position = await run_in_threadpool(_start, last_event_id or after)
    token = request.cookies[SESSION_COOKIE]
    shown = Shown(tab, conversation, texts_for(request))
    return EventSourceResponse(follow(_feed(request), token, position, shown), ping=15)


def _feed(request: Request) -> Feed:
    """The log as this web process reads it."""
    if not hasattr(request.app.state, "console_feed"):
        request.app.state.console_feed = Feed(request.app.state.wakeup)
    feed: Feed = request.app.state.console_feed
    return feed
