"""The list of facilities near a place: found, narrowed, paged and said."""

import re
from collections.abc import Mapping
from typing import Any

from rasa_sdk.events import EventType

from bot.actions.backend import call
from bot.actions.facility_ratings import BY_RATING
from bot.actions.facility_words import facility_line, is_wanted, map_button
from bot.actions.narrowed import Narrowed, narrowed_of
from bot.actions.outcomes import resume
from bot.actions.place_alone import kinds_there
from bot.actions.places import Place, choice_button, place_query
from bot.actions.press import press
from bot.actions.reading import Reading
from bot.actions.shown import brief, listed, open_form, remember, shown
from bot.actions.texts import Say
from bot.components.values import facility_type, number
from bot.components.vocabulary import codes

PAGE = 5
EACH = 3
"""Facilities of each place, where several are asked about."""
OFFICES = 2
"""Offices on a page: one is enough."""
REACH_M = 100_000
"""Facilities farther away than this, and than twice the nearest one on the page, are not shown."""
AWAY_M = 300_000
"""Where the nearest is farther away than this, none is shown."""
CARE = frozenset({"care", "fktp", "puskesmas", "clinic", "doctor", "dentist", "hospital"})
"""Kinds of facilities where patients are treated."""
ASKED_OF = {"optician": "glasses", "pharmacy": "medicine_cost", "dentist": "dental_care", "office": "office_location"}
"""The general answer that is asked about further behind facilities of a kind."""
_ONLY_SO_MANY = re.compile(
    r"\b(satu|dua|tiga|one|two|three|[1-3])\s+(?:(?:yang|yg)\s+)?(?:aja|saja|ae|wae|doang|only|terdekat|paling dekat)\b"
    r"(?!\s*(?:kelas|orang))",
    re.IGNORECASE,
)


async def sort_by_rating(reading: Reading, say: Say) -> list[EventType]:
    """The search that was shown last, the best rated first."""
    seen = shown(reading)
    if not seen.get("where"):
        return open_form(reading, "facilities_form")
    narrowed = Narrowed(sort=BY_RATING).over(narrowed_of(seen))
    events = await show_facilities(reading, say, seen["where"], seen.get("type"), narrowed=narrowed)
    return [*events, *resume(reading)]


def fewer(reading: Reading) -> int | None:
    """ "satu saja yang paling dekat": how many are wanted; None where it is not said."""
    found = None if reading.pressed else _ONLY_SO_MANY.search(reading.text)
    return number(found[1]) if found else None


async def show_facilities(
    reading: Reading,
    say: Say,
    place: Place,
    kind: str | None,
    offset: int = 0,
    *,
    narrowed: Narrowed = Narrowed(),  # noqa: B008 - it cannot be changed
) -> list[EventType]:
    """Shows a page of facilities from ``offset`` on, nearest or best rated first, and remembers what was shown.

    Where the place names others beside it ("sleman atau bantul"), the first ones of each.
    """
    if place.get("besides"):
        return await _show_each(reading, say, place, kind, narrowed)
    limit = fewer(reading) or (OFFICES if kind and facility_type(kind) == "office" else PAGE)
    found = await _found(reading, place, kind, narrowed, limit=limit, offset=offset)
    if found["status"] == "unknown_type":
        return await show_facilities(reading, say, place, None, offset, narrowed=narrowed)
    too_far = narrowed and found["items"] and (found["items"][0]["distance_m"] or 0) > REACH_M
    if not found["items"] or too_far:
        _say_nothing(say, found, narrowed, place.get("place_id"))
        where = {**place, "label": place.get("label") or (found["place"] or {}).get("label")}
        new = narrowed and not shown(reading).get("items")  # of a list on the screen, more may still be asked
        return [remember("facilities", where=where, type=kind)] if new else []
    found = _within_reach(found)
    label = place.get("label") or (found["place"] or {}).get("label")
    if not offset and (found["items"][0]["distance_m"] or 0) > AWAY_M:
        _say_away(say, found, label)
        return [remember("facilities", where={**place, "label": label}, type=kind)]
    _say_page(say, found, label, offset=offset, others=place.get("others") or [], narrowed=narrowed)
    items = listed(shown(reading), offset, found["items"])
    where = {**place, "label": label, "others": []}
    page = {"items": items, "next_offset": found["next_offset"], "of": ASKED_OF.get(found["type"] or "")}
    page |= narrowed.values()
    return [remember("facilities", where=where, type=kind, **page)]


def _plain_kind(kind: str | None) -> str | None:
    """ "rumah sakitnya" as the word without its ending."""
    bare = re.sub(r"(?:nya|ne|ku|mu|na|e)$", "", kind.lower()) if kind else None
    return (
        bare
        if bare and kind and bare in codes("facility_types") and kind.lower() not in codes("facility_types")
        else kind
    )


async def _found(
    reading: Reading, place: Place, kind: str | None, narrowed: Narrowed, *, limit: int, offset: int = 0
) -> dict[str, Any]:
    limit += len(reading.without)
    params = {**place_query(place), "type": _plain_kind(kind), "limit": limit, "offset": offset, **narrowed.query()}
    found: dict[str, Any] = await call(reading, "GET", "/facilities/find", params=params)
    return {**found, "items": [item for item in found["items"] if is_wanted(reading, item["name"])]}


async def _show_each(reading: Reading, say: Say, place: Place, kind: str | None, narrowed: Narrowed) -> list[EventType]:
    """The first ones of each of several places, numbered on; each place has a button for all of its own."""
    items: list[dict[str, Any]] = []
    places = [*place["besides"], {**place, "besides": []}]
    for one in places:
        found = await _found(reading, one, kind, narrowed, limit=EACH)
        if not found["items"]:
            say("utter_facilities_none_at", place=one["label"])
            continue
        found = {**_within_reach(found), "next_offset": None}
        button = [{"id": one["place_id"], "label": one["label"]}]
        _say_page(say, found, one["label"], offset=len(items), others=button, narrowed=narrowed)
        items += found["items"]
    where = {**places[-1], "others": []}
    return [remember("facilities", where=where, type=kind, items=brief(items), **narrowed.values())]


def _within_reach(found: dict[str, Any]) -> dict[str, Any]:
    """The page without those that nobody would travel to while another is near: the second office may be on another
    island. Where one is left out, so is all that follows.
    """
    distances = [item["distance_m"] or 0 for item in found["items"]]
    reach = max(REACH_M, 2 * distances[0])
    near = [item for item, metres in zip(found["items"], distances, strict=True) if metres <= reach]
    near = near[:1] if distances[0] > REACH_M else near
    return found if len(near) == len(distances) else {**found, "items": near, "next_offset": None}


def _say_nothing(say: Say, found: Mapping[str, Any], narrowed: Narrowed, place_id: str | None) -> None:
    """Nothing was found there; what else there is, and for who needs care and finds all closed what is open."""
    if found["status"] == "outside":
        say("utter_location_outside")
    elif narrowed.sector:
        say(f"utter_facilities_none_{narrowed.sector}")
    elif not narrowed.opening:
        say("utter_facilities_none", buttons=kinds_there(say, place_id) if place_id else [])
    elif found["type"] in CARE:
        hospitals = kinds_there(say, place_id)[:1] if place_id else []  # their emergency rooms never close
        text = f"{say.text('utter_facilities_none_open')} {say.text('utter_facilities_emergency_open')}"
        say.plain(text, buttons=hospitals)
    else:
        say("utter_facilities_none_open")


def _say_away(say: Say, found: Mapping[str, Any], label: str | None) -> None:
    """The nearest that our data has is where nobody would go; what an office does is done without going there."""
    from bot.actions.faq import buttons  # noqa: PLC0415 - general answers name offices, which are facilities

    office = found["type"] == "office"
    place = label or say.text("utter_place_yours")
    following = ["talk_to_agent", "faq/pandawa_chika"] if office else ["talk_to_agent"]
    say(f"utter_{'offices' if office else 'facilities'}_away", place=place, buttons=buttons(say, following))


def _say_page(
    say: Say,
    found: Mapping[str, Any],
    label: str | None,
    *,
    offset: int,
    others: list[dict[str, str]],
    narrowed: Narrowed,
) -> None:
    items = found["items"]
    lines = [facility_line(say, number, item) for number, item in enumerate(items, offset + 1)]
    response = "utter_facilities_best" if narrowed.sort else "utter_facilities_near"
    if found["type"] == "office":
        response = "utter_offices_near"
    response = "utter_facilities_far" if (items[0]["distance_m"] or 0) > REACH_M and not offset else response
    head = say.text(f"{response}_place", place=label) if label else say.text(f"{response}_you")
    head = f"{say.text(f'utter_facilities_only_{narrowed.sector}')} {head}" if narrowed.sector else head
    if narrowed.opening and narrowed.opening[0].isdigit():
        head = f"{say.text('utter_facilities_open_on', day=say.day(narrowed.opening))} {head}"
    buttons = [map_button(say, item) for item in items]
    if found["next_offset"] is not None:
        buttons.append(say.button("utter_button_more", "/show_more"))
    if not narrowed.sort and any(item["rating_count"] for item in items):
        buttons.append(say.button("utter_ratings_button_sort", press("find_nearest_facility", value=BY_RATING)))
    buttons += [choice_button("find_nearest_facility", other) for other in others]
    say.plain("\n".join([head, *lines]), buttons=buttons, card={"type": "facilities", "items": items})
