"""The consoles' log, read once for all open streams of this process.

Forty consoles that each read the log at every message would read it forty times; here one task reads, and wakes the
streams that it concerns. A stream that begins, or has fallen behind, reads for itself until it has caught up.
"""

import asyncio
import logging
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from uuid import UUID

from sqlalchemy.exc import SQLAlchemyError
from starlette.concurrency import run_in_threadpool

from backend.api.wakeup import Wakeup, wait_for
from backend.console.look import Look, OpenLine, Seen, read
from backend.conversations.events import CONSOLE_CHANNEL, Position, latest_position
from backend.db import session_scope

log = logging.getLogger(__name__)
READ_GAP_S = 0.05
"""Least time between two readings: what happens within it is read together."""
CHECK_S = 5.0
"""How often the log is looked at without being called, should a call be lost."""
UNFINISHED_S = 0.1
"""Events behind a transaction that still runs cannot be read yet, and its end wakes nobody; so look again soon."""
KEPT = 5000
"""Events kept for one stream, more than a minute of a very busy center; one that is further behind reads for itself."""


def _read(after: Position) -> Look:
    with session_scope() as session:
        return read(session, after)


def _latest() -> Position:
    with session_scope() as session:
        return latest_position(session)


class Follower:
    """One open stream: what happened behind its position and concerns it. ``woken`` is set when there is something."""

    def __init__(self, position: Position, wants: Callable[[Seen], bool]) -> None:
        self.woken = asyncio.Event()
        self._wants = wants
        self._taken = position
        self._end = position
        self._events: list[Seen] = []
        self._behind = True

    def offer(self, look: Look) -> None:
        """Keeps what concerns the stream of what the feed has read."""
        if self._behind:
            return
        news = [event for event in look.events if event.position > self._end and self._wants(event)]
        self._events += news
        self._end = max(self._end, look.end)
        self._behind = len(self._events) > KEPT
        if news:
            self.woken.set()

    async def take(self, lines: Mapping[UUID, OpenLine]) -> Look:
        """What the stream has yet to tell; ``lines`` of the queue as the feed read them last."""
        if self._behind:
            return await self._catch_up()
        look = Look(self._events, self._end, lines=lines)
        self._events, self._taken = [], self._end
        return look

    async def _catch_up(self) -> Look:
        # Offers are taken from now on: whatever the feed reads later than this is either read here as well, or kept.
        self._behind, self._events, self._end = False, [], self._taken
        look = await run_in_threadpool(_read, self._taken)
        self._events = [event for event in self._events if event.position > look.end]
        self._taken, self._end = look.end, max(self._end, look.end)
        self._behind = look.full
        return look


class Feed:
    """Reads the log while streams are open."""

    def __init__(self, wakeup: Wakeup) -> None:
        self.wakeup = wakeup
        self.lines: dict[UUID, OpenLine] = {}
        self._followers: set[Follower] = set()
        self._end = Position()
        self._lock = asyncio.Lock()
        self._reading: asyncio.Task[None] | None = None

    @asynccontextmanager
    async def followed(self, position: Position, wants: Callable[[Seen], bool]) -> AsyncIterator[Follower]:
        """A stream behind a position, which is woken by events that it ``wants``, while the block runs."""
        async with self._lock:
            if self._reading is None or self._reading.done():  # whatever ended it
                self._end = await run_in_threadpool(_latest)  # before the stream reads, so that nothing falls between
                self._reading = asyncio.create_task(self._read_on())
        follower = Follower(position, wants)
        self._followers.add(follower)
        try:
            yield follower
        finally:
            self._followers.discard(follower)
            if not self._followers and self._reading is not None:
                self._reading.cancel()
                self._reading = None

    async def _read_on(self) -> None:
        with self.wakeup.subscription(CONSOLE_CHANNEL) as woken:
            while True:
                woken.clear()
                try:
                    await self._read_once(woken)
                except SQLAlchemyError as error:  # the streams notice for themselves, and end
                    log.warning("consoles' log not read, trying again: %s", error.__class__.__name__)
                    await asyncio.sleep(CHECK_S)
                await asyncio.sleep(READ_GAP_S)

    async def _read_once(self, woken: asyncio.Event) -> None:
        look = await run_in_threadpool(_read, self._end)
        self._end = look.end
        for event in look.events:
            if event.line is None and event.conversation_id:
                self.lines.pop(event.conversation_id, None)
        self.lines |= look.lines
        for follower in self._followers:
            follower.offer(look)
        if not look.full:
            await wait_for(woken, UNFINISHED_S if look.unfinished else CHECK_S)
