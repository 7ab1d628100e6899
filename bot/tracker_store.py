"""Rasa's memory in PostgreSQL: one statement to read a conversation, one to write a turn.

A conversation is kept as sessions, a session as turns (the events that one message added). Only the running session is
read; older ones stay for their retention time and are not touched. A long session is continued in a new one that
begins with the present state and the last turns, so that turn 200 costs what turn 1 costs.
"""

from __future__ import annotations

import json
import logging
from collections import OrderedDict
from collections.abc import Iterable
from typing import Any

import psycopg
from psycopg_pool import AsyncConnectionPool, PoolTimeout
from rasa.core.tracker_store import TrackerStore
from rasa.shared.core import events as rasa_events
from rasa.shared.core.constants import ACTION_LISTEN_NAME, ACTION_SESSION_START_NAME
from rasa.shared.core.domain import Domain
from rasa.shared.core.trackers import DialogueStateTracker

from backend.conversations import memory
from backend.db import database_url
from bot import remote_action
from bot.closed import is_closed
from bot.tracker import CareTracker
from bot.turn import AnsweredBefore, StoreUnavailable, current_turn, neutral_reply

log = logging.getLogger(__name__)

LOADED = "_care165_loaded"
remote_action.install()  # here too: "rasa shell" loads this store but not our channel

MAX_EVENTS = 90
"""A session longer than this is continued in a new one; measured: policy and copying cost grow with every event."""
KEPT_TURNS = 2
"""Turns that the new session begins with: the last answer is needed when its delivery to the inbox is repeated."""
RANKING_KEPT = 4
WARM_CONVERSATIONS = 128
"""Conversations kept in memory, about 0.2 MB each: whoever writes again at once is not read and replayed again."""

_NEWEST = "SELECT max(id) FROM rasa_turns WHERE sender_id = %s"
_READ = """
SELECT id, session, sealed FROM rasa_turns WHERE sender_id = %(sender)s
AND session = (SELECT max(session) FROM rasa_turns WHERE sender_id = %(sender)s) ORDER BY id
"""
_WRITE = """
INSERT INTO rasa_turns (sender_id, session, events, sealed, closed) VALUES (%s, %s, %s, %s, %s) RETURNING id
"""


class PostgresTrackerStore(TrackerStore):
    """Tracker store on the project's PostgreSQL (table ``rasa_turns``)."""

    def __init__(self, domain: Domain | None, host: str | None = None, event_broker: Any = None, **kwargs: Any) -> None:
        super().__init__(domain, event_broker, **kwargs)
        self._url = host or database_url()
        self._pool: AsyncConnectionPool | None = None
        self._warm: OrderedDict[str, tuple[int, DialogueStateTracker]] = OrderedDict()

    async def _connections(self) -> AsyncConnectionPool:
        if self._pool is None:
            self._pool = AsyncConnectionPool(
                self._url, min_size=1, max_size=8, kwargs={"autocommit": True}, open=False, timeout=5
            )
            await self._pool.open()
        return self._pool

    async def close(self) -> None:
        """Gives the database connections back."""
        if self._pool is not None:
            await self._pool.close()

    async def _rows(self, statement: str, values: Any) -> list[tuple[Any, ...]]:
        """Runs one statement; once more where its connection turned out to be dead, as all are after a restart.

        Raises:
            StoreUnavailable: the database does not answer.
        """
        pool = await self._connections()
        try:
            try:
                return await _run(pool, statement, values)
            except PoolTimeout:
                raise
            except psycopg.OperationalError:
                await pool.check()
                return await _run(pool, statement, values)
        except psycopg.Error as error:
            log.warning("the database does not answer: %s", error.__class__.__name__)
            raise StoreUnavailable from error

    async def retrieve(self, sender_id: str) -> DialogueStateTracker | None:
        """The running session; in the member's language of this turn.

        Raises:
            AnsweredBefore: this turn's message is the last one of the session, and was answered.
            StoreUnavailable: the database does not answer.
        """
        tracker = await self._kept(sender_id) or await self._read(sender_id)
        if tracker is None:
            # Rasa wraps the store and would call the wrapper's own create_tracker, which knows no language.
            return await self.create_tracker(sender_id)
        _note_closed(tracker, ())
        _raise_if_answered(tracker)
        self._speak_language(tracker)
        return tracker

    async def _kept(self, sender_id: str) -> DialogueStateTracker | None:
        """The conversation as this process left it, unless another process went on with it.

        It is taken out: only a turn that was saved puts it back, so one that was given up leaves no trace.
        """
        turn_id, tracker = self._warm.pop(sender_id, (0, None))
        if tracker is None:
            return None
        newest = await self._rows(_NEWEST, (sender_id,))
        return tracker if newest[0][0] == turn_id else None

    async def _read(self, sender_id: str) -> DialogueStateTracker | None:
        rows = await self._rows(_READ, {"sender": sender_id})
        if not rows:
            return None
        turns = [memory.unseal(sealed) for _id, _session, sealed in rows]
        events = [rasa_events.Event.from_parameters(item) for turn in turns for item in turn]
        tracker = CareTracker.from_events(sender_id, events, self.domain.slots)
        setattr(tracker, LOADED, (rows[-1][1], len(tracker.events)))
        return tracker

    def init_tracker(self, sender_id: str) -> CareTracker:
        """A conversation without events."""
        return CareTracker(sender_id, self.domain.slots)

    async def create_tracker(self, sender_id: str, append_action_listen: bool = True) -> DialogueStateTracker:
        """A new conversation; nothing is written before its first turn is over."""
        tracker = self.init_tracker(sender_id)
        if append_action_listen:
            tracker.update(rasa_events.ActionExecuted(ACTION_LISTEN_NAME))
        self._speak_language(tracker)
        return tracker

    def _speak_language(self, tracker: DialogueStateTracker) -> None:
        turn = current_turn.get()
        if turn and "language" in tracker.slots and tracker.get_slot("language") != turn.language:
            tracker.update(rasa_events.SlotSet("language", turn.language), self.domain)

    async def save(self, tracker: DialogueStateTracker) -> None:
        """Adds the events of this turn, in a new session when Rasa began one or the running one is long.

        Raises:
            StoreUnavailable: the database does not answer.
        """
        session, loaded = getattr(tracker, LOADED, (0, 0))
        new = list(tracker.events)[loaded:]
        if not new:
            return
        goes_on, closed = False, _note_closed(tracker, new)
        if started := _last_session_start(new):
            session, new = session + 1, new[started:]
        elif len(tracker.events) > MAX_EVENTS:
            session, new = session + 1, _continued(tracker)
        else:
            goes_on = True
        kept = [_slim(event.as_dict()) for event in new]
        values = (tracker.sender_id, session, json.dumps(memory.outline(kept)), memory.seal(kept), closed)
        written = await self._rows(_WRITE, values)
        setattr(tracker, LOADED, (session, len(tracker.events)))
        if goes_on:
            self._keep(written[0][0], tracker)

    def _keep(self, turn_id: int, tracker: DialogueStateTracker) -> None:
        self._warm[tracker.sender_id] = (turn_id, tracker)
        self._warm.move_to_end(tracker.sender_id)
        while len(self._warm) > WARM_CONVERSATIONS:
            self._warm.popitem(last=False)

    async def keys(self) -> Iterable[str]:
        """All conversations that Rasa knows."""
        return [row[0] for row in await self._rows("SELECT DISTINCT sender_id FROM rasa_turns", ())]


async def _run(pool: AsyncConnectionPool, statement: str, values: Any) -> list[tuple[Any, ...]]:
    async with pool.connection() as connection:
        return list(await (await connection.execute(statement, values)).fetchall())


def _note_closed(tracker: DialogueStateTracker, events: Iterable[rasa_events.Event]) -> bool:
    """Whether the turn is about health; the channel is told."""
    closed = is_closed(tracker, events)
    if (turn := current_turn.get()) is not None:
        turn.closed = closed
    return closed


def _last_session_start(events: list[rasa_events.Event]) -> int:
    """Where the newest session begins among new events: at its ``action_session_start``; 0 when none began."""
    for index in range(len(events) - 1, 0, -1):
        event = events[index]
        if isinstance(event, rasa_events.ActionExecuted) and event.action_name == ACTION_SESSION_START_NAME:
            return index
    return 0


def _continued(tracker: DialogueStateTracker) -> list[rasa_events.Event]:
    """A short beginning that means the same as the long session: state, then the last turns as they were."""
    events = list(tracker.events)
    users = [i for i, event in enumerate(events) if isinstance(event, rasa_events.UserUttered)]
    cut = users[-KEPT_TURNS] if len(users) >= KEPT_TURNS else 0
    before = DialogueStateTracker.from_events(tracker.sender_id, events[:cut], tracker.slots.values())
    state: list[rasa_events.Event] = [
        rasa_events.ActionExecuted(ACTION_SESSION_START_NAME),
        rasa_events.SessionStarted(),
        *(
            rasa_events.SlotSet(name, value)
            for name, value in before.current_slot_values().items()
            if value is not None
        ),
    ]
    if before.active_loop:
        state.append(rasa_events.ActionExecuted(before.active_loop.name))
        state.append(rasa_events.ActiveLoop(before.active_loop.name))
    state.append(rasa_events.ActionExecuted(ACTION_LISTEN_NAME))
    return state + events[cut:]


def _slim(event: dict[str, Any]) -> dict[str, Any]:
    """An event without what nobody reads again: long intent rankings, text tokens, policy scores."""
    event.pop("action_text", None)
    parsed = event.get("parse_data")
    if isinstance(parsed, dict):
        parsed.pop("response_selector", None)
        parsed.pop("text_tokens", None)
        parsed["intent_ranking"] = (parsed.get("intent_ranking") or [])[:RANKING_KEPT]
    return event


def _raise_if_answered(tracker: DialogueStateTracker) -> None:
    turn = current_turn.get()
    said: list[dict[str, Any]] = []
    again: list[rasa_events.Event] = []
    answered: int | None = None
    for event in reversed(tracker.events):
        again.append(event)
        if isinstance(event, rasa_events.BotUttered):
            said.insert(0, neutral_reply({"text": event.text, **event.data}))
        if isinstance(event, rasa_events.UserUttered):
            if turn is None or event.message_id != turn.message_id:
                break
            answered = len(said)  # a turn may have heard a second request of the same message
    if answered is not None:
        _note_closed(tracker, again)
        raise AnsweredBefore(said[len(said) - answered :])
