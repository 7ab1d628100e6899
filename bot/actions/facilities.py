"""Facilities: the nearest ones around a place, page by page."""

import re
from collections.abc import Mapping
from typing import Any

from rasa_sdk.events import EventType

from bot.actions.ellipsis import corrects
from bot.actions.facilities_shown import show_facilities, sort_by_rating
from bot.actions.facility_ratings import BY_RATING
from bot.actions.narrowed import narrowed_by, narrowed_of
from bot.actions.one_question import OneQuestion
from bot.actions.outcomes import Filled, Outcome, Unusable, resume
from bot.actions.place_alone import what_there
from bot.actions.places import ask_place, last_place, leaves, read_place, say_choices
from bot.actions.reading import Reading
from bot.actions.service import Answer
from bot.actions.shown import finish_form, open_form, says_here, shown, shown_place
from bot.actions.texts import Say
from bot.actions.topic import asks_something
from bot.components.values import facility_type, poli

FIRST_LEVEL = frozenset({"001", "002", "003"})
"""Clinics of the first level: general, dental, mother and child."""
HOSPITALS = "rumah sakit"
_FIRST_LEVEL_KINDS = frozenset({"puskesmas", "clinic", "doctor"})
_GOES_ON = re.compile(
    r"^\W*(?:(?:eh|ok|oke|terus|trus)\W+)*(?:yang|yg|kalau|kalo|klo|sing|nu|the one|what about)\b", re.IGNORECASE
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
