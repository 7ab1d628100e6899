"""The consoles' log, read once for all open streams of this process.

Forty consoles that each read the log at every message would read it forty times; here the first one that is woken
reads, and the others wait for what it read.
"""

import asyncio
import time
from collections import deque
from dataclasses import dataclass
from itertools import takewhile
from uuid import UUID

from sqlalchemy import select, tuple_
from sqlalchemy.orm import Session
from starlette.concurrency import run_in_threadpool

from backend.conversations.events import Position, latest_position, read_events
from backend.conversations.models import ConsoleEvent
from backend.db import session_scope
from backend.handover.models import OPEN, Agent, Handover

BATCH = 500
READ_GAP_S = 0.05
"""Least time between two readings: what happens within it is read together."""
KEPT = 5000
"""Events in memory: more than a minute of a very busy center. A stream that is further behind reads for itself."""
_ONLY_INSIDE = frozenset({"delivery", "read", "held", "identity"})
"""What shows on the page of the conversation, but not in the queue."""


@dataclass(frozen=True)
class Seen:
    """One event, and who had its conversation when it was read."""

    position: Position
    kind: str
    conversation_id: UUID | None
    agent_id: str | None
    open: bool
    holder: UUID | None

    def concerns(self, agent: Agent) -> bool:
        """Whether the queue of this agent looks different after it."""
        if self.kind in _ONLY_INSIDE:
            return False
        if self.kind == "mention":
            return self.agent_id == str(agent.id)
        if self.kind == "message" and not agent.supervisor:
            return self.open and self.holder in (None, agent.id)
        return True


@dataclass
class Look:
    """What one look at the log gave: events, their end, and whether there is more, now or after a transaction."""

    events: list[Seen]
    end: Position
    full: bool
    unfinished: bool


def read(session: Session, after: Position) -> Look:
    """Reads the log behind a position."""
    found = read_events(session, after, BATCH)
    ids = {event.conversation_id for _, event in found if event.conversation_id}
    open_ones = select(Handover.conversation_id, Handover.agent_id).where(
        Handover.state.in_(OPEN), Handover.conversation_id.in_(ids)
    )
    holders = {row.conversation_id: row.agent_id for row in session.execute(open_ones)} if ids else {}
    events = [
        Seen(
            position=position,
            kind=event.kind,
            conversation_id=event.conversation_id,
            agent_id=event.data.get("agent_id"),
            open=event.conversation_id in holders,
            holder=holders.get(event.conversation_id),
        )
        for position, event in found
    ]
    end = events[-1].position if events else after
    place = tuple_(ConsoleEvent.xid, ConsoleEvent.id) > (end.xid, end.id)
    more = session.scalar(select(ConsoleEvent.id).where(place).limit(1)) is not None
    return Look(events, end, full=len(found) == BATCH, unfinished=more and len(found) < BATCH)


def _read(after: Position) -> Look:
    with session_scope() as session:
        return read(session, after)


def _latest() -> Position:
    with session_scope() as session:
        return latest_position(session)


class Feed:
    """The newest part of the log in memory."""

    def __init__(self) -> None:
        self._events: deque[Seen] = deque(maxlen=KEPT)
        self._start: Position | None = None
        self._look = Look([], Position(), full=False, unfinished=False)
        self._read_at = float("-inf")
        self._lock = asyncio.Lock()

    async def behind(self, position: Position) -> Look:
        """What happened behind a position; a reading that began after this call answers it."""
        asked = time.monotonic()
        async with self._lock:
            if self._read_at < asked:
                await self._refresh()
        if self._start is None or position < self._start:
            return await run_in_threadpool(_read, position)
        newest_first = takewhile(lambda event: event.position > position, reversed(self._events))
        events = list(newest_first)[::-1]
        return Look(events, max(position, self._look.end), self._look.full, self._look.unfinished)

    async def _refresh(self) -> None:
        if self._start is None:
            self._start = await run_in_threadpool(_latest)
            self._look.end = self._start
        await asyncio.sleep(max(0.0, self._read_at + READ_GAP_S - time.monotonic()))
        self._read_at = time.monotonic()
        self._look = await run_in_threadpool(_read, self._look.end)
        for event in self._look.events:
            if len(self._events) == KEPT:
                self._start = self._events[0].position
            self._events.append(event)
