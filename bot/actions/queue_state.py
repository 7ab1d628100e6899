"""What the booking form remembers: the slots ``queues_…``."""

from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.events import EventType, FollowupAction, SlotSet

from bot.actions.outcomes import Filled
from bot.actions.reading import Reading

FORM = "queues_form"
_KEPT = frozenset({"queues_resume", "queues_wish"})
_LATER = "queues_hints"
ALREADY_BOOKED = "utter_queues_number_already"


def put(reading: Reading, **values: Any) -> Filled:
    """Fills slots, also in this message's own copy of the conversation: later questions read what came before."""
    slots = {f"queues_{name}": value for name, value in values.items()}
    reading.tracker.slots.update(slots)
    return Filled(slots)


def started(**values: Any) -> dict[str, Any]:
    """The slots of a form that begins; False is what does not apply (yet)."""
    return {f"queues_{name}": value for name, value in {"field": False, "register": False, **values}.items()}


def forgotten(reading: Reading) -> dict[str, None]:
    """All slots of an earlier booking, to be emptied."""
    filled = [name for name, value in reading.tracker.slots.items() if value is not None]
    return {name: None for name in filled if name.startswith("queues_") and name not in _KEPT}


def ending(response: str, steps: list[str], **details: Any) -> Filled:
    """Ends the form with a text and buttons for other steps: nothing can be booked this way."""
    return Filled({"queues_ending": {"response": response, "steps": steps, "details": details}})


def complete_with(events: list[EventType], action: str) -> list[EventType]:
    """Names what follows a complete form: one that is complete as soon as it opens matches no rule."""
    asked = any(event.get("name") == "requested_slot" and event.get("value") for event in events)
    return events if asked else [*events, FollowupAction(action)]


class Later:
    """Facts that came before their question; used up ones are forgotten."""

    def __init__(self, tracker: Tracker) -> None:
        self._tracker = tracker
        self._before = dict(tracker.slots.get(_LATER) or {})

    def changes(self) -> list[EventType]:
        """The slot as it is after the message."""
        after = dict(self._tracker.slots.get(_LATER) or {})
        return [] if after == self._before else [SlotSet(_LATER, after)]


def used_up(reading: Reading, *keys: str) -> None:
    """Forgets facts that were looked at."""
    hints = reading.tracker.slots.get(_LATER) or {}
    reading.tracker.slots[_LATER] = {key: value for key, value in hints.items() if key not in keys}
