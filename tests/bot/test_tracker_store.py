"""Rasa's memory on a real database, behind the wrapper in which Rasa puts every tracker store."""

import asyncio
from collections.abc import Awaitable, Callable, Iterator

import pytest
from rasa.core.tracker_store import FailSafeTrackerStore
from rasa.shared.core.constants import ACTION_LISTEN_NAME, ACTION_SESSION_START_NAME
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, ActiveLoop, BotUttered, Event, SessionStarted, SlotSet, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker
from sqlalchemy import text

from backend.db import get_engine
from bot.tracker_store import MAX_EVENTS, PostgresTrackerStore
from bot.turn import AnsweredBefore, StoreUnavailable, Turn, current_turn
from tests.support.dump import tables_with

DOMAIN = Domain.from_dict(
    {
        "version": "3.1",
        "intents": ["greet"],
        "slots": {"language": {"type": "text", "mappings": [{"type": "custom"}]}},
        "responses": {"utter_hi": [{"text": "halo"}]},
    }
)
SENDER = "member-1"
Store = FailSafeTrackerStore
Open = Callable[[], Store]
Talk = Callable[[Open], Awaitable[None]]


def play(url: str, talk: Talk) -> None:
    """Lets the talk happen; every store that it opened is a process of Rasa, and is closed at the end."""

    async def run() -> None:
        opened: list[PostgresTrackerStore] = []

        def store() -> Store:
            opened.append(PostgresTrackerStore(DOMAIN, host=url))
            return FailSafeTrackerStore(opened[-1])

        try:
            await talk(store)
        finally:
            for one in opened:
                await one.close()

    asyncio.run(run())


def said(number: int) -> list[Event]:
    message = UserUttered(f"pesan {number}", {"name": "greet"}, message_id=f"m{number}")
    return [message, ActionExecuted("utter_hi"), BotUttered(f"jawaban {number}"), ActionExecuted(ACTION_LISTEN_NAME)]


async def turn(store: Store, number: int, *more: Event) -> DialogueStateTracker:
    """One message and its answer, as Rasa does it: read, add events, save."""
    token = current_turn.set(Turn(f"m{number}", "id"))
    try:
        tracker = await store.get_or_create_tracker(SENDER)
        tracker.update_with_events([*said(number), *more], DOMAIN)
        await store.save(tracker)
        return tracker
    finally:
        current_turn.reset(token)


def texts(tracker: DialogueStateTracker) -> list[str]:
    return [event.text for event in tracker.events if isinstance(event, UserUttered)]


@pytest.fixture
def url(database: str, committed: None) -> Iterator[str]:
    yield database


def test_what_is_kept_in_memory_is_what_is_read(url: str) -> None:
    async def talk(store: Open) -> None:
        kept = store()
        for number in range(4):
            await turn(kept, number)
        warm, fresh = await kept.retrieve(SENDER), await store().retrieve(SENDER)
        assert warm and fresh
        assert [e.as_dict() for e in warm.events] == [e.as_dict() for e in fresh.events]
        assert warm.current_slot_values() == fresh.current_slot_values()
        assert fresh.get_slot("language") == "id"

    play(url, talk)


def test_two_processes_go_on_with_one_conversation(url: str) -> None:
    async def talk(store: Open) -> None:
        one, other = store(), store()
        await turn(one, 0)
        await turn(other, 1)
        assert texts(await turn(one, 2)) == ["pesan 0", "pesan 1", "pesan 2"]

    play(url, talk)


def test_a_turn_given_up_leaves_no_trace(url: str) -> None:
    async def talk(store: Open) -> None:
        kept = store()
        await turn(kept, 0)
        given_up = await kept.retrieve(SENDER)
        assert given_up
        given_up.update_with_events(said(1), DOMAIN)
        assert texts(await turn(kept, 2)) == ["pesan 0", "pesan 2"]

    play(url, talk)


@pytest.mark.parametrize("again", ["same process", "restarted process"])
def test_a_repeated_message_gets_its_answer_again(url: str, again: str) -> None:
    async def talk(store: Open) -> None:
        kept = store()
        await turn(kept, 0)
        with pytest.raises(AnsweredBefore) as answered:
            await turn(kept if again == "same process" else store(), 0)
        assert [reply["text"] for reply in answered.value.replies] == ["jawaban 0"]
        assert texts(await turn(kept, 1)) == ["pesan 0", "pesan 1"]

    play(url, talk)


def test_both_answers_of_a_message_with_two_requests_are_given_again(url: str) -> None:
    async def talk(store: Open) -> None:
        kept = store()
        await turn(kept, 0)
        await turn(kept, 1, UserUttered("kedua", {"name": "greet"}, message_id="m1"), BotUttered("jawaban kedua"))
        with pytest.raises(AnsweredBefore) as answered:
            await turn(kept, 1)
        assert [reply["text"] for reply in answered.value.replies] == ["jawaban 1", "jawaban kedua"]

    play(url, talk)


def test_what_members_wrote_is_encrypted_and_their_health_is_told_apart(url: str) -> None:
    async def talk(store: Open) -> None:
        kept = store()
        closed = []
        for number, more in enumerate(([], [ActiveLoop("teleconsultation_form")], [], [ActiveLoop(None)], [])):
            answered = Turn(f"m{number}", "id")
            token = current_turn.set(answered)
            tracker = await kept.get_or_create_tracker(SENDER)
            extra = [SlotSet("teleconsultation_complaint", None)] if number == 3 else []
            tracker.update_with_events([*said(number), *more, *extra], DOMAIN)
            await kept.save(tracker)
            current_turn.reset(token)
            closed.append(answered.closed)
        assert closed == [False, True, True, True, False]
        with pytest.raises(AnsweredBefore):
            await turn(kept, 4)

    play(url, talk)
    with get_engine().connect() as connection:
        assert tables_with(connection, "pesan 0") == tables_with(connection, "jawaban 2") == []
        rows = connection.execute(text("SELECT closed, events FROM rasa_turns ORDER BY id")).all()
    assert [row.closed for row in rows] == [False, True, True, True, False]
    assert rows[2].events[0] == {"event": "user", "parse_data": {"intent": {"name": "greet"}}}


def test_a_long_session_goes_on_in_a_short_one(url: str) -> None:
    async def talk(store: Open) -> None:
        kept = store()
        await turn(kept, 0, SlotSet("language", "id"))
        longest = 0
        for number in range(1, MAX_EVENTS // 2):
            longest = max(longest, len((await turn(kept, number)).events))
        assert longest <= MAX_EVENTS + len(said(0)) + 1
        assert (await turn(kept, 500)).get_slot("language") == "id"

    play(url, talk)


def test_a_new_session_starts_without_the_old_one(url: str) -> None:
    async def talk(store: Open) -> None:
        kept = store()
        await turn(kept, 0)
        await turn(kept, 1, ActionExecuted(ACTION_SESSION_START_NAME), SessionStarted(), *said(2))
        assert texts(await turn(kept, 3)) == ["pesan 2", "pesan 3"]

    play(url, talk)


def test_no_database_is_said_and_not_taken_for_a_new_conversation() -> None:
    async def talk(store: Open) -> None:
        with pytest.raises(StoreUnavailable):
            await store().retrieve(SENDER)

    play("postgresql://nobody@127.0.0.1:1/none?connect_timeout=1", talk)
