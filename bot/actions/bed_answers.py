"""How free beds are told: per class, how old the report is, and where else; nothing is promised."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from rasa_sdk.events import EventType

from bot.actions.backend import call
from bot.actions.facilities_shown import PAGE
from bot.actions.facility_words import distance_words, is_wanted, map_button
from bot.actions.places import Place, choice_button, place_query
from bot.actions.press import press
from bot.actions.reading import Reading
from bot.actions.shown import brief, listed, remember, shown
from bot.actions.texts import Button, Say
from bot.actions.topic import topic_of_service
from bot.actions.watch_button import watch_button

HOUR_MIN = 60
DATED_AFTER_MIN = 12 * HOUR_MIN
"""A report older than this is told with its date: the clock alone would be taken for today's."""
BUTTONS = 3
EACH = 3
"""Hospitals of each place, where several are asked about."""
NEAR_M = 30_000
"""Beds farther away than this are no answer to where most are free."""
POOL = 20
"""The fullest are looked for among the nearest so many."""


async def show_beds(reading: Reading, say: Say, where: Place, room: str | None, offset: int = 0) -> list[EventType]:
    """Shows the beds of a hospital (``facility``) or around a place, and remembers what was shown.

    ``room``: the class in the member's words; None shows all classes. ``offset``: hospitals that were listed before.
    Where the place names others beside it ("surabaya atau sidoarjo"), the first ones of each.
    """
    if where.get("besides"):
        return await _show_each(reading, say, where, room)
    found = await _found(reading, where, room, limit=PAGE, offset=offset)
    if found["status"] == "class_unknown":
        say("utter_beds_class_unknown", room=room)
        return await show_beds(reading, say, where, None, offset)
    if found["status"] in ("outside", "not_found", "place_unknown"):
        say("utter_location_outside" if found["status"] == "outside" else "utter_beds_unknown_hospital")
        return []
    if found["icu_notice"]:
        say("utter_beds_emergency_first")
    if where.get("unknown") and not found["facility"]:
        say("utter_beds_name_unknown", name=where["unknown"])
    if found["facility"]:
        return _tell_hospital(say, found, room)
    return _tell_around(say, found, where, room, offset)


async def _found(reading: Reading, where: Place, room: str | None, *, limit: int, offset: int = 0) -> dict[str, Any]:
    params = {**query(where), "class": room, "limit": limit + len(reading.without), "offset": offset}
    found: dict[str, Any] = await call(reading, "GET", "/beds/find", params=params)
    wanted = [one for one in found["alternatives"] if is_wanted(reading, one["facility"]["name"])]
    return {**found, "alternatives": wanted}


async def _show_each(reading: Reading, say: Say, where: Place, room: str | None) -> list[EventType]:
    """The first hospitals of each of several places, numbered on; each place has a button for all of its own."""
    places: list[Place] = [*where["besides"], {**where, "besides": [], "others": []}]
    answers = [await _found(reading, one, room, limit=EACH) for one in places]
    if answers[0]["status"] == "class_unknown":
        say("utter_beds_class_unknown", room=room)
        return await _show_each(reading, say, where, None)
    if any(answer["icu_notice"] for answer in answers):
        say("utter_beds_emergency_first")
    items: list[dict[str, Any]] = []
    for one, answer in zip(places, answers, strict=True):
        shown_here = {**answer, "next_offset": None}
        _tell_around(
            say, shown_here, {**one, "others": [{"id": one["place_id"], "label": one["label"]}]}, room, len(items)
        )
        items += [hospital["facility"] for hospital in answer["alternatives"]]
    known = {"items": brief(items), "class": room}
    return [remember("beds", where=places[-1], **known), *topic_of_service("check_bed_availability")]


async def show_more_beds(reading: Reading, say: Say, seen: Mapping[str, Any], room: str | None) -> list[EventType]:
    """The hospitals behind those that were shown; for another class than before, from the nearest on."""
    offset = 0 if room not in (None, seen.get("class")) else seen.get("next_offset")
    if not seen.get("where") or offset is None:
        say("utter_no_more")
        return []
    return await show_beds(reading, say, seen["where"], room or seen.get("class"), offset)


async def show_most_free(reading: Reading, say: Say, seen: Mapping[str, Any]) -> list[EventType]:
    """Of the hospitals around what was shown, those with the most free beds of that class first."""
    where: Place = seen.get("where") or {"near_facility": seen["facility"]}
    found = await _found(reading, where, seen.get("class"), limit=POOL)
    near = [one for one in found["alternatives"] if (one["facility"]["distance_m"] or 0) <= NEAR_M]
    near = near or found["alternatives"][:PAGE]
    free = sorted(near, key=lambda one: -sum(bed["available"] for bed in one["classes"]))[:PAGE]
    if not free:
        say("utter_no_more")
        return []
    _say_list(say, say.text("utter_beds_most_free"), free, 0, _bed_buttons(free, seen.get("class")))
    known = {"items": brief([one["facility"] for one in free]), "class": seen.get("class")}
    return [remember("beds", where=where, **known), *topic_of_service("check_bed_availability")]


def query(where: Place) -> dict[str, Any]:
    """The backend's parameters for where beds are looked for."""
    codes = {key: where[key] for key in ("facility", "near_facility") if where.get(key)}
    return codes or place_query(where)


def _tell_hospital(say: Say, found: Mapping[str, Any], room: str | None) -> list[EventType]:
    hospital, others = found["facility"], found["alternatives"]
    buttons = _hospital_buttons(say, hospital, room, others=bool(others))
    if found["none_free"]:
        buttons.insert(0, watch_button(say, hospital["code"], room))
    say.plain("\n".join(_hospital_lines(say, found, room)), buttons=buttons)
    if others:
        buttons = [*_bed_buttons(others, room), say.button("utter_button_more", "/show_more")]
        _say_list(say, say.text("utter_beds_instead"), others, 0, buttons)
    items = listed({}, 0, [other["facility"] for other in others])
    where = {"near_facility": hospital["code"], "label": hospital["name"]}
    known = {"where": where, "class": room, "items": items, "next_offset": len(others)}
    return [remember("beds", facility=hospital["code"], **known), *topic_of_service("check_bed_availability")]


def _hospital_lines(say: Say, found: Mapping[str, Any], room: str | None) -> list[str]:
    hospital = found["facility"]
    if not found["classes"]:
        response = "utter_beds_no_report" if found["status"] == "no_report" else "utter_beds_class_not_reported"
        said = say.text(response, name=hospital["name"], room=_asked_name(say, found) or room or "")
        return [said, *_phone(say, hospital)]
    head = "utter_beds_none_free" if found["none_free"] else "utter_beds_hospital"
    lines = [say.text(head, name=hospital["name"]), *(f"• {class_line(say, one)}" for one in found["classes"])]
    lines.append(report_age(say, found["as_of"], found["age_minutes"], hospital["time_zone"]))
    if found["stale"]:
        return [*lines, say.text("utter_beds_stale"), *_phone(say, hospital)]
    return [*lines, say.text("utter_beds_no_promise")]


def _phone(say: Say, hospital: Mapping[str, Any]) -> list[str]:
    return [say.text("utter_facility_phone", phone=hospital["phone"])] if hospital["phone"] else []


def _name(say: Say, one: Mapping[str, Any]) -> str:
    return str(one["name_en"] if say.reading.language == "en" else one["name"])


def _asked_name(say: Say, found: Mapping[str, Any]) -> str | None:
    asked = found["asked_classes"]
    return _name(say, asked[0]) if len(asked) == 1 else None


def class_line(say: Say, one: Mapping[str, Any]) -> str:
    """ "Kelas III: 4 kosong dari 20"."""
    return say.text("utter_beds_class_line", room=_name(say, one), free=one["available"], total=one["capacity"])


def report_age(say: Say, as_of: str, age_minutes: int, zone: str) -> str:
    """When the hospital reported, on its own clock, and how long ago."""
    clock = say.time(datetime.fromisoformat(as_of), zone)
    if age_minutes >= DATED_AFTER_MIN:
        clock = f"{say.day(as_of, zone)} {clock}"
    return say.text("utter_beds_report", time=clock, ago=_ago(say, age_minutes))


def _ago(say: Say, minutes: int) -> str:
    if minutes < 1:
        return say.text("utter_just_now")
    if minutes <= HOUR_MIN:
        return say.text("utter_minutes_ago", minutes=minutes)
    return say.text("utter_hours_ago", hours=minutes // HOUR_MIN, minutes=minutes % HOUR_MIN)


def _beds_payload(code: str, room: str | None) -> str:
    return press("check_bed_availability", code=code, room_class=room)


def _hospital_buttons(say: Say, hospital: Mapping[str, Any], room: str | None, *, others: bool) -> list[Button]:
    buttons = [say.button("utter_beds_button_all", _beds_payload(hospital["code"], None))] if room else []
    if not others:
        buttons.append(say.button("utter_beds_button_others", "/show_more"))
    return [*buttons, map_button(say, hospital)]


def _tell_around(say: Say, found: Mapping[str, Any], where: Place, room: str | None, offset: int) -> list[EventType]:
    hospitals = found["alternatives"]
    label = where.get("label") or (found["place"] or {}).get("label")
    place = label or say.text("utter_beds_your_location")
    asked = _asked_name(say, found) or say.text("utter_beds_any_ward")
    if not hospitals:
        say("utter_no_more" if offset else "utter_beds_none_around", place=place, room=asked)
        return []
    buttons = _bed_buttons(hospitals, room)
    if found["next_offset"] is not None:
        buttons.append(say.button("utter_button_more", "/show_more"))
    buttons += [choice_button("check_bed_availability", other) for other in where.get("others") or []]
    _say_list(say, say.text("utter_beds_around", place=place, room=asked), hospitals, offset, buttons)
    items = listed(shown(say.reading), offset, [hospital["facility"] for hospital in hospitals])
    kept = {**where, "label": label, "others": [], "unknown": None}
    known = {"items": items, "next_offset": found["next_offset"], "class": room}
    return [remember("beds", where=kept, **known), *topic_of_service("check_bed_availability")]


def _bed_buttons(hospitals: list[dict[str, Any]], room: str | None) -> list[Button]:
    names = [hospital["facility"] for hospital in hospitals[:BUTTONS]]
    return [{"title": one["name"], "payload": _beds_payload(one["code"], room)} for one in names]


def _say_list(say: Say, head: str, hospitals: list[dict[str, Any]], offset: int, buttons: list[Button]) -> None:
    lines = [_hospital_line(say, number, hospital) for number, hospital in enumerate(hospitals, offset + 1)]
    text = "\n".join([head, *lines, say.text("utter_beds_no_promise")])
    card = {"type": "facilities", "items": [hospital["facility"] for hospital in hospitals]}
    say.plain(text, buttons=buttons, card=card)


def _hospital_line(say: Say, number: int, hospital: Mapping[str, Any]) -> str:
    facility = hospital["facility"]
    free = "; ".join(class_line(say, one) for one in hospital["classes"])
    age = say.text("utter_beds_line_age", ago=_ago(say, hospital["age_minutes"]))
    where = ", ".join(fact for fact in (distance_words(say, facility), facility["phone"]) if fact)
    return f"{number}. {facility['name']} ({where}) – {free}. {age}"
