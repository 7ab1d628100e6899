"""Slots are filled as Rasa fills them, without the mappings that fill none; and where a message stands."""

import asyncio
import time
from typing import Any

import pytest
from rasa.core.actions.action import ActionExtractSlots
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, ActiveLoop, Event, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from bot.components.in_talk import FORM, GOING_ON
from bot.processor import RECENT_S, leave_to_actions, talk_of

CUSTOM = {"type": "custom"}
SLOTS: dict[str, Any] = {
    "left": {"type": "any", "mappings": [CUSTOM]},
    "named": {"type": "text", "mappings": [{"type": "from_entity", "entity": "place"}, CUSTOM]},
    "asked": {"type": "any", "mappings": [{"type": "custom", "action": "action_ask"}]},
}


def filled(domain: Domain) -> list[Event]:
    events = [ActionExecuted("action_listen"), UserUttered("di cibiru", {"name": "greet"}, [PLACE])]
    tracker = DialogueStateTracker.from_events("m", events, domain.slots)
    found: list[Event] = asyncio.run(ActionExtractSlots(None).run(None, None, tracker, domain))
    return found


PLACE = {"entity": "place", "value": "cibiru"}


def test_what_rasa_fills_by_itself_it_still_fills() -> None:
    domain = Domain.from_dict(
        {"version": "3.1", "intents": ["greet"], "entities": ["place"], "actions": ["action_ask"], "slots": SLOTS}
    )
    calling = domain.slots[[slot.name for slot in domain.slots].index("asked")]
    kept, calling.mappings = calling.mappings, []  # nobody is there to be called
    before = filled(domain)
    calling.mappings = kept
    leave_to_actions(domain)
    assert {slot.name: slot.mappings for slot in domain.slots if slot.name in SLOTS} == {
        "left": [],
        "named": SLOTS["named"]["mappings"][:1],
        "asked": SLOTS["asked"]["mappings"],
    }
    calling.mappings = []
    assert filled(domain) == before and len(before) == 1


@pytest.mark.parametrize(
    ("loop", "seconds_ago", "talk"),
    [
        (None, None, None),
        (None, 60, GOING_ON),
        (None, 2 * RECENT_S, None),
        ("queues_form", 60, FORM),
        ("apphelp_form", 60, None),
    ],
)
def test_where_a_message_stands(loop: str | None, seconds_ago: float | None, talk: str | None) -> None:
    said = [] if seconds_ago is None else [UserUttered("ambil antrean", timestamp=time.time() - seconds_ago)]
    tracker = DialogueStateTracker.from_events("m", [*said, ActiveLoop(loop)], [])
    assert talk_of(tracker) == talk
