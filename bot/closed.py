"""Which turns are about the member's health: what is said in them is sealed, and no agent reads it."""

from collections.abc import Iterable

from rasa.shared.core.events import ActionExecuted, ActiveLoop, Event, SlotSet
from rasa.shared.core.trackers import DialogueStateTracker

_TOPICS = ("teleconsultation", "screening")
"""Names of actions, forms and slots of these topics have the topic in them."""


def is_closed(tracker: DialogueStateTracker, events: Iterable[Event]) -> bool:
    """Whether one of these topics is open, or these events of the turn belong to one, also to its end."""
    return _named(tracker.active_loop_name) or any(_named(_name(event)) for event in events)


def _named(name: str | None) -> bool:
    return any(topic in (name or "") for topic in _TOPICS)


def _name(event: Event) -> str | None:
    if isinstance(event, ActionExecuted):
        return str(event.action_name)
    if isinstance(event, ActiveLoop):
        return str(event.name or "")
    return str(event.key) if isinstance(event, SlotSet) else None
