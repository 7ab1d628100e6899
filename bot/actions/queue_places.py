"""Where a visit takes place, and in which clinic."""

from collections.abc import Mapping
from typing import Any

from bot.actions.ellipsis import instead
from bot.actions.outcomes import Outcome, Unusable
from bot.actions.queue_ails import GENERAL, clinic_for, leaves_it_to_us
from bot.actions.queue_doors import Door, codes_meant, matching, meant_clinics, offers_clinic, usable
from bot.actions.queue_early import early_facts
from bot.actions.queue_letters import says_no_letter
from bot.actions.queue_reading import MOVE, hint, last, picked, typed_answer, wish_of
from bot.actions.queue_state import put, used_up
from bot.actions.queue_words import action_button, poli_name, refusal_values
from bot.actions.reading import Reading
from bot.actions.same_names import same_name
from bot.actions.texts import Say
from bot.actions.topic import asks_something
from bot.components import values

YES_WORDS = 3
"""A longer yes says more than that."""


async def choose_door(reading: Reading, say: Say) -> Outcome:
    """The own FKTP, or a hospital with a letter; a clinic that is elsewhere changes the place too."""
    options, current = reading.slot("queues_options"), reading.slot("queues_door")
    if not options or not reading.slot("queues_patient"):
        return None
    doors: list[Door] = options["doors"]
    if code := picked(reading, "queues_door"):
        return _enter(reading, say, next((door for door in doors if door["key"] == code), None))
    if (likely := _agreed(reading, doors)) is not None:
        return _enter(reading, say, likely)
    hints = _place_hints(reading)
    there = hint(reading, "there")
    used_up(reading, "there")
    if there and not current and not hints.keys() - {"poli"}:
        same = [door for door in doors if door["facility"] == there]
        if len(same) == 1:
            return _enter(reading, say, same[0])
    if not hints:
        return _enter(reading, say, doors[0]) if len(doors) == 1 and not current else None
    return await _by_hints(reading, say, doors, hints)


def _agreed(reading: Reading, doors: list[Door]) -> Door | None:
    """ "oke gas" where the place is asked: the hospital of the only letter, which is read back before it is booked."""
    agrees = reading.requested == "queues_door" and reading.intent == "affirm" and not reading.pressed
    lettered = [door for door in doors if door["letter"]] if agrees and reading.ordinal is None else []
    return lettered[0] if len(lettered) == 1 and len(reading.text.split()) <= YES_WORDS else None


def _place_hints(reading: Reading) -> dict[str, Any]:
    """What the message says of the place; the first time, what was said before too."""
    keys = ("facility", "type", "poli", "letter", "kind")
    current = reading.slot("queues_door")
    asked = reading.requested == "queues_door"  # "jumat" there chooses no place by what was told before
    said = wish_of(reading) if current or asked else {key: hint(reading, key) for key in keys}
    hints = {key: said[key] for key in keys if said.get(key)}
    if reading.requested and asks_something(reading.text) and hints.keys() == {"kind"}:
        return {}  # "rujukan minta di mana"
    words = typed_answer(reading, "queues_door")
    clinic = _clinic_for_door(reading) if reading.requested == "queues_door" else None
    if hints or not (words or clinic):
        return hints
    if says_no_letter(reading):
        return {"type": "puskesmas"}
    if clinic:
        reading.tracker.slots["queues_hints"] = {**(reading.slot("queues_hints") or {}), "poli": clinic}
        return {"poli": clinic}
    named = matching(reading.slot("queues_options")["doors"], {"facility": words})
    return {"facility": words} if named else {}


def _clinic_for_door(reading: Reading) -> str | None:
    """ "umum", "bukan mata, penyakit dalam": where there is such a clinic, there is the place."""
    right = instead(reading)
    if right and values.poli(right):
        return right
    for_it = clinic_for(reading.text) if leaves_it_to_us(reading) else None  # "poli apa ya buat gatal2"
    return for_it or early_facts(reading).get("poli")


async def _by_hints(reading: Reading, say: Say, doors: list[Door], hints: dict[str, Any]) -> Outcome:
    current = reading.slot("queues_door")
    used_up(reading, "facility", "type", "letter", "kind")
    found = matching(doors, hints)
    if not found:
        return _no_door(reading, say, hints)
    if words := hints.get("poli"):
        codes = await codes_meant(reading, words)
        with_clinic = [door for door in found if offers_clinic(door, codes)]
        if codes and not with_clinic:
            used_up(reading, "poli")
            return Unusable("utter_queues_poli_needs_letter", {"poli": words})
        found = with_clinic or found
    if current and any(door["key"] == current["key"] for door in found):
        return None
    free = usable(found)
    return _enter(reading, say, (free or found)[0]) if len(free or found) == 1 else None


def _no_door(reading: Reading, say: Say, hints: Mapping[str, Any]) -> Outcome:
    typed = str(hints.get("letter") or "").upper()
    for letter in reading.slot("queues_options")["expired"]:
        if letter["number"] == typed:
            return Unusable("utter_error_letter_expired", refusal_values(say, letter))
    kinds = {item["kind"] for item in reading.metadata.get("identifiers") or []}
    if typed and "sep" in kinds:
        return Unusable("utter_problem_sep_given")
    if typed:
        return Unusable("utter_error_letter_not_found", refusal_values(say, {}))
    if hints.get("facility"):
        return Unusable("utter_queues_not_there", {"name": hints["facility"]})
    return Unusable("utter_error_letter_needed", refusal_values(say, {}))


def _enter(reading: Reading, say: Say, door: Door | None) -> Outcome:
    if door is None:
        return None
    if not door["connected"]:
        return Unusable("utter_error_facility_not_connected", refusal_values(say, {"facility": door}))
    if door["booked"]:
        buttons = [action_button(say, step, door["booked"]) for step in ("status", MOVE)]
        return Unusable("utter_error_letter_already_used", refusal_values(say, {}), buttons)
    only = door["polis"][0] if door["letter"] else None
    if only:
        used_up(reading, "poli")
    poli = {**only, "words": poli_name(say, only)} if only else None
    return put(reading, door=door, poli=poli, **_again(reading))


async def choose_poli(reading: Reading, say: Say) -> Outcome:
    """The clinic, by any of its names; with a letter it is given."""
    door = reading.slot("queues_door")
    if not door or door["letter"] or reading.slot("queues_booking"):
        return None
    current, code = reading.slot("queues_poli"), picked(reading, "queues_poli")
    marked = code or (last(reading, "poli") if current else hint(reading, "poli"))
    words = marked or instead(reading) or typed_answer(reading, "queues_poli")
    if not (current or marked):
        words = _for_the_complaint(reading) or words
    used_up(reading, "poli", "ails")
    if not words:
        return None
    here = [one for one in door["polis"] if one["code"] == code or _called(one, str(words))]
    found = {} if len(here) == 1 else await meant_clinics(reading, str(words), door["facility"])
    poli = here[0] if len(here) == 1 else found["poli"] if found["available"] else None
    if poli:
        same = current and current["code"] == poli["code"]
        return None if same else put(reading, poli={**poli, "words": poli_name(say, poli)}, **_again(reading))
    return Unusable("utter_error_poli_not_found", refusal_values(say, {})) if marked else None


def _for_the_complaint(reading: Reading) -> str | None:
    """The clinic for what was told before, or is told instead of choosing one; who leaves it to us, or asks which one
    fits, is seen by the general one first.
    """
    asked = typed_answer(reading, "queues_poli")
    ails = (reading.slot("queues_hints") or {}).get("ails") or (clinic_for(asked) if asked else None)
    return ails or (GENERAL if asked and leaves_it_to_us(reading) else None)


def _called(poli: Mapping[str, Any], words: str) -> bool:
    return same_name(words, poli["name"]) or same_name(words, poli["name_en"])


def _again(reading: Reading) -> dict[str, None]:
    """Another place or clinic: the chosen day is looked at anew."""
    if chosen := reading.slot("queues_date"):
        hints = {**(reading.slot("queues_hints") or {}), "date": chosen}
        reading.tracker.slots["queues_hints"] = hints
        return {"date": None, "session": None}
    return {}
