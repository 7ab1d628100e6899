"""Watching for a free bed: at a hospital or near a place, for three days at most."""

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from rasa_sdk.events import EventType, SlotSet

from bot.actions.backend import call
from bot.actions.bed_answers import show_beds
from bot.actions.beds import read_where, room_words, shown_where
from bot.actions.forms import Form
from bot.actions.notice_words import NOTICES, WATCHED
from bot.actions.outcomes import Filled, Outcome, Unusable
from bot.actions.places import leaves, say_choices
from bot.actions.press import press
from bot.actions.reading import Reading
from bot.actions.service import Answer
from bot.actions.shown import finish_form, open_form, remember, shown
from bot.actions.texts import Say

FORM = "watches_form"
OWN = frozenset({"manage_notifications", "check_bed_availability"})
_BED = re.compile(r"\b(?:kamar|ruang\w*|tempat tidur|tt|bed|beds|icu|nicu|picu|rawat inap|ward|room)\b", re.I)
_FREE = re.compile(r"\b(?:kosong|tersedia|ada|suwung|lowong|free|available|vacant)\b", re.IGNORECASE)


def wants_bed(reading: Reading) -> bool:
    """The wish is to hear of a free bed; behind beds on the screen "kabari kalau kosong" is enough."""
    free = _of_beds(shown(reading)) and _FREE.search(reading.text)
    return bool(_BED.search(reading.text) or reading.entity("room_class") or free)


def _of_beds(seen: Mapping[str, Any]) -> bool:
    """Beds are on the screen, or were before a general question about them."""
    return seen.get("kind") == "beds" or (seen.get("kind") == "faq" and "class" in seen)


def watch_wish(reading: Reading) -> dict[str, Any]:
    """Hospital that a button names, and the class."""
    seen = shown(reading)
    asked = seen.get("class") if _of_beds(seen) else None
    return {"code": reading.entity("code"), "room": room_words(reading) or asked}


async def begin_watch(reading: Reading, say: Say, wish: Mapping[str, Any]) -> list[EventType]:
    """Watches at once where the message or the last answer says where; asks for it otherwise."""
    if wish.get("code"):
        return await _watch(reading, say, {"facility": wish["code"]}, wish.get("room"))
    outcome = await read_where(reading, None, requested=False)
    found = outcome.slots if isinstance(outcome, Filled) else {}
    where = found.get("where") or (shown_where(reading) if outcome is None else None)
    if where:
        return await _watch(reading, say, where, wish.get("room"))
    if isinstance(outcome, Unusable):
        say(outcome.response, **outcome.values)
    return open_form(reading, FORM, room=wish.get("room"), choices=found.get("choices"))


async def _watch(reading: Reading, say: Say, where: Mapping[str, Any], room: str | None) -> list[EventType]:
    place = {key: where[key] for key in ("facility", "place_id", "latitude", "longitude") if where.get(key)}
    place = place or {"facility": where.get("near_facility")}
    body = {**place, "room_class": room}
    started = await call(reading, "POST", "/notifications/bed-watches", json=body)
    if started["status"] == "free_now":
        say("utter_watch_free_now")
        return _marked(await show_beds(reading, say, dict(where), room))
    if started["status"] != "watching":
        say("utter_watch_unknown")
        return []
    watch = started["watch"]
    values: dict[str, Any] = {"label": watch["label"] or where.get("label") or say.text("utter_beds_your_location")}
    values |= {
        "room": watch["room"] or say.text("utter_beds_any_ward"),
        "date": say.day(watch["until"], watch["time_zone"]),
    }
    stop = say.button("utter_notify_button_off_all", press("manage_notifications", value="off:all"))
    clock = say.time(datetime.fromisoformat(watch["until"]), watch["time_zone"])
    say("utter_watch_on", buttons=[stop], time=clock, **values)
    return [remember(NOTICES, where=dict(where), **{WATCHED: True})]  # "kalo hcu?" is still about that place


def _marked(events: list[EventType]) -> list[EventType]:
    """Beds on the screen that were asked to be watched: "2 hari aja" is about that."""
    return [
        SlotSet("shown", {**event["value"], WATCHED: True}) if event.get("name") == "shown" else event
        for event in events
    ]


class ValidateWatchesForm(Form):
    """Asks where, when neither the message nor the last answer said."""

    form = FORM
    own_intents = OWN

    def required(self, reading: Reading, known: Mapping[str, Any]) -> list[str]:
        """Only where: without a class, any ward counts."""
        return ["watches_where"]

    def watched(self, reading: Reading, known: Mapping[str, Any]) -> list[str]:
        """The class may come with the answer."""
        return ["watches_room", "watches_where"]

    async def extract_watches_room(self, reading: Reading, say: Say) -> Outcome:
        """The class, in the member's words."""
        room = room_words(reading)
        return Filled({"watches_room": room}) if room else None

    async def extract_watches_where(self, reading: Reading, say: Say) -> Outcome:
        """A location, a hospital, a place, or one of the choices."""
        if leaves(reading, self.own_intents):
            return None
        asked = reading.requested == "watches_where" and room_words(reading) is None
        outcome = await read_where(reading, reading.slot("watches_choices"), requested=asked)
        if isinstance(outcome, Filled):
            return Filled({f"watches_{name}": value for name, value in outcome.slots.items()})
        return outcome


class AskWatchesWhere(Answer):
    """Asks for a hospital, a place or a location, or which of several is meant."""

    action = "action_ask_watches_where"
    resumes = False

    async def answer(self, reading: Reading, say: Say) -> list[EventType]:
        """One question; the phone can answer it with its location."""
        if choices := reading.slot("watches_choices"):
            say_choices(say, "utter_beds_which", "inform", choices)
        else:
            say("utter_ask_watches_where", card={"type": "request_location"})
        return []


class WatchesStart(Answer):
    """Begins to watch once the form knows where."""

    action = "action_watches_start"
    ends = "watches"
    resumes = False

    async def answer(self, reading: Reading, say: Say) -> list[EventType]:
        """Says until when, or shows what is free already."""
        events = await _watch(reading, say, reading.slot("watches_where"), reading.slot("watches_room"))
        return [*events, *finish_form(reading, self.ends)]
