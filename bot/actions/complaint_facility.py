"""The facility of a complaint: by name with typos, by button, as it was written, or none."""

import re
from collections.abc import Mapping
from typing import Any

from bot.actions.backend import LONGEST_NAME, call
from bot.actions.complaint_places import facilities_near, facility_buttons
from bot.actions.noise import says_nothing
from bot.actions.outcomes import Filled, Outcome, Unusable
from bot.actions.own_words import CHOICE_WORDS, own_words
from bot.actions.places import which_of
from bot.actions.reading import Reading
from bot.actions.texts import Say
from bot.actions.topic import asks_something
from bot.actions.verify import waits
from bot.components.names import is_everyday
from bot.components.values import facility_type

_SHORT_KIND = re.compile(r"\b(?:pkm|pusk|puskes|pskms)\b\.?", re.IGNORECASE)
_BEFORE_DAY = r"(?:\b(?:hari|tanggal|tgl|jam|pukul|pas|waktu|on|at)\W+)?\b"


def facility_words(reading: Reading) -> str | None:
    """The typed answer to "at which facility?"; a name by itself ("Prima Medika") resembles nothing of ours."""
    few = reading.requested == "complaints_facility" and len(reading.text.split()) <= CHOICE_WORDS
    strange = few and reading.intent == "out_of_scope" and not (says_nothing(reading) or asks_something(reading.text))
    return reading.text.strip() if strange and not reading.pressed else own_words(reading, "complaints_facility")


def name_said(reading: Reading, words: str) -> str:
    """The name in an answer that tells the day as well: "kebon jeruk" of "kebon jeruk, kemaren"; else empty."""
    for told in (*reading.entities("date"), *reading.entities("time")):
        words = re.sub(rf"{_BEFORE_DAY}{re.escape(told)}\b", " ", words, flags=re.IGNORECASE)
    name = " ".join(words.split()).strip(" ,.;-")
    return "" if _tells_no_name(reading, name) else name


def _tells_no_name(reading: Reading, name: str) -> bool:
    """ "kejadiannya selasa eh bukan, senin", "itu duit bisa balik?": a day is told, or something asked, and of what is
    left at least a word is an everyday one.
    """
    says = asks_something(reading.text) or reading.entity("date") or reading.entity("time") or reading.entity("amount")
    marked = reading.entity("facility_name") or reading.entity("place")
    words = re.findall(r"[^\W\d_]+", name.lower())
    named = marked or any(facility_type(word) for word in words)
    return bool(says and not named and any(is_everyday(word) for word in words))


def _with_kind(reading: Reading, name: str) -> str | None:
    """ "puskesmas kebon jeruk" of "kebon jeruk", where the story tells of a puskesmas; None where it tells of none."""
    told = f"{reading.slot('complaints_opening') or ''} {reading.slot('complaints_story') or ''}"
    kind = next((word for word in re.findall(r"[^\W\d_]+", told.lower()) if facility_type(word)), None)
    named = any(facility_type(word) for word in name.lower().split())
    return f"{kind} {name}" if kind and not named else None


async def _search(reading: Reading, name: str) -> dict[str, Any] | None:
    found: dict[str, Any] = await call(reading, "GET", "/facilities/search", params={"q": name[:LONGEST_NAME]})
    return found if found["status"] in ("one", "several") else None


async def facility_of_rating(reading: Reading) -> list[dict[str, str]]:
    """The facility whose rating waits for the secure page: a complaint beside it is likely about the same."""
    name = (reading.slot("ratings_wish") or {}).get("name") if waits(reading) else None
    found = (await _search(reading, str(name)) if name else None) or {}
    if found.get("status") == "one":
        return [{"id": item["code"], "label": item["name"]} for item in found["items"]]
    choices: list[dict[str, str]] = found.get("choices") or []
    return choices


async def named_facility(reading: Reading, say: Say, name: str) -> Outcome:
    """The facility that a name means; several to choose from; or a name that we do not know, with those near it."""
    name = _SHORT_KIND.sub("puskesmas", name)
    whole = _with_kind(reading, name)
    found = (await _search(reading, whole) if whole else None) or await _search(reading, name)
    if found:
        return _found_facility(reading, say, found)
    name = whole or name
    # The question says that the name is not known, offers those nearest to it, and that it be kept.
    near = await facilities_near(reading, name)
    return Filled({"complaints_facility_named": name, "complaints_facility_choices": near})


def no_other_name(reading: Reading, offered: str) -> Outcome:
    """Where a name that we do not know was asked about again, other words are no second name: it is kept, and what
    was said is added to the story.
    """
    story = f"{reading.slot('complaints_story') or ''}\n{reading.text.strip()}".strip()
    told = {} if reading.intent == "affirm" else {"complaints_story": story}
    return Filled({**told, "complaints_facility": {"name": offered}})


def _found_facility(reading: Reading, say: Say, found: Mapping[str, Any]) -> Outcome:
    if found["status"] == "one":
        item = found["items"][0]
        return Filled({"complaints_facility": {"code": item["code"], "name": item["name"]}})
    beside = reading.entity("date") or reading.entity("time")  # what is taken down besides, the question comes after
    if found["status"] == "several" and reading.requested == "complaints_facility" and not beside:
        return Unusable(which_of(found["choices"]), buttons=facility_buttons(say, found["choices"]))
    return Filled({"complaints_facility_choices": found["choices"], "complaints_facility": None})


async def pressed_facility(reading: Reading) -> Outcome:
    """What a button under the question says: one of those offered, the name as written, or none."""
    if code := reading.entity("code"):
        item = await call(reading, "GET", f"/facilities/{code}")
        return Filled({"complaints_facility": {"code": item["code"], "name": item["name"]}})
    value = reading.entity("value") or ""
    if value.startswith("name:"):
        return Filled({"complaints_facility": {"name": value.removeprefix("name:")}})
    return Filled({"complaints_facility": {}}) if value == "skip" else None
