"""Questions about a list on the screen: only those open, the nearest of them, how old the figures are."""

import re
from collections.abc import Mapping
from typing import Any

from rasa_sdk.events import EventType

from bot.actions.backend import call
from bot.actions.bed_answers import query, report_age, show_beds, show_most_free
from bot.actions.facilities import show_facilities
from bot.actions.facility_details import tell_facility
from bot.actions.narrowed import narrowed_by, narrowed_of
from bot.actions.reading import Reading
from bot.actions.texts import Say

Seen = Mapping[str, Any]
REPORTS_SHOWN = 5
_NEAREST = re.compile(
    r"\b(?:(?:paling|plg|pling) (?:de?ket|dekat|cedhak|cedak|caket|cakeut|dakek|dakat)\w*|ter?de?kat|tercedhak"
    r"|nearest|closest)\b",
    re.IGNORECASE,
)
_MOST_FREE = re.compile(
    r"\b(?:paling|plg|ter)\s?banyak\w*\b.*\b(?:kosong|sisa|tersedia)|\b(?:kosong|sisa|tersedia)\w*\b.*\b(?:paling|plg|ter)\s?banyak"
    r"|\bmost (?:free|beds|available)",
    re.IGNORECASE,
)
_AGE = re.compile(
    r"\b(?:data|updat\w*|apdet|laporan|info|angka)(?:nya)?\b.*\b(?:jam|kapan|terakhir|baru|lama|valid)\b"
    r"|\b(?:di ?update|diperbarui|di ?perbaharui|dilaporkan|updated?|reported)(?:nya)?\b.*\b(?:jam|kapan|when|brp)\b"
    r"|\bhow (?:old|recent|fresh|current|up to date)\b|\bwhen was\b.*\b(?:updated|reported)\b"
    r"|\b(?:real ?time|terupdate|jam berapa (?:itu|ini)? ?(?:data|update|laporan)\w*)\b",
    re.IGNORECASE,
)


def asks_age(reading: Reading) -> bool:
    """ "updatenya jam berapa itu": how old the figures on the screen are."""
    return not reading.pressed and _AGE.search(reading.text) is not None


def wants_nearest(reading: Reading) -> bool:
    """ "yang paling dekat aja"."""
    return not reading.pressed and _NEAREST.search(reading.text) is not None


def asks_most_free(reading: Reading) -> bool:
    """ "yang paling banyak kosongnya dimana"."""
    return not reading.pressed and _MOST_FREE.search(reading.text) is not None


async def about_list(reading: Reading, say: Say, seen: Seen) -> list[EventType] | None:
    """Answers a question about the list that is shown; None for any other message."""
    kind = seen.get("kind")
    if kind == "beds" and asks_age(reading):
        return await _tell_age(reading, say, seen)
    if kind == "beds" and asks_most_free(reading):
        return await show_most_free(reading, say, seen)
    named = reading.entity("place") or reading.entity("facility_name")
    return None if named else await _narrower(reading, say, seen)


async def _narrower(reading: Reading, say: Say, seen: Seen) -> list[EventType] | None:
    """The nearest of a list, or those of it that are open, or of a sector."""
    kind, items = seen.get("kind"), seen.get("items") or []
    if kind == "beds" and items and wants_nearest(reading):
        return await show_beds(reading, say, {"facility": items[0]["code"]}, seen.get("class"))
    if kind == "facilities" and items and wants_nearest(reading) and not reading.entity("facility_type"):
        return await _nearest(reading, say, seen)
    wanted = narrowed_by(reading)
    if kind == "facilities" and seen.get("where") and (wanted.opening or wanted.sector):
        type_ = reading.entity("facility_type") or seen.get("type")
        narrowed = wanted.over(narrowed_of(seen))
        return await show_facilities(reading, say, seen["where"], type_, narrowed=narrowed)
    return None


async def _nearest(reading: Reading, say: Say, seen: Seen) -> list[EventType]:
    """The first of a list by distance; a list by rating is shown by distance."""
    if seen.get("sort"):
        return await show_facilities(reading, say, seen["where"], seen.get("type"))
    return await tell_facility(reading, say, seen["items"][0]["code"])


async def _tell_age(reading: Reading, say: Say, seen: Seen) -> list[EventType]:
    """When the hospital, or each of those listed, has reported."""
    where = {"facility": seen["facility"]} if seen.get("facility") else seen["where"]
    params = {**query(where), "class": seen.get("class"), "limit": REPORTS_SHOWN}
    found = await call(reading, "GET", "/beds/find", params=params)
    reports = [found] if found["facility"] else found["alternatives"]
    dated = [one for one in reports if one["as_of"]]
    lines = [f"• {one['facility']['name']}: {_report(say, one)}" for one in dated]
    say.plain("\n".join([say.text("utter_beds_age"), *lines]))
    return []


def _report(say: Say, one: Mapping[str, Any]) -> str:
    return report_age(say, one["as_of"], one["age_minutes"], one["facility"]["time_zone"])
