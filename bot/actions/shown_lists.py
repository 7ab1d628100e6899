"""Questions about a list on the screen: only those open, the nearest of them, how old the figures are."""

import re
from collections.abc import Mapping
from typing import Any

from rasa_sdk.events import EventType

from bot.actions.backend import call
from bot.actions.bed_answers import class_line, query, report_age, show_beds, show_most_free
from bot.actions.beds import room_words
from bot.actions.facilities_shown import show_facilities
from bot.actions.facility_details import tell_facility
from bot.actions.list_choices import NEAREST, ROOMIEST
from bot.actions.narrowed import narrowed_by, narrowed_of
from bot.actions.reading import Reading
from bot.actions.shown import chosen_code
from bot.actions.texts import Say

Seen = Mapping[str, Any]
REPORTS_SHOWN = 5
GROWN_UP = 18
_YEARS = re.compile(r"\b(\d{1,2})\s*(?:tahun|thn|th|taun|years?|yo)\b", re.IGNORECASE)
_NO_BABY = re.compile(r"\b(?:bukan|bkn|dudu|sanes|lain|not a)\s+(?:bayi|orok|baby|newborn)\w*", re.IGNORECASE)
_OF_CHILD = re.compile(
    r"\b(?:khusus|untuk|utk|buat|bwt|for)\s+(?:\w+\s+)?(?:anak|balita|cucu|kids?|child\w*)", re.IGNORECASE
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

_BY_SEX = re.compile(
    r"\b(?:laki(?:[ -]?laki|2)?|cowok?|pria|bapak-?bapak|lanang|perempuan|cewek?|wanita|ibu-?ibu|wadon|wedok"
    r"|(?:fe)?male|(?:wo)?men)(?:nya)?\b",
    re.IGNORECASE,
)


def for_a_child(reading: Reading, seen: Seen) -> bool:
    """ "umurnya 4 tahun, bukan bayi" behind beds of the NICU, "buat anak" behind those of the ICU."""
    asked = str(seen.get("class") or "").lower()
    room = reading.entity("room_class")
    if reading.pressed or asked not in ("nicu", "icu") or (room and not room.lower().startswith("icu")):
        return False
    aged = _YEARS.search(reading.text)
    young = aged is not None and int(aged[1]) < GROWN_UP
    said = _NO_BABY.search(reading.text) or _OF_CHILD.search(reading.text)
    return young or said is not None


def asks_age(reading: Reading) -> bool:
    """ "updatenya jam berapa itu": how old the figures on the screen are."""
    return not reading.pressed and _AGE.search(reading.text) is not None


def asks_by_sex(reading: Reading) -> bool:
    """ "yang buat laki2 kosong berapa" behind beds."""
    return not reading.pressed and _BY_SEX.search(reading.text) is not None


def wants_nearest(reading: Reading) -> bool:
    """ "yang paling dekat aja"."""
    return not reading.pressed and NEAREST.search(reading.text) is not None


def asks_most_free(reading: Reading) -> bool:
    """ "yang paling banyak kosongnya dimana"."""
    most = _MOST_FREE.search(reading.text) or ROOMIEST.search(reading.text)
    return not reading.pressed and most is not None


async def about_list(reading: Reading, say: Say, seen: Seen) -> list[EventType] | None:
    """Answers a question about the list that is shown; None for any other message."""
    kind = seen.get("kind")
    if kind == "beds" and for_a_child(reading, seen):
        where = {"facility": seen["facility"]} if seen.get("facility") else seen["where"]
        return await show_beds(reading, say, where, "PICU")
    if kind == "beds" and seen.get("facility") and asks_by_sex(reading):
        return await _tell_by_sex(reading, say, seen)
    if kind == "beds" and asks_age(reading):
        return await _tell_age(reading, say, seen)
    if kind == "beds" and seen.get("facility") and not seen.get("items") and wants_nearest(reading):
        return await show_beds(reading, say, {"near_facility": seen["facility"]}, seen.get("class"))
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
    if kind == "facilities" and wanted.opening and (code := chosen_code(reading)):
        return await tell_facility(reading, say, code)  # "yang nomor 1 buka sabtu?": its hours, and no other list
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


async def _tell_by_sex(reading: Reading, say: Say, seen: Seen) -> list[EventType]:
    """The beds for men and for women, where the hospital reports them apart; of the class that was asked about."""
    params = {"facility": seen["facility"], "class": room_words(reading) or seen.get("class"), "limit": 1}
    found = await call(reading, "GET", "/beds/find", params=params)
    apart = [one for one in found["classes"] if one["available_men"] is not None or one["available_women"] is not None]
    name = found["facility"]["name"]
    if not apart:
        say("utter_beds_sex_unknown", name=name)
        return []
    age = report_age(say, found["as_of"], found["age_minutes"], found["facility"]["time_zone"])
    lines = [say.text("utter_beds_hospital", name=name), *(f"• {_apart(say, one)}" for one in apart)]
    say.plain("\n".join([*lines, age, say.text("utter_beds_no_promise")]))
    return []


def _apart(say: Say, one: Mapping[str, Any]) -> str:
    free = {"men": one["available_men"] or 0, "women": one["available_women"] or 0}
    return f"{class_line(say, one)} ({say.text('utter_beds_by_sex', **free)})"


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
