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
from bot.actions.service_events import asks_to_verify, follows, form_closed, goes_on_hearing

PENDING = "next_request"
"""Slot of a second request that waits: a form or the verification of the first goes before it."""
_PAYLOAD = re.compile(r"^/(?P<intent>[a-z_]+)(?P<values>\{.*\})?$", re.DOTALL)
SECOND = "second_request"
"""In the metadata of a message: it is the second part of one, whose first part was answered."""
HANDED_OVER = "handed_over"
"""Set in a turn's own copy of the slots when a person was called in it; a second request is theirs too."""


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


def meant_as(reading: Reading, intent: str) -> dict[str, Any]:
    """The member's own message with its entities, as a message of another intent."""
    entities = (reading.tracker.latest_message or {}).get("entities") or []
    return {"text": reading.text, "intent": intent, "entities": entities}


def pressed(payload: str) -> dict[str, Any] | None:
    """A button's payload as a message; None where it is no intent."""
    found = _PAYLOAD.match(payload)
    if found is None:
        return None
    values = json.loads(found["values"] or "{}")
    entities = [{"entity": name, "value": value} for name, value in values.items()]
    return {"text": payload, "intent": found["intent"], "entities": entities}


def go_on(reading: Reading, events: list[EventType]) -> list[EventType]:
    """Adds the second request behind the events of an answer, or keeps it until its time comes."""
    kept = reading.slot(PENDING)
    waiting = reading.also or kept
    if not waiting:
        return events
    if reading.slot(HANDED_OVER):
        return [*events, SlotSet(PENDING, None)]
    if _not_yet(reading, events):
        return events if waiting == kept else [SlotSet(PENDING, waiting), *events]
    ended = [event for event in events if event["event"] != "followup"]
    listens, user = heard(reading, waiting)
    return [*ended, SlotSet(PENDING, None), listens, {**user, "metadata": {**user["metadata"], SECOND: True}}]


def _not_yet(reading: Reading, events: list[EventType]) -> bool:
    """Something else comes first: another action, a form with its questions, the verification of the member."""
    opened = any(name != reading.form for name in follows(events))
    in_form = bool(reading.form) and not form_closed(events) and not reading.also
    waits = reading.slot("after_verification") and not _sets(events, "after_verification")
    return bool(opened or in_form or waits or asks_to_verify(events) or goes_on_hearing(events))


def _sets(events: list[EventType], slot: str) -> bool:
    return any(event["event"] == "slot" and event["name"] == slot for event in events)
