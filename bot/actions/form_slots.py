"""The answers of a form: the slots that begin with its name, ``queues_form`` with ``queues_``."""

from collections.abc import Mapping
from typing import Any

from rasa_sdk.events import ActiveLoop, EventType, SlotSet

_WISH = "_wish"
"""Ends the names of slots that hold what waits for the verification of the member: no answers of a form."""


def topic_of(form: str) -> str:
    """What the names of a form's slots begin with."""
    return form.removesuffix("_form")


def answers(slots: Mapping[str, Any], topic: str) -> dict[str, Any]:
    """What is filled in, by slot; ``False`` is an answer too."""
    own = f"{topic}_"
    return {
        name: value
        for name, value in slots.items()
        if value is not None and name.startswith(own) and not name.endswith(_WISH)
    }


def forgotten(slots: Mapping[str, Any], topic: str) -> list[EventType]:
    """The events that empty them."""
    return [SlotSet(name, None) for name in answers(slots, topic)]


def closed() -> list[EventType]:
    """The events that close the open form; what was answered stays."""
    return [ActiveLoop(None), SlotSet("requested_slot", None)]
