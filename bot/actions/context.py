"""Messages that mean something only after what was shown: "lainnya", "yang nomor 3", "kalau kelas 2?", a location."""

import re
from collections.abc import Mapping
from typing import Any

from rasa_sdk.events import EventType, FollowupAction

from bot.actions.backend import LONGEST_NAME, call
from bot.actions.bed_answers import show_beds, show_more_beds
from bot.actions.bed_class import bare_figure, own_class
from bot.actions.beds import read_where, room_words, shown_where
from bot.actions.complaint_beside import adds_later
from bot.actions.contribution_people import rate_of_class
from bot.actions.control import numbered_choice
from bot.actions.ellipsis import corrects, elliptical
from bot.actions.emergency import show_emergency_rooms
from bot.actions.facilities_shown import show_facilities, sort_by_rating
from bot.actions.facility_details import ask_which, show_map, tell_by_name, tell_facility
from bot.actions.facility_ratings import wants_best
from bot.actions.faq import entries, tell_class
from bot.actions.further import tell_alike, tell_further
from bot.actions.given_up import not_wanted
from bot.actions.just_done import tells_done
from bot.actions.membership_profile import CORRECTED
from bot.actions.membership_profile_words import field_in
from bot.actions.mood import mood_answer
from bot.actions.narrowed import narrowed_of
from bot.actions.notice_words import about_notices
from bot.actions.outcomes import Filled, Unusable, resume
from bot.actions.personal_context import personal_follow_up, to_cancel
from bot.actions.places import last_place, read_place
from bot.actions.queue_already import instead_of_number
from bot.actions.reading import Reading
from bot.actions.service import Answer
from bot.actions.shown import (
    FOLLOW_UP_WORDS,
    chosen_code,
    number_in,
    open_form,
    says_details,
    says_more,
    shown,
    shown_place,
)
from bot.actions.shown_lists import about_list
from bot.actions.texts import Say
from bot.actions.turns import heard, meant_as
from bot.actions.verification import added_to_wish
from bot.actions.verify import WISH, waits
from bot.components.names import is_everyday
from bot.components.values import facility_type

_LISTS = frozenset({"beds", "facilities", "facility", "emergency"})
"""Kinds of ``shown`` that are about places on the map."""
_ELSEWHERE = re.compile(
    r"(?:^|[.,!?]\s*)(?:(?:eh|oh|terus|trus|hehe|ya)\s+)*(?=(?:kalau|kalo|klo|kl|nek|gimana|gmn|how about|what about"
    r"|yang|yg|di|ke|deket"
    r"|dekat|daerah|sekitar|in|near|at)\s)(?:(?:kalau|kalo|klo|kl|nek|gimana|gmn|how about"
    r"|what about)\s+)?(?:(?:yang|yg)\s+)?"
    r"(?P<in>(?:di|ke|deket|dekat|daerah|sekitar|in|near|at)\s+)?(?P<name>(?:[^\W\d_]+\s?){1,4}?)"
    r"(?:\s*\b(?:gimana|gmn|bagaimana|ada|aja|dong|ya|ga|gak|nggak))*\W*$",
    re.IGNORECASE,
)
_KIND = re.compile(r"^(?:kota|kabupaten)\s+", re.IGNORECASE)
_MAP = re.compile(r"\b(?:peta|map|maps|gmaps|denah|lokasinya)\b", re.IGNORECASE)

_MEANT = re.compile(r"\b(?:maksud\w*|mean|meant)\b", re.IGNORECASE)
_INSTEAD = (
    (
        "check_membership_status",
        re.compile(r"\b(?:cek|status|masih|check)\b.*\b(?:aktif|active|status)\b", re.I),
    ),
    ("check_contribution", re.compile(r"\b(?:tagihan|tunggakan|bill|arrears)(?:nya|ku)?\b", re.IGNORECASE)),
    ("get_digital_card", re.compile(r"\b(?:kartu digital|digital card)\b", re.IGNORECASE)),
    ("book_queue", re.compile(r"\b(?:ambil|daftar|book)\w*\b.*\b(?:antre|antri|queue)\w*\b", re.IGNORECASE)),
    ("change_fktp", re.compile(r"\b(?:pindah|ganti|change)\b.*\b(?:faskes|puskesmas|klinik|clinic)\b", re.IGNORECASE)),
)
"""What is corrected resembles no wish; these are named so plainly that they are one."""


async def follow_up(reading: Reading, say: Say) -> list[EventType] | None:
    """Answers a message that goes on from what was shown; None where it does not."""
    if reading.pressed or len(reading.text.split()) > FOLLOW_UP_WORDS:
        return None
    if action := personal_follow_up(reading):
        return [FollowupAction(action)]
    seen = shown(reading)
    if (items := seen.get("items")) and (number_in(reading) or 0) > len(items):
        say("utter_list_shorter", count=len(items))
        return []
    for answer in (about_list, _about_shown, _of_its_kind):
        if (events := await answer(reading, say, seen)) is not None:
            return events
    if (chosen := await numbered_choice(reading)) is not None:
        return heard(reading, chosen)
    return await _named_elsewhere(reading, say, seen)


async def of_list_beside(reading: Reading, say: Say) -> list[EventType] | None:
    """ "kalau kelas 1?", "alamat yang paling atas" about a list that was shown while a form is open; None elsewhere."""
    seen = shown(reading)
    short = not reading.pressed and len(reading.text.split()) <= FOLLOW_UP_WORDS
    goes_on = elliptical(reading) or chosen_code(reading) is not None
    if not short or seen.get("kind") not in _LISTS or not goes_on:
        return None
    for answer in (about_list, _about_shown, _of_its_kind):
        if (events := await answer(reading, say, seen)) is not None:
            return [event for event in events if event["event"] != "followup"]
    return None


async def _named_elsewhere(reading: Reading, say: Say, seen: Mapping[str, Any]) -> list[EventType] | None:
    """ "kalau sardjito gimana", "di panakkukang": a name that was not marked as one, behind a list of facilities."""
    found = None if seen.get("kind") not in _LISTS else _ELSEWHERE.search(reading.text)
    name = found["name"].strip() if found else ""
    if not name or all(is_everyday(word) for word in re.findall(r"\w+", name.lower())):
        return None
    if seen.get("kind") == "beds" and (hospital := await _hospital(reading, name)):
        return await show_beds(reading, say, hospital, seen.get("class"))
    place = await call(reading, "GET", "/facilities/places", params={"q": name[:LONGEST_NAME]})
    if place["status"] != "ok":
        return _strange(say, name) if found and found["in"] else None
    where = {"place_id": place["place"]["id"], "label": place["place"]["label"]}
    if seen.get("kind") == "beds":
        return await show_beds(reading, say, where, seen.get("class"))
    return await show_facilities(reading, say, where, seen.get("type"), narrowed=narrowed_of(seen))


async def _hospital(reading: Reading, name: str) -> dict[str, Any] | None:
    found = (await call(reading, "GET", "/beds/find", params={"facility": name[:LONGEST_NAME], "limit": 1}))["facility"]
    return {"facility": found["code"]} if found else None


def _strange(say: Say, name: str) -> list[EventType]:
    say("utter_place_unknown", place=name, card={"type": "request_location"})
    return []


async def _of_its_kind(reading: Reading, say: Say, seen: Mapping[str, Any]) -> list[EventType] | None:
    kind = seen.get("kind")
    if kind == "beds":
        return None if _other_kind(reading) else await _other_beds(reading, say, seen)
    if kind == "faq":
        if events := await rate_of_class(reading, say):
            return events
        named = reading.entity("membership_class") or reading.entity("room_class")
        return await tell_class(reading, say, seen["faq_id"], named) if named else None
    if (about := seen.get("of")) in entries() and (room := room_words(reading)):  # what a class gets of an optician
        return await tell_class(reading, say, about, room)
    return await _other_facilities(reading, say, seen) if kind in _LISTS else None


async def _about_shown(reading: Reading, say: Say, seen: Mapping[str, Any]) -> list[EventType] | None:
    """One of those listed, its details or its map; or the next page."""
    code, items = chosen_code(reading), seen.get("items") or []
    only = items[0]["code"] if len(items) == 1 else None
    if (told_of := code or seen.get("facility") or only) and (
        events := await _about_one(reading, say, told_of)
    ) is not None:
        return events
    if seen.get("items") and says_details(reading) and not names_place(reading):
        return await ask_which(reading, say)
    if code and seen.get("kind") == "beds":
        return await show_beds(reading, say, {"facility": code}, room_words(reading) or seen.get("class"))
    if code:
        return await tell_facility(reading, say, code)
    if seen.get("where") and not names_place(reading) and says_more(reading):
        return await show_next(reading, say, seen)
    return None


def names_place(reading: Reading) -> bool:
    """The message names a facility or a place of its own."""
    return bool(reading.entity("facility_name") or reading.entity("place"))


async def _about_one(reading: Reading, say: Say, code: str) -> list[EventType] | None:
    """The map, the details or the doctors of the facility that is talked of."""
    if _MAP.search(reading.text):
        return await show_map(reading, say, code)
    if says_details(reading) or (elliptical(reading) and reading.entity("date")):  # "kalo sabtu": its hours
        return await tell_facility(reading, say, code)
    if reading.entity("poli") or reading.entity("doctor"):
        return [FollowupAction("action_doctor_schedule")]
    return None


def _other_kind(reading: Reading) -> bool:
    """Another kind of facility than those with beds is named: the question is not about beds any more."""
    kinds = {facility_type(word) for word in re.findall(r"\w+", reading.text.lower())}
    return not reading.entity("facility_name") and bool(kinds - {"hospital", None})


async def _other_beds(reading: Reading, say: Say, seen: Mapping[str, Any]) -> list[EventType] | None:
    """The same question about another hospital, place or class."""
    room = room_words(reading) or bare_figure(reading, seen) or await own_class(reading)
    outcome = await read_where(reading, None, requested=False)
    if isinstance(outcome, Filled) and (where := outcome.slots.get("where")):
        return await show_beds(reading, say, where, room or seen.get("class"))
    where = shown_where(reading) if room else None
    return await show_beds(reading, say, where, room) if where else None


async def _other_facilities(reading: Reading, say: Say, seen: Mapping[str, Any]) -> list[EventType] | None:
    """The same search elsewhere, for another kind or by rating; a bare name is a question about that facility."""
    if seen.get("kind") == "facilities" and wants_best(reading) and not last_place(reading):
        return await sort_by_rating(reading, say)
    if words := reading.entity("facility_name"):
        return await tell_by_name(reading, say, words)
    where = shown_where(reading) if (room := room_words(reading)) else None
    if where:
        return await show_beds(reading, say, where, room)
    whole = [reading.text] if facility_type(reading.text) else []  # "dokter gigi" alone is marked as a clinic
    kinds = reading.entities("facility_type") or whole
    kind = kinds[-1 if corrects(reading) else 0] if kinds else None
    if seen.get("named") and (named := last_place(reading)):
        return await tell_by_name(reading, say, f"{seen['named']} {named}")
    if not seen.get("where") or not (kind or last_place(reading)):
        return None
    return await _search_again(reading, say, kind or seen.get("type"))


async def _search_again(reading: Reading, say: Say, kind: str | None) -> list[EventType] | None:
    """The search around the place that is named, or around the last one; a name that we do not know is said so."""
    outcome = await read_place(reading, None, requested=False)
    if isinstance(outcome, Unusable) and last_place(reading):
        outcome.said(say)
        return []
    if isinstance(outcome, Filled) and (choices := outcome.slots.get("choices")):
        return _which_place(reading, say, choices, kind)
    place = outcome.slots.get("place") if isinstance(outcome, Filled) else shown_place(reading)
    return await show_facilities(reading, say, place, kind) if place else None


def _which_place(reading: Reading, say: Say, choices: Mapping[str, Any], kind: str | None) -> list[EventType]:
    """Asks which of several places; one of them on the screen means that we know no smaller one of that name."""
    here = (shown(reading).get("where") or {}).get("label")
    finer = here and _KIND.sub("", here).casefold() != str(choices["words"]).casefold()
    if finer and any(item["label"] == here for item in choices["items"]):
        say("utter_place_not_finer", place=choices["words"], here=here, card={"type": "request_location"})
        return []
    return open_form(reading, "facilities_form", type=kind, choices=choices)


async def show_next(reading: Reading, say: Say, seen: Mapping[str, Any]) -> list[EventType]:
    """The page behind those that were shown."""
    if seen.get("kind") == "beds":
        return await show_more_beds(reading, say, seen, None)
    where, offset = seen.get("where"), seen.get("next_offset")
    if not where or offset is None:
        say("utter_no_more")
        return []
    return await show_facilities(reading, say, where, seen.get("type"), offset, narrowed=narrowed_of(seen))


class ShowMore(Answer):
    """The next page of what was shown last."""

    action = "action_show_more"
    follows = True

    async def answer(self, reading: Reading, say: Say) -> list[EventType]:
        """Says so when there is no more."""
        return await show_next(reading, say, shown(reading))


class SharedLocation(Answer):
    """A location that nobody asked for: what was talked of last, near there."""

    action = "action_shared_location"
    resumes = False

    async def answer(self, reading: Reading, say: Say) -> list[EventType]:
        """Emergency rooms, beds or facilities."""
        place, seen = dict(reading.location or {}), shown(reading)
        if not place:
            say("utter_ask_place")
            return []
        if seen.get("kind") == "emergency":
            return await show_emergency_rooms(reading, say, place)
        if seen.get("kind") == "beds":
            return await show_beds(reading, say, place, seen.get("class"))
        return [*await show_facilities(reading, say, place, seen.get("type")), *resume(reading)]


class GoBack(Answer):
    """A correction outside a form ("eh salah, rsud bantul") puts the last question anew; a bare one has to say what."""

    action = "action_go_back"
    follows = True

    async def answer(self, reading: Reading, say: Say) -> list[EventType]:
        """Goes on from what was shown."""
        # "bukan besok, kamis aja" behind a number that there is; "ha sudah kupencet" of the secure page
        events = instead_of_number(reading) or tells_done(reading, say)
        if events is None:
            events = mood_answer(reading, say)  # "maaf tadi kesal" takes back no answer
        if events is None and not reading.form:
            events = await tell_further(reading, say)  # "eh bukan kemarin, lusa" of a death
        if events is None and not reading.form:
            events = await tell_alike(reading, say)  # "boleh diganti jam siang ga" of a booking
        if events is None and not reading.form:
            events = added_to_wish(reading, say)  # "eh tanggal 9 saja" of a reminder that waits for the page
        if events is None and about_notices(reading):
            events = [FollowupAction("action_notifications")]  # "eh tanggal 7 aja" of one that was just set
        # "yang antrian maksudnya"; "eh gausah deng" behind what was shown or offered
        wish = to_cancel(reading) or ("deny" if not_wanted(reading) else None)
        if events is None and not reading.form and wish:
            return heard(reading, meant_as(reading, wish))
        if events is None and not reading.form and adds_later(reading):
            events = [FollowupAction("complaints_add_form")]  # "it was 175 not 150, please correct that"
        if events is None and not reading.form and (wrong := wrong_data(reading)):
            return heard(reading, wrong)
        if events is None and not reading.form and (other := await _other_clinic(reading)):
            return heard(reading, other)
        if events is None and not reading.form:
            events = await follow_up(reading, say)
        if events is None and (instead_of := _other_service(reading)):
            return heard(reading, meant_as(reading, instead_of))
        if events is None:
            say("utter_go_back")
        return events or []


def _other_service(reading: Reading) -> str | None:
    """ "maaf kepencet. cek aktif apa enggak maksud saya" while the page is waited for: what is wished instead."""
    if reading.pressed or reading.form or not (waits(reading) and _MEANT.search(reading.text)):
        return None
    return next(
        (intent for intent, said in _INSTEAD if said.search(reading.text) and intent != reading.slot(WISH)), None
    )


def wrong_data(reading: Reading) -> dict[str, Any] | None:
    """ "salah tuh tanggal lahirnya": the wish to have what is registered set right, as a message."""
    if reading.pressed or field_in(reading.text) not in CORRECTED:
        return None
    return meant_as(reading, "update_member_data")


async def _other_clinic(reading: Reading) -> dict[str, Any] | None:
    """ "change it to puskesmas ubud 2" behind one's own clinic: the wish to move there, as a message."""
    if reading.pressed or not names_place(reading) or shown(reading).get("kind") != "member_data":
        return None
    return meant_as(reading, "change_fktp")
