"""One facility: its details and its place on the map."""

import re
from collections.abc import Mapping
from itertools import groupby
from typing import Any

from rasa_sdk.events import EventType, FollowupAction, SlotSet

from bot.actions.backend import LONGEST_NAME, call
from bot.actions.facilities_shown import show_facilities
from bot.actions.facility_ratings import rating_lines
from bot.actions.facility_words import map_button, opening_words, weekday
from bot.actions.own_clinic import clinic_meant, clinic_waiting
from bot.actions.places import CHOICES_SHOWN, choice_button, last_place, which_of
from bot.actions.press import press
from bot.actions.reading import Reading
from bot.actions.service import Answer
from bot.actions.shown import chosen_code, says_details, shown, shown_place
from bot.actions.texts import Say

_NOT_KEPT = re.compile(
    r"\b(?:be[sz]uk|jenguk|menjenguk|tilik|visit(?:ing|ors?)?|parkir|parking|kantin|canteen|wifi|mushol+a|musala|tipe"
    r"|akreditasi|accreditation)(?:nya)?\b",
    re.IGNORECASE,
)
"""What members ask of a facility and no list of ours tells."""
_CLASS = re.compile(
    r"\b(?:rs\w*|rumah sakit(?:nya)?|hospital)\b.{0,10}\b(?:tipe|type|kelas|kls|class|grade)\s*(?:apa\b|what|[abcd]\b)"
    r"|\b(?:tipe|type)\s*(?:rs\w*|rumah sakit\w*)?\s*(?:apa\b|berapa|brp|[abcd]\b)"
    r"|\bwhat (?:type|class|grade)\b.{0,12}\bhospital\b",
    re.IGNORECASE,
)
"""Hospitals have a class too: A to D."""


class FacilityInfo(Answer):
    """Address, phone and hours of one facility."""

    action = "action_facility_info"

    async def answer(self, reading: Reading, say: Say) -> list[EventType]:
        """By button, by name with typos, by its number in the last list, or the one shown last."""
        if code := reading.entity("code") or chosen_code(reading):
            return await tell_facility(reading, say, code)
        if reading.entity("facility_type") and last_place(reading) and not reading.entity("facility_name"):
            return [FollowupAction("action_facilities_find")]
        if words := reading.entity("facility_name") or last_place(reading) or clinic_waiting(reading):
            return await tell_by_name(reading, say, words)
        seen = shown(reading)
        if (kind := reading.entity("facility_type")) and (place := shown_place(reading)) and not says_details(reading):
            return await show_facilities(reading, say, place, kind)
        known = seen.get("facility") or await clinic_meant(reading)
        return await tell_facility(reading, say, known) if known else await ask_which(reading, say)


async def ask_which(reading: Reading, say: Say) -> list[EventType]:
    """Asks which of those listed is meant (the only one is), or for a name; a kind that was named alone ("rsud") waits
    for its place.
    """
    items, where = shown(reading).get("items") or [], shown(reading).get("where")
    if not items:
        say("utter_facility_name_needed")
        waits = {"kind": "facility", "named": reading.entity("facility_type")}
        return [SlotSet("shown", {**waits, "where": where} if where else waits)]
    if len(items) == 1:
        return await tell_facility(reading, say, items[0]["code"])
    choices = [{"id": item["code"], "label": item["name"]} for item in items[-CHOICES_SHOWN:]]
    say("utter_facility_which", buttons=[choice_button("facility_info", choice) for choice in choices])
    return []


async def tell_by_name(reading: Reading, say: Say, words: str) -> list[EventType]:
    """The details of the facility of this name, or which ones could be meant."""
    found = await call(reading, "GET", "/facilities/search", params={"q": words[:LONGEST_NAME]})
    if found["status"] == "one":
        return await tell_facility(reading, say, found["items"][0]["code"])
    if found["status"] == "several":
        choices = found["choices"][:CHOICES_SHOWN]
        say(which_of(choices), buttons=[choice_button("facility_info", choice) for choice in choices])
        items = [{"code": choice["id"], "name": choice["label"]} for choice in choices]
        return [SlotSet("shown", {"kind": "facility", "items": items})]
    if events := await _kind_there(reading, say, words):
        return events
    say("utter_facility_unknown", name=words)
    return []


async def _kind_there(reading: Reading, say: Say, words: str) -> list[EventType] | None:
    """ "puskes tembalang" where none is named so: those nearest to that place."""
    kind, _, place = words.partition(" ")
    if not place:
        return None
    found = await call(reading, "GET", "/facilities/places", params={"q": place[:LONGEST_NAME]})
    if found["status"] != "ok" or found["place"]["kind"] == "facility":
        return None
    point = {"place_id": found["place"]["id"], "label": found["place"]["label"]}
    near = {"q": place[:LONGEST_NAME], "type": kind, "limit": 1}
    known = (await call(reading, "GET", "/facilities/find", params=near))["status"] != "unknown_type"
    return await show_facilities(reading, say, point, kind) if known else None


async def tell_facility(reading: Reading, say: Say, code: str) -> list[EventType]:
    """Says what is known of a facility; the list that it stands in stays known."""
    item = await call(reading, "GET", f"/facilities/{code}")
    buttons = [map_button(say, item)]
    if item["type"] == "hospital":
        buttons.insert(0, say.button("utter_button_beds_here", press("check_bed_availability", code=code)))
    buttons.append(say.button("utter_choice_rate_facility", press("rate_facility", code=code)))
    rated = await rating_lines(reading, say, item)
    if not reading.pressed and _NOT_KEPT.search(reading.text):
        say("utter_facility_not_kept")
    say.plain("\n".join([*_facts(say, item), *rated]), buttons=buttons)
    seen = shown(reading)
    return [SlotSet("shown", {**(seen if seen.get("items") else {"kind": "facility"}), "facility": code})]


async def tell_class_of_shown(reading: Reading, say: Say) -> list[EventType] | None:
    """The class of the hospital that is talked of ("itu rs tipe apa"), where our data says; None for other words."""
    code = shown(reading).get("facility")
    if reading.pressed or not code or not _CLASS.search(reading.text):
        return None
    item = await call(reading, "GET", f"/facilities/{code}")
    known = item["type"] == "hospital" and item["hospital_class"]
    say("utter_facility_class" if known else "utter_facility_no_class", name=item["name"], level=item["hospital_class"])
    return []


def _facts(say: Say, item: Mapping[str, Any]) -> list[str]:
    phone = say.text("utter_facility_phone" if item["phone"] else "utter_facility_no_phone", phone=item["phone"])
    facts = [item["name"], item["address"] or item["regency"], phone, opening_words(say, item), _hours(say, item)]
    return [fact for fact in facts if fact]


def _hours(say: Say, item: Mapping[str, Any]) -> str | None:
    """Opening hours of the week, neighbouring days with the same hours in one line."""
    week: dict[str, list[str]] = item["opening_hours"] or {}
    lines = []
    for hours, days in groupby(sorted(week), key=lambda day: ", ".join(week[day])):
        names = [weekday(say, int(day)) for day in days]
        lines.append(f"{'–'.join(dict.fromkeys([names[0], names[-1]]))}: {hours.replace(':', '.')}")
    return "\n".join(lines) or None


async def show_map(reading: Reading, say: Say, code: str) -> list[EventType]:
    """Shows one facility on a map; the text alone says where it is."""
    item = await call(reading, "GET", f"/facilities/{code}")
    card = {"type": "map", **{key: item[key] for key in ("name", "address", "latitude", "longitude")}}
    say("utter_map", name=item["name"], address=item["address"] or item["regency"], card=card)
    return [SlotSet("shown", {**(shown(reading) or {"kind": "facility"}), "facility": code})]


class ShowOnMap(Answer):
    """Shows the facility of a pressed button on a map."""

    action = "action_show_on_map"

    async def answer(self, reading: Reading, say: Say) -> list[EventType]:
        """A map card."""
        code = reading.entity("code") or chosen_code(reading) or shown(reading).get("facility")
        return await show_map(reading, say, code) if code else await ask_which(reading, say)
