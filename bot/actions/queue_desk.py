"""A booking whose desk is closed at this hour: what was told is kept for the morning, and nothing was taken yet."""

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from rasa_sdk.events import EventType, SlotSet

from bot.actions.control import says_go_on
from bot.actions.form_limits import ANSWER_INTENTS, CLEAR_WISH
from bot.actions.given_up import drops, gives_up
from bot.actions.interrupted import go_back_to
from bot.actions.queue_reading import day_in, today_at
from bot.actions.queue_state import FORM, forgotten
from bot.actions.queue_words import refusal_values
from bot.actions.reading import Reading
from bot.actions.shown import FOLLOW_UP_WORDS, remember, shown
from bot.actions.texts import Say
from bot.actions.topic import asks_something, topic_of_service
from bot.components.date_patterns import find_dates

DESK = "desk"
"""What ``shown`` keeps of it: the hour at which the desk opens."""
DESK_CLOSED = "utter_error_outside_booking_hours"
_OURS = ANSWER_INTENTS | {"cancel_flow", "go_back", "book_queue", "out_of_scope"}
_NOT_THEN = re.compile(
    r"\b(?:bukan|bkn|dudu|sanes|not|batal|jangan|jgn|aja|ojo"
    r"|(?:ga|gak|gk|nggak|ngga|enggak|tidak|tdk|ndak|ora|ra|teu|kada|indak)\s*(?:jadi|sid[oa]|sios|bisa|iso))"
    r"\W+(?:(?:hari|dinten|dina|poe|on)\W+)?$",
    re.IGNORECASE,
)
"""Before a day that is not wanted any more: "ora sido jumat, senin wae"."""


def keep_for_later(reading: Reading, say: Say, details: Mapping[str, Any]) -> list[EventType]:
    """Says when the desk opens, and that what was told goes on then; the answers stay."""
    values = refusal_values(say, details)
    say(DESK_CLOSED, **values)
    say("utter_queues_kept_for_desk", opens_at=values["opens_at"])
    seen = remember(DESK, desk=values["opens_at"], facility=reading.slot("queues_door")["facility"])
    return [SlotSet("queues_ending", None), seen, *topic_of_service("book_queue")]


def while_desk_closed(reading: Reading, say: Say) -> list[EventType] | None:
    """Another day is noted, "lanjut" goes on, and who gives it up hears that there is nothing to cancel; None for all
    other words.
    """
    opens = shown(reading).get(DESK)
    if not opens or reading.form or reading.pressed or not reading.slot("queues_door"):
        return None
    if says_go_on(reading):
        return go_back_to(FORM)
    other = reading.intent not in _OURS and reading.confidence >= CLEAR_WISH
    if other or asks_something(reading.text) or len(reading.text.split()) > FOLLOW_UP_WORDS:
        return None
    if (day := _day_wanted(reading)) is not None:
        return _noted(reading, say, day, str(opens))
    if reading.intent != "cancel_flow" and not (gives_up(reading) or drops(reading)):
        return None
    say("utter_queues_none_taken")
    return [*(SlotSet(name, None) for name in forgotten(reading)), remember("cancelled")]


def _day_wanted(reading: Reading) -> date | None:
    """The last day that is named and not denied."""
    named = [one for one in find_dates(reading.text) if not _NOT_THEN.search(reading.text[: one.start])]
    found = day_in(named[-1].value, reading.slot("queues_door")["zone"]) if named else None
    return found if isinstance(found, date) else None


def _noted(reading: Reading, say: Say, day: date, opens: str) -> list[EventType]:
    words = say.day(day.isoformat())
    if day < today_at(reading.slot("queues_door")["zone"]):
        say("utter_error_date_in_past", date=words)
        return []
    say("utter_noted", value=words)
    say("utter_queues_kept_for_desk", opens_at=opens)
    return [SlotSet("queues_hints", {**(reading.slot("queues_hints") or {}), "date": day.isoformat()})]
