"""Wakes waiting requests the moment the database has something for them (LISTEN/NOTIFY)."""

import asyncio
import contextlib
import logging
import time
from collections import defaultdict
from collections.abc import AsyncIterator, Iterator

import psycopg

from backend.conversations.events import CONSOLE_CHANNEL, CONVERSATION_CHANNEL, TYPING_CHANNEL

log = logging.getLogger(__name__)
_RECONNECT_SECONDS = 0.5
_TYPING_KEPT_S = 60.0
_MOST_TYPING = 10_000


class Wakeup:
    """One listening connection for all waiting requests of this process.

    A notice can be lost while the connection is away; so waiters always look at the database again after waiting,
    and everyone is woken when the connection comes back.
    """

    def __init__(self, url: str) -> None:
        self._url = url.replace("postgresql+psycopg://", "postgresql://")
        self._waiting: defaultdict[str, set[asyncio.Event]] = defaultdict(set)
        self._typed: dict[str, float] = {}

    @contextlib.asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Listens while the block runs."""
        task = asyncio.create_task(self._listen())
        try:
            yield
        finally:
            task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await task
            self._wake_all()

    @contextlib.contextmanager
    def subscription(
        self, channel: str, payload: str = "", event: asyncio.Event | None = None
    ) -> Iterator[asyncio.Event]:
        """An event (its own, or the given one) that each notice sets; subscribe before you read, so as to miss none."""
        key, event = f"{channel}:{payload}", event or asyncio.Event()
        self._waiting[key].add(event)
        try:
            yield event
        finally:
            self._waiting[key].discard(event)
            if not self._waiting[key]:
                del self._waiting[key]

    def typed_at(self, payload: str) -> float:
        """When somebody was last heard typing, on the clock of ``time.monotonic``; long ago when never."""
        return self._typed.get(payload, float("-inf"))

    def _note_typing(self, payload: str) -> None:
        if len(self._typed) > _MOST_TYPING:
            old = time.monotonic() - _TYPING_KEPT_S
            self._typed = {key: at for key, at in self._typed.items() if at > old}
        self._typed[payload] = time.monotonic()

    async def _listen(self) -> None:
        while True:
            try:
                async with await psycopg.AsyncConnection.connect(self._url, autocommit=True) as connection:
                    for channel in (CONSOLE_CHANNEL, CONVERSATION_CHANNEL, TYPING_CHANNEL):
                        await connection.execute(f"LISTEN {channel}")
                    self._wake_all()
                    async for notice in connection.notifies():
                        if notice.channel == TYPING_CHANNEL:
                            self._note_typing(notice.payload)
                        self._wake(f"{notice.channel}:{notice.payload}")
            except psycopg.Error as error:
                log.warning("listening connection lost, trying again: %s", error.__class__.__name__)
                await asyncio.sleep(_RECONNECT_SECONDS)

    def _wake(self, key: str) -> None:
        for event in self._waiting.get(key, ()):
            event.set()

    def _wake_all(self) -> None:
        for key in list(self._waiting):
            self._wake(key)


async def wait_for(event: asyncio.Event, seconds: float) -> bool:
    """Waits for a notice; False when the time is over. Clears the event for the next round."""
    try:
        await asyncio.wait_for(event.wait(), seconds)
    except TimeoutError:
        return False
    event.clear()
    return True
