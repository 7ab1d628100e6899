"""Beds: which hospital or place, and which class; answered at once where the message says it."""

import re
from collections.abc import Mapping
from typing import Any

from rasa_sdk.events import EventType, FollowupAction

from bot.actions.backend import LONGEST_NAME, call
from bot.actions.bed_answers import show_beds, show_more_beds
from bot.actions.bed_class import bare_figure, own_class
from bot.actions.ellipsis import corrects
from bot.actions.one_question import OneQuestion
from bot.actions.outcomes import Filled, Outcome, Unusable, resume
from bot.actions.places import (
    ASKING_WORDS,
    LOCATION,
    Place,
    asks_location,
    besides,
    chosen,
    is_name,
    keep_choices,
    last_place,
    leaves,
    say_choices,
    typed_name,
)
from bot.actions.reading import Reading
from bot.actions.service import Answer
from bot.actions.shown import chosen_code, finish_form, open_form, says_here, says_more, shown
from bot.actions.texts import Say
from bot.actions.topic import asks_something

PLACE_WORDS = 2
"""The name of a hospital ends with so many words of a place at most."""
_REGENCY = re.compile(r"^(?:kota|kabupaten)\s+", re.IGNORECASE)
_ANY_HOSPITAL = re.compile(
    r"^(?:rumah sakit|rumah sakik|rs|hospitals?)(?:nya)?\s+(?:(?:di|in)\s+)?(?P<town>\w.*)$", re.IGNORECASE
)
SURE = 0.9
"""Below this a message without a word of beds ("penuh? kalo selasa") is about something else."""
_BED = re.compile(
    r"\b(?:kamar|kmr|bed|beds|ruang\w*|bangsal|tempat tidur|rawat|inap|opname|nginap|ngamar|mondok|icu"
    r"|nicu|picu|hcu|isolasi|kelas|vip|kosong|rooms?|wards?|inpatient)(?:nya)?\b",
    re.IGNORECASE,
)
_INTENSIVE = re.compile(r"\b(?:[np]?icu|iccu|hcu|intensif|intensive)\b", re.IGNORECASE)
_BESIDES = re.compile(
    r"\b(?:selain|kecuali|bukan|bkn|sanes|besides|except|other than|not)\W+(?:kamar\W+|yang\W+|the\W+)?$", re.IGNORECASE
)
BED_BUTTONS = frozenset({"inform", "check_bed_availability"})
"""Intents of buttons whose code is a hospital or a place."""
_ASKING = re.compile(
    r"\b(?:ada(?:kah)?|apa(?:kah)?|masih|msh|kamar(?:nya)?|ruang(?:an)?|beds?|tempat tidur|kosong|tersedia|gak?|gk"
    r"|ngg?ak?|tidak|ya|yang|yg|kah|dong|min|kak|pak|bu|di|untuk|buat|cek|mau|saya|tolong|kalau|berapa|is there|any"
    r"|free|at|in|the)\b|[^\w\s]",
    re.IGNORECASE,
)


class BedsFind(Answer):
    """Answers at once where the message or the last answer says where; asks for it otherwise."""

    action = "action_beds_find"
    resumes = False

    async def answer(self, reading: Reading, say: Say) -> list[EventType]:
        """Shows beds, or opens the form."""
        outcome = await read_where(reading, None, requested=False)
        found = outcome.slots if isinstance(outcome, Filled) else {}
        room = room_words(reading) or bare_figure(reading, shown(reading)) or await own_class(reading)
        if outcome is None and not room and _hardly_beds(reading):
            return [FollowupAction("action_default_fallback")]
        if outcome is None and says_more(reading) and shown(reading).get("kind") == "beds":
            return [*await show_more_beds(reading, say, shown(reading), room), *resume(reading)]
        if where := found.get("where") or (shown_where(reading) if outcome is None else None):
            return [*await show_beds(reading, say, where, room), *resume(reading)]
        if room and _INTENSIVE.search(room):  # whoever needs it must not wait for the answer to our question
            say("utter_beds_emergency_first")
        slots = {"class": room, "choices": found.get("choices")}
        return open_form(reading, "beds_form", **slots)


def _hardly_beds(reading: Reading) -> bool:
    """The message only resembles a question for beds, and names none ("penuh? kalo selasa" behind a doctor's hours)."""
    weak = not reading.pressed and reading.confidence < SURE and not reading.form
    return weak and shown(reading).get("kind") != "beds" and _BED.search(reading.text) is None


def room_words(reading: Reading) -> str | None:
    """The room class in the member's words; None for none, or for more than one: then all are shown.

    Of a correction ("bukan kelas 3 tapi vip") the last one counts.
    """
    named = [*reading.entities("room_class"), *reading.entities("membership_class")]
    named = [one for one in named if not _set_aside(reading.text, one)] or named
    if len(set(named)) > 1 and corrects(reading):
        return max(named, key=reading.text.rfind)
    return named[0] if len(set(named)) == 1 else None


def _set_aside(text: str, room: str) -> bool:
    """ "selain ICU, kalau kelas 3 gimana": that class is not asked for."""
    at = text.find(room)
    return at > 0 and _BESIDES.search(text[:at]) is not None


def shown_where(reading: Reading) -> Place | None:
    """Where the last answer was about, for a typed question that names no place: a hospital, or around a place."""
    seen = shown(reading)
    told = (reading.slot("complaints_facility") or {}).get("code") if reading.form == "complaints_form" else None
    if told and not reading.pressed:
        return {"facility": told}  # "kelas 1 di situ kosong ga", while a complaint about the hospital is taken down
    if reading.pressed or not (seen.get("facility") or seen.get("where")):
        return None
    if says_here(reading):
        return seen["where"] if "latitude" in (seen.get("where") or {}) else None
    code = chosen_code(reading) or seen.get("facility")
    return {"facility": code} if code else seen["where"]


async def read_where(reading: Reading, choices: Mapping[str, Any] | None, *, requested: bool) -> Outcome:
    """The hospital or the place in a message, as ``where``; several that fit come as ``choices``."""
    if reading.location:
        return Filled({"where": dict(reading.location)})
    if reading.pressed and reading.intent not in BED_BUTTONS:
        return None
    if (choice := chosen(reading, choices)) is not None:
        key = "place_id" if choice["id"][0].islower() else "facility"
        return Filled({"where": {key: choice["id"], "label": choice["label"]}, "choices": None})
    if reading.pressed:
        code = reading.entity("code")
        return Filled({"where": _of_code(code)}) if code else None
    hospital, place = reading.entity("facility_name"), last_place(reading)
    asked_else = bool(choices) and asks_something(reading.text)  # "bisa sekalian dipesankan?" names no place
    words = hospital or place or typed_name(reading, requested=requested)
    words = words or (None if asked_else else _whole_question(reading))
    if words is None:
        return None
    named = {"facility": hospital, "place": place} if hospital or place else {"facility": words}
    params = {key: value[:LONGEST_NAME] for key, value in named.items() if value}
    found = await call(reading, "GET", "/beds/find", params={**params, "limit": 1})
    if place and not hospital and found["status"] == "place_unknown":  # "di margono": a hospital as people call it
        found = await _hospital_called(reading, place) or found
    if hospital and not place and not (found["facility"] or found["place"]):
        found = await _around_its_name(reading, hospital) or found
    if hospital and not place and found["status"] == "ambiguous" and (town := _ANY_HOSPITAL.match(hospital)):
        there = await _in_town(reading, town["town"])  # "rumah sakit bandung" is any of them there
        if there:
            found, words, hospital, place = there, town["town"], None, town["town"]
    outcome = _understood(found, words, marked=bool(hospital or place or (requested and is_name(reading, words))))
    return await _with_others(reading, outcome, hospital)


async def _in_town(reading: Reading, name: str) -> Mapping[str, Any] | None:
    """What is found around the town of this name, or which towns are called so; None where none is."""
    params = {"place": name[:LONGEST_NAME], "limit": 1}
    found: Mapping[str, Any] = await call(reading, "GET", "/beds/find", params=params)
    labels = [found["place"]["label"]] if found["place"] else [one["label"] for one in found["choices"]]
    return found if any(_REGENCY.sub("", label).casefold() == name.casefold() for label in labels) else None


async def _hospital_called(reading: Reading, name: str) -> Mapping[str, Any] | None:
    params = {"facility": name[:LONGEST_NAME], "limit": 1}
    found: Mapping[str, Any] = await call(reading, "GET", "/beds/find", params=params)
    return found if found["facility"] or found["choice_of"] == "facility" else None


async def _around_its_name(reading: Reading, hospital: str) -> Mapping[str, Any] | None:
    """ "rs permata bunda medan", which we do not know: the place that its name ends with."""
    words = hospital.split()
    for size in range(min(PLACE_WORDS, len(words) - 1), 0, -1):
        named = " ".join(words[-size:])
        params = {"facility": hospital[:LONGEST_NAME], "place": named[:LONGEST_NAME], "limit": 1}
        found: Mapping[str, Any] = await call(reading, "GET", "/beds/find", params=params)
        if found["place"] and _REGENCY.sub("", found["place"]["label"]).casefold() == named.casefold():
            return found
    return None


async def _with_others(reading: Reading, outcome: Outcome, hospital: str | None) -> Outcome:
    """A place with those that the message names alike, and the name of a hospital that was not found there."""
    where = outcome.slots.get("where") if isinstance(outcome, Filled) else None
    if not where or "place_id" not in where:
        return outcome
    found = {**where, "besides": await besides(reading), "unknown": hospital}
    return Filled({"where": found, "choices": None})


def _of_code(code: str) -> Place:
    """Ids of places begin with a small letter, codes of facilities never do."""
    return {"place_id": code} if code[0].islower() else {"facility": code}


def _whole_question(reading: Reading) -> str | None:
    """What is left of a short question in which no name was marked: perhaps a bare name, or a place abroad."""
    if reading.intent != "check_bed_availability" or len(reading.text.split()) > ASKING_WORDS or says_here(reading):
        return None
    text = reading.text
    for room in (*reading.entities("room_class"), *reading.entities("membership_class")):
        text = text.replace(room, " ")
    return " ".join(_ASKING.sub(" ", text).split()) or None


def _understood(found: Mapping[str, Any], words: str, *, marked: bool) -> Outcome:
    if found["status"] == "outside":
        return Unusable("utter_place_outside", {"place": words})
    if not marked and not found["facility"]:
        return None
    if found["status"] == "ambiguous":
        return Filled({"choices": keep_choices(words, found)})
    if hospital := found["facility"]:
        return Filled({"where": {"facility": hospital["code"], "label": hospital["name"]}, "choices": None})
    if place := found["place"]:
        others = [{"id": c["id"], "label": c["label"]} for c in found["choices"][:2]]
        return Filled({"where": {"place_id": place["id"], "label": place["label"], "others": others}, "choices": None})
    return (
        None
        if found["status"] == "where_needed"
        else Unusable("utter_beds_unknown_hospital", {"name": words}, card=LOCATION)
    )


class ValidateBedsForm(OneQuestion):
    """Asks where, when the message did not say; a class is never asked for."""

    form = "beds_form"
    asks_place = True
    own_intents = frozenset({"check_bed_availability"})

    def required(self, reading: Reading, known: Mapping[str, Any]) -> list[str]:
        """Only where: without a class, all classes are shown."""
        return ["beds_where"]

    def watched(self, reading: Reading, known: Mapping[str, Any]) -> list[str]:
        """The class may come with any message."""
        return ["beds_class", "beds_where"]

    async def extract_beds_class(self, reading: Reading, say: Say) -> Outcome:
        """The class, in the member's words."""
        room = room_words(reading)
        return Filled({"beds_class": room}) if room else None

    async def extract_beds_where(self, reading: Reading, say: Say) -> Outcome:
        """A location, a hospital, a place, or one of the choices."""
        if leaves(reading, self.own_intents):
            return None
        requested = reading.requested == "beds_where" and room_words(reading) is None
        outcome = await read_where(reading, reading.slot("beds_choices"), requested=requested)
        if isinstance(outcome, Filled):
            return Filled({f"beds_{name}": value for name, value in outcome.slots.items()})
        return outcome


class AskBedsWhere(Answer):
    """Asks for a hospital, a place or a location, or which of several is meant."""

    action = "action_ask_beds_where"
    resumes = False

    async def answer(self, reading: Reading, say: Say) -> list[EventType]:
        """One question; the phone can answer it with its location."""
        if choices := reading.slot("beds_choices"):
            say_choices(say, "utter_beds_which", "inform", choices)
        elif not asks_location(reading):
            say("utter_ask_beds_where", card=LOCATION)
        return []


class BedsShow(Answer):
    """Shows the beds once the form knows where."""

    action = "action_beds_show"
    ends = "beds"
    resumes = False

    async def answer(self, reading: Reading, say: Say) -> list[EventType]:
        """Beds of the hospital or around the place."""
        events = await show_beds(reading, say, reading.slot("beds_where"), reading.slot("beds_class"))
        return [*events, *finish_form(reading, self.ends)]
