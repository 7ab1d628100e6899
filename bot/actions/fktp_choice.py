"""Choosing a first-level facility: by its name, or the nearest with room around a place, a location or a landmark."""

import re
from collections.abc import Mapping
from typing import Any

from bot.actions.backend import call
from bot.actions.facility_words import distance_words
from bot.actions.fktp_words import PUSKESMAS, called_so, denies_number, kind_wanted, lists_there, number_meant
from bot.actions.form_limits import ANSWER_INTENTS, LEAVE_CONFIDENCE
from bot.actions.list_choices import Liking, liked, still_shown, wants_list_again
from bot.actions.outcomes import Filled, Outcome, Unusable
from bot.actions.places import CHATTER_WORDS, chatter, last_place
from bot.actions.press import inform
from bot.actions.reading import Reading
from bot.actions.same_names import same_name
from bot.actions.texts import Button, Say
from bot.actions.topic import asks_something
from bot.components.names import is_everyday
from bot.components.values import facility_type

_BESIDE = re.compile(r"\b(?:ke|di|aja|saja|deh|dong|ya|eh|maaf|yang|yg)\b", re.I)
_VILLAGE = re.compile(
    r"^\W*(?:(?:pindah(?:nya)?|di|ke|daerah)\s+)*(?:kelurahan|kel|desa|ds|dusun|dukuh|kampung|kp|perum\w*|komplek)\b\.?"
    r"\s+[\w-]+\s*,?\s*",
    re.I,
)
"""A village before its district: "kelurahan condongcatur depok sleman"; villages are not in our list of places."""
_LAST_PART = re.compile(
    r"^\W*(?:(?:ya|iya|yang|yg|sing|nu|the)\s+)+([ivx]+)(?:\s+(?:aja|saja|deh|dong|ya|itu|one))*\W*$", re.I
)
"""Of several with one name the one with that numeral."""
NAME_WORDS = 4
"""What is longer and not found was no name."""
QUESTION_WORDS = 6
"""A longer question that names a place asks about it; it does not choose it."""
ANSWER_WORDS = 10
"""Longer typed answers are no name."""
EXPECTED = ANSWER_INTENTS | {"find_nearest_facility", "facility_info", "change_fktp", "out_of_scope"}


async def read_fktp(
    reading: Reading, choices: Mapping[str, Any] | None, *, requested: bool, without: str | None = None
) -> Outcome:
    """What a message says of the facility: ``Filled`` with ``choice`` (one), or with ``choices`` to choose from."""
    seen: list[dict[str, Any]] = (choices or {}).get("items") or []
    if requested and (picked := _picked(reading, seen)):
        return Filled({"choice": picked})
    if requested and (kept := await _of_kind(reading, choices or {}, without)):
        return Filled({"choices": {**(choices or {}), "items": kept}})
    if requested and (full := _full_one(reading, (choices or {}).get("full"))):
        return Unusable("utter_fktp_still_full", {"name": full})
    query = _query(reading, requested=requested)
    if query is None:
        return None
    if "text" in query and not reading.entity("facility_name") and (kind := kind_wanted(reading.text)):
        query = {**query, "kind": kind}
    found = await _options(reading, query, without)
    district = _VILLAGE.sub("", _words(query))
    if found["status"] == "unknown" and district not in ("", _words(query)):
        query = {**query, "text": district}
        found = await _options(reading, query, without)
    return _understood(found, query, requested=requested)


async def read_hints(reading: Reading, hints: list[str], *, without: str | None) -> Outcome:
    """What was wished before the page was used; the first of several places that we know counts."""
    for hint in hints:
        query = {"text": hint}
        outcome = _understood(await _options(reading, query, without), query, requested=False)
        if outcome is not None:
            return outcome
    return None


async def _options(reading: Reading, query: Mapping[str, Any], without: str | None) -> dict[str, Any]:
    found: dict[str, Any] = await call(reading, "GET", "/membership/fktp-options", params={**query, "without": without})
    return found


def _picked(reading: Reading, seen: list[dict[str, Any]]) -> dict[str, Any] | None:
    code = reading.entity("code")
    if code:
        return next((item for item in seen if item["code"] == code), None)
    if denies_number(reading.text) and not reading.pressed:
        return numbered(reading, seen)
    if reading.ordinal is not None and seen:
        index = reading.ordinal - 1 if reading.ordinal > 0 else len(seen) - 1
        return seen[index] if 0 <= index < len(seen) else None
    if reading.intent == "affirm" and len(seen) == 1 and not (reading.pressed or asks_something(reading.text)):
        return seen[0]  # "oke benar" where only one is left to choose
    if (kind := liked(reading)) and seen and not last_place(reading):
        return _most_liked(seen, kind)
    typed = reading.text.strip().lower()
    same = next((item for item in seen if typed and typed in (item["name"].lower(), item["label"].lower())), None)
    named = same or reading.pressed or reading.entity("facility_name")
    return same if named else called_so(reading.text, seen)


def numbered(reading: Reading, seen: list[dict[str, Any]]) -> dict[str, Any] | None:
    """The one of a list whose number a typed message wants."""
    number = None if reading.pressed else number_meant(reading.text)
    return dict(seen[number - 1]) if number and number <= len(seen) else None


def _full_one(reading: Reading, full: str | None) -> str | None:
    """ "yang I" behind "Puskesmas Denpasar Selatan I sudah penuh": that one, which still is."""
    found = None if reading.pressed else _LAST_PART.match(reading.text)
    return full if full and found and full.split()[-1].lower() == found[1].lower() else None


def _most_liked(seen: list[dict[str, Any]], kind: Liking) -> dict[str, Any]:
    """The one with most room, or the nearest, with which the list begins."""
    return max(seen, key=lambda item: item["free"] or 0) if kind == "roomiest" else seen[0]


async def _of_kind(reading: Reading, choices: Mapping[str, Any], without: str | None) -> list[dict[str, Any]]:
    """Those shown that are of the kind that a message wants ("klinik aja, jangan puskesmas"), else such around the same
    place; empty for other words.
    """
    seen: list[dict[str, Any]] = choices.get("items") or []
    kind = None if reading.pressed else kind_wanted(reading.text)
    if not (kind and seen) or reading.entity("facility_name") or last_place(reading):
        return []
    others = [word for word in re.findall(r"[a-z]{4,}", reading.text.lower()) if not facility_type(word)]
    if any(not is_everyday(word) for word in others):  # "puskesmas denpasar timur 1" names one
        return []
    kept = [item for item in seen if item["name"].lower().startswith(PUSKESMAS) == (kind == PUSKESMAS)]
    if kept or not choices.get("query"):
        return kept if len(kept) < len(seen) else []
    found = await _options(reading, {**choices["query"], "kind": kind}, without)
    return list(found["items"])


def _query(reading: Reading, *, requested: bool) -> dict[str, Any] | None:
    if reading.location:
        return {"lat": reading.location["latitude"], "lon": reading.location["longitude"]}
    if reading.pressed:
        code = reading.entity("code")
        return {"place_id": code} if requested and code else None
    named = reading.entity("facility_name") or last_place(reading)
    asks = asks_something(reading.text) and not lists_there(reading.text)
    if named and requested and asks and len(reading.text.split()) > QUESTION_WORDS:
        return None  # "kalau nanti pulang ke bali bisa balik lagi?"
    if named:
        return {"text": named}
    other = reading.intent not in EXPECTED and reading.confidence >= LEAVE_CONFIDENCE
    talk = chatter(reading, CHATTER_WORDS) or reading.intent in ("affirm", "deny") or asks_something(reading.text)
    talk = talk or liked(reading) is not None  # no list is shown yet, and "yang paling deket aja" is no name
    if not requested or other or talk or len(reading.text.split()) > ANSWER_WORDS or reading.ordinal is not None:
        return None
    return {"text": reading.text[:200]}


def _understood(found: Mapping[str, Any], query: Mapping[str, Any], *, requested: bool) -> Outcome:
    status = found["status"]
    if status == "one":
        return Filled({"choice": found["items"][0]})
    if status == "own":
        return Unusable("utter_fktp_is_own", {"name": found["named"]})
    if found["items"]:
        near = {"items": found["items"], "place": found["place"], "full": found["named"], "query": dict(query)}
        return Filled({"choices": {**near, "unknown": _no_such(found, query)}})
    if status == "ambiguous":
        return Filled({"choices": {"items": [], "places": found["choices"], "words": query["text"]}})
    if not requested or len(_words(query).split()) > NAME_WORDS:
        return None
    return Unusable("utter_place_outside" if status == "outside" else "utter_fktp_unknown", {"place": _words(query)})


def _no_such(found: Mapping[str, Any], query: Mapping[str, Any]) -> str | None:
    """The facility that was named and that none of those found is: they are only near it."""
    words = _BESIDE.sub(" ", _words(query)).strip(" .,!")
    named = len(words.split()) > 1 and facility_type(words.split()[0]) and not found["named"]
    return words.title() if named and not any(same_name(words, item["name"]) for item in found["items"]) else None


def _words(query: Mapping[str, Any]) -> str:
    return str(query.get("text") or "")


async def say_fktp_question(reading: Reading, say: Say, choices: Mapping[str, Any] | None) -> None:
    """Asks where, which of several places, or which of the facilities with room; a list that is still on the screen is
    not said again.
    """
    if not choices:
        say("utter_fktp_where", card={"type": "request_location"})
    elif choices.get("places"):
        buttons = [{"title": one["label"], "payload": inform(code=one["id"])} for one in choices["places"]]
        say("utter_place_ambiguous", buttons=buttons, name=choices["words"])
    else:
        await _say_options(reading, say, choices)


async def _say_options(reading: Reading, say: Say, choices: Mapping[str, Any]) -> None:
    if choices.get("full"):
        head = say.text("utter_fktp_full_near", name=choices["full"])
    elif choices.get("unknown"):
        head = say.text("utter_fktp_no_such_near", name=choices["unknown"])
    elif _none_there(choices):
        head = say.text("utter_fktp_none_there", place=choices["place"])
    elif choices.get("place"):
        head = say.text("utter_fktp_near_place", place=choices["place"])
    else:
        head = say.text("utter_fktp_near")
    lines = [fktp_line(say, number, item) for number, item in enumerate(choices["items"], 1)]
    buttons: list[Button] = [{"title": item["name"], "payload": inform(code=item["code"])} for item in choices["items"]]
    if not wants_list_again(reading) and await still_shown(reading, "\n".join(lines)):
        said = reading.text.lower()
        if (unknown := choices.get("unknown")) and all(word in said for word in unknown.lower().split()):
            say("utter_fktp_no_such", name=unknown)
        say("utter_fktp_from_list", buttons=buttons, count=len(lines))
        return
    say.plain("\n".join([head, *lines, say.text("utter_fktp_elsewhere")]), buttons=buttons)


def _none_there(choices: Mapping[str, Any]) -> bool:
    """Whether all that are listed lie in other towns than the one that was asked for."""
    town = str(choices.get("place") or "").rpartition(", ")[2]
    named = re.match(r"(?:kota|kabupaten)\b", town, re.IGNORECASE)
    return bool(named) and not any(item["label"].endswith(town) for item in choices["items"])


def fktp_line(say: Say, number: int, item: Mapping[str, Any]) -> str:
    """One facility: name, distance, address, and how many members still fit."""
    room = (
        say.text("utter_fktp_room", free=item["free"])
        if item["free"] is not None
        else say.text("utter_fktp_room_unknown")
    )
    facts = [distance_words(say, item), item["address"], room]
    return f"{number}. {item['name']} – " + ", ".join(fact for fact in facts if fact)
