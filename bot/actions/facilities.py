"""Facilities: the nearest ones around a place, page by page."""

import re
from collections.abc import Mapping
from typing import Any

from rasa_sdk.events import EventType

from bot.actions.backend import call
from bot.actions.ellipsis import corrects
from bot.actions.facility_ratings import BY_RATING
from bot.actions.facility_words import facility_line, is_wanted, map_button
from bot.actions.narrowed import Narrowed, narrowed_by, narrowed_of
from bot.actions.one_question import OneQuestion
from bot.actions.outcomes import Filled, Outcome, Unusable, resume
from bot.actions.place_alone import kinds_there, what_there
from bot.actions.places import Place, ask_place, choice_button, last_place, leaves, place_query, read_place, say_choices
from bot.actions.press import press
from bot.actions.reading import Reading
from bot.actions.service import Answer
from bot.actions.shown import brief, finish_form, listed, open_form, remember, says_here, shown, shown_place
from bot.actions.texts import Say
from bot.actions.topic import asks_something
from bot.components.values import facility_type, number, poli
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
FIRST_LEVEL = frozenset({"001", "002", "003"})
"""Clinics of the first level: general, dental, mother and child."""
ASKED_OF = {"optician": "glasses", "pharmacy": "medicine_cost", "dentist": "dental_care", "office": "office_location"}
"""The general answer that is asked about further behind facilities of a kind."""
HOSPITALS = "rumah sakit"
_FIRST_LEVEL_KINDS = frozenset({"puskesmas", "clinic", "doctor"})
_GOES_ON = re.compile(
    r"^\W*(?:(?:eh|ok|oke|terus|trus)\W+)*(?:yang|yg|kalau|kalo|klo|sing|nu|the one|what about)\b", re.IGNORECASE
)
_ONLY_SO_MANY = re.compile(
    r"\b(satu|dua|tiga|one|two|three|[1-3])\s+(?:(?:yang|yg)\s+)?(?:aja|saja|ae|wae|doang|only|terdekat|paling dekat)\b"
    r"(?!\s*(?:kelas|orang))",
    re.IGNORECASE,
)


AWAY = "out_of_town_treatment"
_FROM_ELSEWHERE = re.compile(
    r"\b(?:terima|trima|nerima|nrima|menerima|nampa|nampi|nompo|layani|ngelayani|melayani|take|accept)\b.{0,24}"
    r"\b(?:orang|wong|urang|warga|pasien|peserta|ktp|kartu|people|patients?|from)\s+\w+",
    re.IGNORECASE,
)
"""Whether a clinic here takes who is registered elsewhere ("mau nerima orang Bandung ga"); no place is looked for."""


def asks_if_taken_in(reading: Reading) -> bool:
    """ "puskesmas sini mau nerima ga ya orang Bandung"."""
    return not reading.pressed and _FROM_ELSEWHERE.search(reading.text) is not None


class FacilitiesFind(Answer):
    """Answers at once where the message or the last answer says around which place; asks for it otherwise."""

    action = "action_facilities_find"
    resumes = False

    async def answer(self, reading: Reading, say: Say) -> list[EventType]:
        """Shows the first page, or opens the form."""
        from bot.actions.faq import tell_faq  # noqa: PLC0415 - general answers name offices, which are facilities

        if asks_if_taken_in(reading):
            return [*await tell_faq(reading, say, AWAY), *resume(reading)]
        outcome = await read_place(reading, None, requested=False)
        found = outcome.slots if isinstance(outcome, Filled) else {}
        place = found.get("place") or (shown_place(reading) if outcome is None else None)
        if reading.entity("value") == BY_RATING:
            return await sort_by_rating(reading, say)
        kind = _kind_named(reading, say) or _kind_shown(reading)
        if place and not kind and _is_bare_place(reading) and (asked := await what_there(reading, say)):
            return asked
        if place:
            shown_now = await show_facilities(reading, say, place, kind, narrowed=narrowed_by(reading))
            return [*shown_now, *resume(reading)]
        narrowed = narrowed_by(reading).values() if narrowed_by(reading) else None
        return open_form(reading, "facilities_form", type=kind, choices=found.get("choices"), narrowed=narrowed)


def _is_bare_place(reading: Reading) -> bool:
    """Whether the message is the name of a place and nothing else: what is looked for there is yet to be said."""
    named = reading.entity("place")
    return named is not None and named.casefold() == reading.text.strip(" .,!?").casefold()


def _kind_named(reading: Reading, say: Say) -> str | None:
    """The kind in the member's words. A clinic of one field ("eye clinic") is no kind that we list: hospitals have
    those doctors, which is said.
    """
    kinds = reading.entities("facility_type")
    if len(kinds) > 1 and all(facility_type(one) in _FIRST_LEVEL_KINDS for one in kinds) and not corrects(reading):
        return "fktp"  # "klinik atau puskesmas"
    kind = reading.entity("facility_type")
    field = poli(reading.entity("poli") or "", first_level=True)
    if not kind or facility_type(kind) != "clinic" or field is None or field in FIRST_LEVEL:
        return kind
    if reading.first_in_turn:
        say("utter_facilities_of_a_field")
    return HOSPITALS


def _kind_shown(reading: Reading) -> str | None:
    """The kind of the list on the screen, for "yang paling dekat dari antapani"; a search of its own names a kind."""
    seen = shown(reading)
    goes_on = seen.get("kind") == "facilities" and _GOES_ON.match(reading.text)
    return seen.get("type") if goes_on else None


class ValidateFacilitiesForm(OneQuestion):
    """Asks where, when the message did not say."""

    form = "facilities_form"
    asks_place = True
    own_intents = frozenset({"find_nearest_facility"})

    def required(self, reading: Reading, known: Mapping[str, Any]) -> list[str]:
        """Only the place; every kind of facility is shown unless one was named."""
        return ["facilities_place"]

    def watched(self, reading: Reading, known: Mapping[str, Any]) -> list[str]:
        """The kind, and which of its kind, may come with any message."""
        return ["facilities_type", "facilities_narrowed", "facilities_place"]

    async def extract_facilities_type(self, reading: Reading, say: Say) -> Outcome:
        """The kind of facility, in the member's words."""
        kind = _kind_named(reading, say)
        return Filled({"facilities_type": kind}) if kind else None

    async def extract_facilities_narrowed(self, reading: Reading, say: Say) -> Outcome:
        """ "yang buka 24 jam" while the place is asked for: kept until it is known."""
        wanted = narrowed_by(reading)
        if not wanted or not reading.requested or _asks_of_offices(reading):
            return None
        if not last_place(reading) and not reading.location:
            say("utter_noted", value=reading.text.strip(" .,!?"))
        return Filled({"facilities_narrowed": wanted.over(narrowed_of(reading.slot("facilities_narrowed"))).values()})

    async def extract_facilities_place(self, reading: Reading, say: Say) -> Outcome:
        """A location, a named place, or one of the choices."""
        if leaves(reading, self.own_intents):
            return None
        if reading.requested and says_here(reading) and not (last_place(reading) or reading.location):
            return Unusable("utter_place_home", card={"type": "request_location"})
        asked = reading.requested == "facilities_place"
        requested = asked and not reading.entity("facility_type") and not narrowed_by(reading)
        outcome = await read_place(reading, reading.slot("facilities_choices"), requested=requested)
        if isinstance(outcome, Filled):
            return Filled({f"facilities_{name}": value for name, value in outcome.slots.items()})
        return outcome


def _asks_of_offices(reading: Reading) -> bool:
    """ "sabtu tetap buka?" where an office is looked for: asked, and answered as that."""
    from bot.actions.alike import OFFICE_KIND  # noqa: PLC0415 - questions are built on answers
    from bot.actions.further import asks_alike  # noqa: PLC0415 - and so are further ones

    return reading.slot("facilities_type") == OFFICE_KIND and asks_something(reading.text) and asks_alike(reading)


class AskFacilitiesPlace(Answer):
    """Asks for a location or a place name, or which of several places is meant."""

    action = "action_ask_facilities_place"
    resumes = False

    async def answer(self, reading: Reading, say: Say) -> list[EventType]:
        """One question; the phone can answer it with its location."""
        if choices := reading.slot("facilities_choices"):
            say_choices(say, "utter_place_ambiguous", "inform", choices)
        else:
            ask_place(reading, say)
        return []


class FacilitiesShow(Answer):
    """Shows the nearest facilities once the form knows the place."""

    action = "action_facilities_show"
    ends = "facilities"
    resumes = False

    async def answer(self, reading: Reading, say: Say) -> list[EventType]:
        """The first page; the search stays known for "lainnya" and "yang nomor 3"."""
        place, kind = reading.slot("facilities_place"), reading.slot("facilities_type")
        narrowed = narrowed_of(reading.slot("facilities_narrowed"))
        found = await show_facilities(reading, say, place, kind, narrowed=narrowed)
        return [*found, *finish_form(reading, self.ends)]


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
