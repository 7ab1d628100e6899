"""For whom a number is taken: oneself or a child. Never for somebody else than was said."""

import re
from collections.abc import Mapping
from typing import Any

from bot.actions.backend import call
from bot.actions.outcomes import Outcome, Unusable
from bot.actions.queue_doors import options_for, usable
from bot.actions.queue_reading import hint, picked, says_for_whom, second_number, typed_answer, wish_of
from bot.actions.queue_state import ending, put, used_up
from bot.actions.reading import Reading
from bot.actions.same_names import same_name
from bot.actions.texts import Say
from bot.components.names import is_everyday

OTHER_ADULTS = frozenset(
    {"spouse", "mother", "father", "parent", "parent_in_law", "sibling", "grandparent", "relative"}
)
GROWN = "grown"
"""Key of the hints: a child was named who needs their own code."""
_YOUNG = re.compile(
    r"\b(?:bayi|balita|bulan|bln|bocah|paud|tk|sd|smp|baby|toddler)\b|\b(?:1[0-6]|\d)\s*(?:tahun|thn|th|years?)\b", re.I
)
"""Told of a child who is not grown."""
_NAME = re.compile(
    r"^\W*(?:(?:buat|untuk|utk|for|si|namanya|nama|ya|itu)\W+)*(?P<name>[^\W\d_]{3,}(?: [A-Z][^\W\d_]+)*)"
)
"""A name with which the answer begins: "Putu, poli umum, lusa"."""


async def choose_patient(reading: Reading, say: Say) -> Outcome:
    """Oneself or a child; another adult has to verify on their own."""
    options = reading.slot("queues_options")
    if not options:
        return None
    person = _person(reading, options)
    relation = hint(reading, "relation")
    child = person is None and relation == "child"
    several = child and any(one["relation"] == "child" for one in options["people"])
    named = str(hint(reading, "person") or "")
    other = _about_person(reading) and (relation in OTHER_ADULTS or (child and not several))
    used_up(reading, *(() if several else ("relation",)), "self", "person")
    if other:
        return await _not_here(reading, say, f"{reading.text} {named}" if child else None)
    if person is None:
        return await _nobody(reading)
    return None if person == reading.slot("queues_patient") else await _chosen(reading, options, person)


async def _nobody(reading: Reading) -> Outcome:
    """What is said where the words name nobody for whom we may book: a grown child, a stranger, or a bare "ok" behind
    the own code that was offered.
    """
    words = typed_answer(reading, "queues_patient") or (reading.text if reading.requested == "queues_patient" else "")
    known = (reading.slot("queues_hints") or {}).get(GROWN)
    if known and reading.intent == "affirm" and not reading.pressed:
        return Unusable("utter_queues_grown_open", {"name": known})
    grown = await _grown_children(reading, words) if words and not reading.pressed else []
    if grown and ", ".join(grown) != known:
        return Unusable("utter_queues_grown_child", {"name": _remember_grown(reading, grown)})
    stranger = None if grown else _stranger(reading)
    return Unusable("utter_queues_name_unknown", {"name": stranger}) if stranger else None


async def _chosen(reading: Reading, options: Mapping[str, Any], person: Mapping[str, Any]) -> Outcome:
    """The patient, with the doors that are open to them."""
    if person["member_id"] != options["member"]["member_id"]:
        options = {**await options_for(reading, person["member_id"]), "people": options["people"]}
    if not options["active"]:
        return ending("utter_error_member_inactive", ["check_membership"])
    if not usable(options["doors"]) and not any(door["booked"] for door in options["doors"]):
        return ending("utter_queues_no_door", [])
    changed = {"door": None, "poli": None, "date": None, "session": None} if reading.slot("queues_patient") else {}
    return put(reading, patient=person, options=options, **changed)


def _person(reading: Reading, options: Mapping[str, Any]) -> dict[str, Any] | None:
    people: list[dict[str, Any]] = options["people"]
    code, me = picked(reading, "queues_patient"), people[0]
    me = next((one for one in people if one["member_id"] == options["member"]["member_id"]), me)
    if code:
        return next((one for one in people if one["member_id"] == code), None)
    if words := typed_answer(reading, "queues_patient") or hint(reading, "person"):
        named = [one for one in people if same_name(words, one["name"])] or _called(str(words), people)
        if len(named) == 1 or wish_of(reading).get("self") or "sendiri" in words:
            return named[0] if len(named) == 1 else me
    if _about_person(reading):
        if hint(reading, "relation") == "child":
            children = [one for one in people if one["relation"] == "child" and one != me]
            return children[0] if len(children) == 1 else None
        if hint(reading, "self"):
            return me
    asked = reading.requested == "queues_patient"  # then it takes an answer: who was asked for may not be here
    return me if len(people) == 1 and not (words or asked or reading.slot("queues_patient")) else None


async def _not_here(reading: Reading, say: Say, child: str | None) -> Outcome:
    """Says why not; who was taken for the patient so far is asked for anew, unless the number is a second one.
    ``child``: what was said of a child; None of another adult.
    """
    grown = await _grown_children(reading, child) if child else []
    why = "utter_queues_grown_child" if grown else "utter_queues_no_child" if child else "utter_queues_other_adult"
    if child and not (grown or _YOUNG.search(child)):
        grown = await _grown_children(reading)
        why = "utter_queues_only_grown" if grown else why
    name = _remember_grown(reading, grown) if grown else ""
    if not reading.slot("queues_patient") or second_number(reading):
        return Unusable(why, {"name": name})
    say(why, name=name)
    return put(reading, patient=None)


def _remember_grown(reading: Reading, grown: list[str]) -> str:
    """Their names in one; their own code stays offered while it is asked for whom the number is."""
    name = ", ".join(grown)
    reading.tracker.slots["queues_hints"] = {**(reading.slot("queues_hints") or {}), GROWN: name}
    return name


async def _grown_children(reading: Reading, words: str | None = None) -> list[str]:
    """The children of the family who need their own code: those whose name is said, or all."""
    here = {one["member_id"] for one in reading.slot("queues_options")["people"]}
    family = (await call(reading, "GET", "/membership/family"))["members"]
    names = [str(one["name"]) for one in family if one["relation"] == "child" and one["member_id"] not in here]
    said = set(re.findall(r"[^\W\d_]+", (words or "").lower()))
    return [name for name in names if words is None or said & set(name.lower().split())]


def _stranger(reading: Reading) -> str | None:
    """The name in "Putu, poli umum, lusa", where it is nobody's whom we may book for."""
    words = typed_answer(reading, "queues_patient")
    found = _NAME.match(words) if words and reading.intent not in ("faq", "go_back") else None
    if not words or not found or any(is_everyday(one) for one in found["name"].lower().split()):
        return None
    beside = re.findall(r"[^\W\d_]+", words[found.end() :].lower())
    return found["name"] if any(is_everyday(one) for one in beside) else None  # a bare name may take another's code


def _called(words: str, people: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Those whose first name stands in a longer answer: "yang raka, kelas 5 sd"."""
    said = set(re.findall(r"[^\W\d_]+", words.lower()))
    return [one for one in people if one["name"].lower().split()[0] in said]


def _about_person(reading: Reading) -> bool:
    """Whether a relation in a message says for whom; elsewhere "bu" and "pak" are how one speaks."""
    first = not reading.slot("queues_patient")
    return first or reading.requested == "queues_patient" or says_for_whom(reading)
