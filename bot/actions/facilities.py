"""Facilities: the nearest ones around a place, pages of them, maps, and one facility's details."""

from collections.abc import Mapping
from typing import Any

from rasa_sdk.events import EventType, SlotSet

from bot.actions.backend import call
from bot.actions.forms import Filled, Form, Outcome, Unusable
from bot.actions.reading import Reading
from bot.actions.service import Answer
from bot.actions.texts import Button, Say

PAGE = 5
ASKING_WORDS = 8
"""Typed answers longer than this are no place name."""


def place_query(place: Mapping[str, Any]) -> dict[str, Any]:
    """The backend's parameters for a place that was understood."""
    names = {"latitude": "lat", "longitude": "lon", "place_id": "place_id", "facility": "facility"}
    return {names[key]: value for key, value in place.items() if key in names}


async def read_place(reading: Reading, requested: bool) -> Outcome:
    """The place that a message names: a shared location, a pressed choice, a named place, or the answer itself."""
    if reading.location:
        return Filled({"place": dict(reading.location)})
    if reading.pressed:
        return _pressed_place(reading)
    words = _place_words(reading, requested)
    if not words:
        return None
    found = await call(reading, "GET", "/facilities/places", params={"q": words})
    return _understood(found, words, named=bool(reading.entity("place") or reading.entity("facility_name")))


def _pressed_place(reading: Reading) -> Outcome:
    value = reading.entity("code")
    if reading.intent != "inform" or not value:
        return None
    key = "place_id" if ":" in value else "facility"
    return Filled({"place": {key: value}})


def _place_words(reading: Reading, requested: bool) -> str | None:
    named = reading.entity("place") or reading.entity("facility_name")
    if named or not requested:
        return named
    other_wish = reading.intent not in ("inform", "nlu_fallback", "") and reading.confidence > 0.7  # noqa: PLR2004
    return None if other_wish or len(reading.text.split()) > ASKING_WORDS else reading.text


def _understood(found: Mapping[str, Any], words: str, *, named: bool) -> Outcome:
    if found["status"] == "ok":
        place = found["place"]
        return Filled(
            {"place": {"latitude": place["latitude"], "longitude": place["longitude"], "label": place["label"]}}
        )
    if found["status"] == "ambiguous":
        buttons = [place_button(choice) for choice in found["choices"]]
        return Unusable("utter_place_ambiguous", {"place": words}, buttons)
    if found["status"] == "outside":
        return Unusable("utter_place_outside", {"place": words})
    return Unusable("utter_place_unknown", {"place": words}) if named else None


def place_button(choice: Mapping[str, Any]) -> Button:
    """A button that answers the question for a place with one of the choices."""
    return {"title": choice["label"], "payload": f'/inform{{"code": "{choice["id"]}"}}'}


class ValidateFacilitiesForm(Form):
    """Asks where, when the message did not say."""

    form = "facilities_form"
    topic = "facilities"
    own_intents = frozenset({"find_nearest_facility"})

    def required(self, reading: Reading, known: Mapping[str, Any]) -> list[str]:
        """Only the place; every kind of facility is shown unless one was named."""
        return ["facilities_place"]

    def watched(self, reading: Reading, known: Mapping[str, Any]) -> list[str]:
        """The kind may come with any message."""
        return ["facilities_type", "facilities_place"]

    async def extract_facilities_type(self, reading: Reading, say: Say) -> Outcome:
        """The kind of facility, in the member's words."""
        kind = reading.entity("facility_type")
        return Filled({"facilities_type": kind}) if kind else None

    async def extract_facilities_place(self, reading: Reading, say: Say) -> Outcome:
        """A location, a named place or a pressed choice."""
        outcome = await read_place(reading, reading.requested == "facilities_place")
        return Filled({"facilities_place": outcome.slots["place"]}) if isinstance(outcome, Filled) else outcome


class AskFacilitiesPlace(Answer):
    """Asks for a location or a place name."""

    action = "action_ask_facilities_place"
    resumes = False

    async def answer(self, reading: Reading, say: Say) -> list[EventType]:
        """One question; the phone can answer it with its location."""
        say("utter_ask_place", card={"type": "request_location"})
        return []


class FacilitiesShow(Answer):
    """Shows the nearest facilities."""

    action = "action_facilities_show"
    resumes = False

    async def answer(self, reading: Reading, say: Say) -> list[EventType]:
        """The first page; the search stays known for "lainnya" and "yang nomor 3"."""
        place, kind = reading.slot("facilities_place"), reading.slot("facilities_type")
        query = {**place_query(place), "type": kind}
        events = await show_page(reading, say, query, place.get("label"), 0)
        return [*events, SlotSet("facilities_place", None), SlotSet("facilities_type", None)]


async def show_page(
    reading: Reading, say: Say, query: dict[str, Any], label: str | None, offset: int
) -> list[EventType]:
    """Shows five facilities from ``offset`` on, nearest first, and remembers what was shown."""
    params = {**query, "limit": PAGE, "offset": offset}
    found = await call(reading, "GET", "/facilities/find", params={k: v for k, v in params.items() if v is not None})
    if found["status"] == "unknown_type":
        return await show_page(reading, say, {**query, "type": None}, label, offset)
    if found["status"] == "outside":
        say("utter_location_outside")
        return []
    if not found["items"]:
        say("utter_facilities_none")
        return []
    items = found["items"]
    lines = [facility_line(say, number, item) for number, item in enumerate(items, offset + 1)]
    head = say.text("utter_facilities_near_place", place=label) if label else say.text("utter_facilities_near_you")
    buttons = [_map_button(say, item) for item in items[:3]]
    if found["next_offset"] is not None:
        buttons.append(say.button("utter_button_more", "/show_more"))
    say.plain("\n".join([head, *lines]), buttons=buttons, card={"type": "facilities", "items": items})
    shown = {"kind": "facilities", "query": query, "label": label, "next_offset": found["next_offset"]}
    brief = [{k: item[k] for k in ("code", "name", "latitude", "longitude", "address")} for item in items]
    return [SlotSet("shown", {**shown, "first": offset + 1, "items": brief})]


def _map_button(say: Say, item: Mapping[str, Any]) -> Button:
    return say.button("utter_button_map", f'/show_on_map{{"code": "{item["code"]}"}}', name=item["name"])


def facility_line(say: Say, number: int, item: Mapping[str, Any]) -> str:
    """One facility in a list: name, distance, address, phone, and whether it is open where that is known."""
    distance = f"{item['distance_m'] / 1000:.1f} km" if item["distance_m"] is not None else ""
    if say.reading.language == "id":
        distance = distance.replace(".", ",")
    facts = [distance, item["address"] or item["regency"], item["phone"], opening_words(say, item)]
    return f"{number}. {item['name']} – " + ", ".join(fact for fact in facts if fact)


def opening_words(say: Say, item: Mapping[str, Any]) -> str | None:
    """Open or closed now, where hours are known; hospitals with an emergency room say so."""
    if item["emergency_24h"]:
        return say.text("utter_open_emergency")
    if item["open_now"] is None:
        return None
    return say.text("utter_open_now" if item["open_now"] else "utter_closed_now")


class FacilitiesMore(Answer):
    """The next page of what was shown last."""

    action = "action_facilities_more"

    async def answer(self, reading: Reading, say: Say) -> list[EventType]:
        """Says so when there is no more."""
        shown = reading.slot("shown") or {}
        if shown.get("kind") != "facilities" or shown.get("next_offset") is None:
            say("utter_no_more")
            return []
        return await show_page(reading, say, shown["query"], shown["label"], shown["next_offset"])


def chosen_item(reading: Reading) -> dict[str, Any] | None:
    """The shown item that a message means: by a pressed button or by its number."""
    shown = reading.slot("shown") or {}
    items: list[dict[str, Any]] = shown.get("items") or []
    if code := reading.entity("code"):
        return next((item for item in items if item.get("code") == code), None)
    if reading.ordinal is None:
        return None
    index = reading.ordinal - shown.get("first", 1) if reading.ordinal > 0 else len(items) - 1
    return items[index] if 0 <= index < len(items) else None


class ShowOnMap(Answer):
    """Shows one facility on a map."""

    action = "action_show_on_map"

    async def answer(self, reading: Reading, say: Say) -> list[EventType]:
        """A map card; the text alone says where it is."""
        code = reading.entity("code")
        item = await call(reading, "GET", f"/facilities/{code}")
        card = {"type": "map", **{key: item[key] for key in ("name", "address", "latitude", "longitude")}}
        say("utter_map", name=item["name"], address=item["address"] or item["regency"], card=card)
        return []


class FacilityInfo(Answer):
    """Address, phone and hours of one named facility."""

    action = "action_facility_info"

    async def answer(self, reading: Reading, say: Say) -> list[EventType]:
        """By name with typos, by number of the last list, or the one shown last."""
        item = chosen_item(reading)
        if item is not None:
            return await self._tell(reading, say, item["code"])
        words = reading.entity("facility_name") or self._typed_name(reading)
        if not words:
            return await self._last_shown(reading, say)
        found = await call(reading, "GET", "/facilities/search", params={"q": words})
        if found["status"] == "one":
            return await self._tell(reading, say, found["items"][0]["code"])
        if found["status"] == "several":
            buttons = [
                {"title": c["label"], "payload": f'/facility_info{{"code": "{c["id"]}"}}'} for c in found["choices"]
            ]
            say("utter_facility_which", buttons=buttons[:6])
            return []
        say("utter_facility_unknown", name=words)
        return []

    def _typed_name(self, reading: Reading) -> str | None:
        return None if reading.pressed else reading.entity("place")

    async def _last_shown(self, reading: Reading, say: Say) -> list[EventType]:
        shown = reading.slot("shown") or {}
        if facility := shown.get("facility"):
            return await self._tell(reading, say, facility)
        say("utter_facility_name_needed")
        return []

    async def _tell(self, reading: Reading, say: Say, code: str) -> list[EventType]:
        item = await call(reading, "GET", f"/facilities/{code}")
        lines = [item["name"], item["address"] or item["regency"]]
        lines += [say.text("utter_facility_phone", phone=item["phone"])] if item["phone"] else []
        if words := opening_words(say, item):
            lines.append(words)
        buttons = [_map_button(say, item)]
        if item["type"] == "hospital":
            payload = f'/check_bed_availability{{"code": "{code}"}}'
            buttons.insert(0, say.button("utter_button_beds_here", payload))
        say.plain("\n".join(lines), buttons=buttons)
        return [SlotSet("shown", {"kind": "facility", "facility": code, "items": [], "first": 1})]
