"""Slots are filled from a message as Rasa fills them, without the mappings that fill none."""

import asyncio
from typing import Any

from rasa.core.actions.action import ActionExtractSlots
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, Event, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from bot.processor import leave_to_actions

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
