"""Our conversation and Rasa's own are in the same state after any events, and so are their copies."""

import random
from collections.abc import Callable
from typing import Any

from rasa.shared.core.domain import Domain
from rasa.shared.core.events import (
    ActionExecuted,
    ActionExecutionRejected,
    ActionReverted,
    ActiveLoop,
    AllSlotsReset,
    BotUttered,
    ConversationPaused,
    Event,
    FollowupAction,
    LoopInterrupted,
    Restarted,
    SessionStarted,
    SlotSet,
    UserUtteranceReverted,
    UserUttered,
)
from rasa.shared.core.trackers import DialogueStateTracker, EventVerbosity

from bot.tracker import CareTracker

MAPPED: dict[str, Any] = {"mappings": [{"type": "custom"}]}
DOMAIN = Domain.from_dict(
    {
        "version": "3.1",
        "intents": ["greet"],
        "slots": {
            "place": {"type": "text", **MAPPED},
            "tries": {"type": "any", "initial_value": 0, **MAPPED},
            "sure": {"type": "bool", "initial_value": True, **MAPPED},
        },
        "forms": {"place_form": {"required_slots": []}},
    }
)
TALKS, EVENTS = 150, 40
Make = Callable[[random.Random], Event]
MAKES: list[Make] = [
    lambda chance: UserUttered(f"pesan {chance.random()}", {"name": "greet"}),
    lambda chance: ActionExecuted(chance.choice(["action_listen", "utter_hi", "place_form"])),
    lambda chance: BotUttered(f"jawaban {chance.random()}"),
    lambda chance: SlotSet(chance.choice(["place", "tries"]), chance.choice([None, "cibiru", 3])),
    lambda _: SlotSet("sure", False),
    lambda chance: ActiveLoop(chance.choice(["place_form", None])),
    lambda _: ActionExecutionRejected("place_form"),
    lambda _: LoopInterrupted(True),
    lambda _: FollowupAction("utter_hi"),
    lambda _: ActionReverted(),
    lambda _: UserUtteranceReverted(),
    lambda _: AllSlotsReset(),
    lambda _: ConversationPaused(),
    lambda _: SessionStarted(),
    lambda _: Restarted(),
]
OFTEN = [8, 8, 4, 6, 1, 2, 1, 1, 2, 1, 1, 1, 1, 1, 1]


def state(tracker: DialogueStateTracker) -> dict[str, Any]:
    loop = tracker.active_loop
    kept = {"loop": vars(loop) if loop else None, "followup": tracker.followup_action, "paused": tracker.is_paused()}
    slots = {name: (slot.value, slot.has_been_set) for name, slot in tracker.slots.items()}
    seen = tracker.current_state(EventVerbosity.ALL)
    return seen | kept | {"slots": slots, "bot": tracker.latest_bot_utterance, "model": tracker.model_id}


def test_the_same_state_as_rasas_own_and_so_are_copies() -> None:
    chance = random.Random(165)
    for _ in range(TALKS):
        stock, ours = (kind("m", DOMAIN.slots) for kind in (DialogueStateTracker, CareTracker))
        for _ in range(EVENTS):
            event = chance.choices(MAKES, OFTEN)[0](chance)
            for tracker in (stock, ours):
                tracker.update(event, DOMAIN)
                # Rasa itself forgets what is to follow without an event; a copy remembers what the events say.
                if isinstance(event, FollowupAction) and event.timestamp % 1 < 0.5:
                    tracker.clear_followup_action()
        assert state(ours) == state(stock)
        assert state(ours.copy()) == state(stock.copy())
        assert state(ours.init_copy()) == state(stock.init_copy())
        middle = list(stock.events)[EVENTS // 2].timestamp
        assert state(ours.travel_back_in_time(middle)) == state(stock.travel_back_in_time(middle))


def test_what_happens_to_a_copy_does_not_happen_to_the_conversation() -> None:
    ours = CareTracker("m", DOMAIN.slots)
    ours.update(SlotSet("place", "cibiru"))
    ours.update(ActiveLoop("place_form"))
    before = state(ours)
    copied = ours.copy()
    for event in (SlotSet("place", "antapani"), LoopInterrupted(True), AllSlotsReset(), FollowupAction("utter_hi")):
        copied.update(event)
    assert state(ours) == before
    assert CareTracker("m", DOMAIN.slots).get_slot("place") is None
