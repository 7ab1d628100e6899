"""More than one thing in a turn: a second request of the same message, and a choice that was typed by its number.

Both are heard as if the member had said them next: the events of a message are added behind the answer, and the rules
go on from there.
"""

import json
import re
from collections.abc import Mapping
from typing import Any

from rasa_sdk.events import EventType, SlotSet

from bot.actions.reading import Reading

PENDING = "next_request"
"""Slot of a second request that waits: a form or the verification of the first goes before it."""
_PAYLOAD = re.compile(r"^/(?P<intent>[a-z_]+)(?P<values>\{.*\})?$", re.DOTALL)
_STOPS = frozenset({"action_emergency", "action_talk_to_agent"})
"""After these a person goes on; a second request is theirs too."""


def heard(reading: Reading, message: Mapping[str, Any]) -> list[EventType]:
    """The events of a message (``text``, ``intent``, ``confidence``, ``entities``) that nobody sent by itself."""
    understood = {"name": message["intent"], "confidence": message.get("confidence", 1.0)}
    parsed = {
        "text": message["text"], "intent": understood, "entities": message.get("entities", []),
        "intent_ranking": message.get("ranking") or [understood],
    }  # fmt: skip
    user = {
        "event": "user", "text": message["text"], "parse_data": parsed, "metadata": reading.metadata,
        "message_id": reading.message_id, "input_channel": reading.tracker.latest_message.get("input_channel"),
    }  # fmt: skip
    listens = {"event": "action", "name": "action_listen", "policy": None, "confidence": 1.0, "timestamp": None}
    return [listens, {**user, "timestamp": None}]


def pressed(payload: str) -> dict[str, Any] | None:
    """A button's payload as a message; None where it is no intent."""
    found = _PAYLOAD.match(payload)
    if found is None:
        return None
    values = json.loads(found["values"] or "{}")
    entities = [{"entity": name, "value": value} for name, value in values.items()]
    return {"text": payload, "intent": found["intent"], "entities": entities}


def go_on(reading: Reading, action: str, events: list[EventType]) -> list[EventType]:
    """Adds the second request behind the events of an answer, or keeps it until its time comes."""
    kept = reading.slot(PENDING)
    waiting = reading.also or kept
    if not waiting:
        return events
    if action in _STOPS:
        return [*events, SlotSet(PENDING, None)]
    if _not_yet(reading, events):
        return events if waiting == kept else [SlotSet(PENDING, waiting), *events]
    ended = [event for event in events if event["event"] != "followup"]
    return [*ended, SlotSet(PENDING, None), *heard(reading, waiting)]


def _not_yet(reading: Reading, events: list[EventType]) -> bool:
    """Something else comes first: another action, a form with its questions, the verification of the member."""
    follows = [event["name"] for event in events if event["event"] == "followup"]
    opened = any(name not in ("action_listen", reading.form) for name in follows)
    verifies = any(e["event"] == "slot" and e["name"] == "after_verification" and e["value"] for e in events)
    closed = any(event["event"] == "active_loop" and not event["name"] for event in events)
    in_form = bool(reading.form) and not closed and not reading.also
    heard_more = any(event["event"] in ("rewind", "user") for event in events)
    return opened or verifies or in_form or heard_more
