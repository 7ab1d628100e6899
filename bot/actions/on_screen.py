"""What is on the screen, in answers: ``{visit.date}`` (of a booking), ``{facility.name}``, ``{surgery.when}``."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from bot.actions.backend import Refusal, call
from bot.actions.facility_words import opening_words
from bot.actions.queue_choices import open_sessions, sessions_on
from bot.actions.queue_state import FORM as BOOKING
from bot.actions.queue_words import booking_values, hours, poli_name
from bot.actions.reading import Reading
from bot.actions.shown import shown
from bot.actions.texts import Say

_PLACE = re.compile(r"\{((?:visit|facility|surgery|history)\.[a-z_]+)\}")
Facts = dict[str, str]


def names_screen(text: str) -> bool:
    """Whether a text names something of the screen."""
    return _PLACE.search(text) is not None


async def with_screen(reading: Reading, say: Say, text: str) -> str | None:
    """The text with what is on the screen; None where that is not known."""
    named = set(_PLACE.findall(text))
    facts: Facts = {}
    try:
        for kind, read in (("visit", _visit), ("facility", _facility), ("surgery", _surgery), ("history", _history)):
            if any(name.startswith(f"{kind}.") for name in named):
                facts |= {f"{kind}.{name}": value for name, value in (await read(reading, say)).items()}
    except Refusal:
        return None
    if not all(facts.get(name) for name in named):
        return None
    return _PLACE.sub(lambda found: facts[found[1]], text)


async def _visit(reading: Reading, say: Say) -> Facts:
    """The visit that is being booked, as far as it is known; else the booking that was told last."""
    if reading.form == BOOKING:
        return await _being_booked(reading, say)
    code = shown(reading).get("booking")
    if not code:
        return {}
    booking = await call(reading, "GET", f"/queues/bookings/{code}")
    values = booking_values(say, booking)
    facts = {name: str(values[name]) for name in ("number", "code", "date", "hours", "time", "arrive", "poli")}
    return {**facts, "place": str(values["facility"]), "sessions": f"{values['doctor']}, {values['hours']}"}


async def _being_booked(reading: Reading, say: Say) -> Facts:
    door, poli = reading.slot("queues_door"), reading.slot("queues_poli")
    if not door or not poli:
        return {}
    facts = {"place": str(door["name"]), "poli": poli_name(say, poli)}
    if patient := reading.slot("queues_patient"):
        facts["patient"] = str(patient["name"])
    day, sessions = await _day_meant(reading, door)
    if not day or not sessions:
        return facts
    told = [f"{one['doctor']}, {hours(one, door['zone'])}" for one in sessions]
    clocks = dict.fromkeys(hours(one, door["zone"]) for one in sessions)
    facts["left"] = str(sum(one["left"] for one in sessions))
    return {**facts, "date": say.day(day), "sessions": "; ".join(told), "hours": "; ".join(clocks)}


async def _day_meant(reading: Reading, door: Mapping[str, Any]) -> tuple[str | None, Sequence[Mapping[str, Any]]]:
    """The chosen day with its session, or all of them where none is chosen; before that the first day offered."""
    if session := reading.slot("queues_session"):
        return reading.slot("queues_date"), [session]
    if day := reading.slot("queues_date"):
        return day, reading.slot("queues_sessions") or []
    offered = reading.slot("queues_offers") or [] if reading.requested == "queues_date" else []
    day = door.get("only_on") or next(iter(offered), None)
    return day, open_sessions(await sessions_on(reading, day)) if day else []


async def _facility(reading: Reading, say: Say) -> Facts:
    """The facility of the visit, or the one that is talked of; of a list that has one entry, that one."""
    seen = shown(reading)
    items = seen.get("items") or []
    door = reading.slot("queues_door") if reading.form == BOOKING else None
    code = door["facility"] if door else seen.get("facility") or (items[0]["code"] if len(items) == 1 else None)
    if not code:
        return {}
    item = await call(reading, "GET", f"/facilities/{code}")
    phone = say.text("utter_facility_phone" if item["phone"] else "utter_facility_no_phone", phone=item["phone"])
    opening = opening_words(say, item) or ""
    return {"name": item["name"], "address": item["address"] or item["regency"], "phone": phone, "opening": opening}


async def _history(reading: Reading, say: Say) -> Facts:
    """The letters that can be used, of whose history of care was shown."""
    from bot.actions.history import letter_line  # noqa: PLC0415 - the history of care is built on answers

    seen = shown(reading)
    if seen.get("kind") != "history":
        return {}
    found = await call(reading, "GET", "/history/visits", params={"member": seen.get("member"), "limit": 1})
    return {"letters": "\n".join(letter_line(say, one) for one in found["letters"])}


async def _surgery(reading: Reading, say: Say) -> Facts:
    """The next operation of whom the schedule was shown, else the last one."""
    seen = shown(reading)
    if seen.get("kind") != "surgery":
        return {}
    surgeries = (await call(reading, "GET", "/surgery/schedule", params={"member": seen.get("member")}))["surgeries"]
    one = next((one for one in surgeries if not one["done"]), surgeries[0] if surgeries else None)
    if one is None:
        return {}
    hour = f"{one['starts']} {one['time_zone']}".replace(":", ".") if one["starts"] else ""
    day = say.day(one["date"])
    when = say.text("utter_surgery_when" if hour else "utter_surgery_when_no_time", date=day, time=hour)
    return {"when": when, "place": one["facility_name"], "procedure": one["procedure"]}
