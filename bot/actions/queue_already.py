"""What is said behind "there is a number for that day already": another day for it, or another booking."""

from collections.abc import Mapping
from typing import Any

from rasa_sdk.events import EventType, SlotSet

from bot.actions.form_slots import closed, forgotten
from bot.actions.interrupted import OPEN
from bot.actions.press import press
from bot.actions.queue_reading import MOVE, wish_of
from bot.actions.queue_state import FORM
from bot.actions.reading import Reading
from bot.actions.same_names import same_name
from bot.actions.shown import FOLLOW_UP_WORDS, shown
from bot.actions.topic import asks_something
from bot.actions.turns import heard, pressed

ALREADY, INTENT = "already", "book_queue"
"""What ``shown`` keeps of the booking that stood against a new one, and the intent of both ways on."""
_ENTITIES = {"poli": "poli", "facility": "facility_name", "date": "date", "time": "time"}


def instead_of_number(reading: Reading) -> list[EventType] | None:
    """ "kamis aja" moves the number; another clinic or facility is another booking; None for all other words."""
    kept = shown(reading).get(ALREADY)
    if kept is None or reading.pressed or reading.form or asks_something(reading.text):
        return None
    wish = wish_of(reading)
    if _other_clinic(wish, kept):
        return _booked(reading, wish)
    moves = wish.get("date") and len(reading.text.split()) <= FOLLOW_UP_WORDS
    return _booked(reading, wish, MOVE) if moves else None


def other_clinic_than_moved(reading: Reading) -> list[EventType] | None:
    """A number is moved, and the clinic is put right: that is another booking, on the day that was chosen."""
    poli, door = reading.slot("queues_poli") or {}, reading.slot("queues_door") or {}
    moving = reading.form == FORM and reading.slot("queues_mode") == MOVE
    if not moving or reading.pressed or asks_something(reading.text):
        return None
    wish = wish_of(reading)
    if not _other_clinic(wish, {"poli": poli.get("name"), "facility": door.get("name")}):
        return None
    wish = {"date": reading.slot("queues_date"), **wish}
    left = forgotten(reading.tracker.slots, "queues")
    return [*closed(), *left, SlotSet(OPEN, None), *_booked(reading, wish)]


def _booked(reading: Reading, wish: Mapping[str, Any], mode: str | None = None) -> list[EventType]:
    """The wish as if it had been pressed: half a sentence would be taken for a question about what is shown."""
    said = {entity: str(wish[fact]) for fact, entity in _ENTITIES.items() if wish.get(fact)}
    return heard(reading, pressed(press(INTENT, value=mode, **said)) or {})


def _other_clinic(wish: Mapping[str, Any], kept: Mapping[str, Any]) -> bool:
    poli, place = wish.get("poli"), wish.get("facility")
    other_poli = poli and str(poli).lower() not in str(kept.get("poli")).lower()
    return bool(other_poli or (place and not same_name(str(place), str(kept.get("facility")))))
