"""Danger now: the emergency room first, then a person; no questions, no form, no judgement of how bad it is."""

import asyncio
import logging
import re
from collections.abc import Awaitable
from typing import Any, TypeVar

from rasa_sdk.events import EventType, FollowupAction, SlotSet

from bot.actions.backend import LONGEST_TEXT, Refusal, Unavailable, call
from bot.actions.complaint_care import past_told
from bot.actions.danger import ASKED, alone_in_despair, asked_of
from bot.actions.facility_words import distance_words
from bot.actions.further import further_asked
from bot.actions.handover import hand_over
from bot.actions.interrupted import put_by
from bot.actions.outcomes import Filled, resume
from bot.actions.places import Place, place_query, read_place
from bot.actions.reading import Reading
from bot.actions.service import Answer
from bot.actions.shown import brief, remember, shown_place
from bot.actions.texts import Say
from bot.components.danger import despairs, has_sign, tells_of_birth
from bot.components.normalise import normalise

log = logging.getLogger(__name__)
NEAREST = 3
SELF_HARM = "self_harm"
ROUTINE = "routine"
SURE = 0.75
"""Below this a typed message without any sign of danger is asked about; where to go is said all the same."""
_MILD = re.compile(
    r"\b(?:dikit|sedikit|saeutik|sakedik|sithik|ringan|doang|cuma|cuman|agak|a little|a bit|slight\w*|mild\w*)\b"
    r"|\b(?:sudah|udah|udh|sdh) (?:lama|berbulan\w*|bertahun\w*)\b",
    re.IGNORECASE,
)
MILD_SURE = 0.95
"""Words like these make one ask first, unless the message is hardly anything else."""
_REFUSED = re.compile(
    r"\b(?:igd|ugd|rs\w*|rumah sakit|emergency room|hospital|er)\b.{0,40}"
    r"\b(?:(?:di)?tolak|menolak|nolak|penuh|(?:di)?suruh (?:pulang|cari|nyari|pindah|bayar)|uang muka|deposit"
    r"|refus\w*|full|turned)\b"
    r"|\b(?:(?:di)?tolak|menolak|nolak|refused|turned away)\b.{0,40}"
    r"\b(?:igd|ugd|rs\w*|rumah sakit|emergency room|hospital|er)\b",
    re.IGNORECASE,
)
"""They are at a hospital that does not help: going to one is no advice."""
STEP_S = 1.7
"""Three steps and ``language.KEEPING_S`` fit into the six seconds of an action: the emergency number is said even where
the backend is slow or down.
"""
T = TypeVar("T")


async def _in_time(step: Awaitable[T]) -> T | None:
    try:
        return await asyncio.wait_for(step, STEP_S)
    except (Refusal, Unavailable, TimeoutError):
        log.exception("a step of the emergency answer failed")
        return None


class Emergency(Answer):
    """Says IGD and 119, names the nearest hospitals where a place is known, and calls an agent, before all who wait.

    What the backend refuses or does not answer in time is left out.
    """

    action = "action_emergency"
    resumes = False
    regrets = False
    follows = True

    async def answer(self, reading: Reading, say: Say) -> list[EventType]:
        """Leaves every form."""
        reason = await _in_time(self._reason(reading)) or _unheard(reading)
        if reason == ROUTINE and not reading.pressed and further_asked(reading):
            return [FollowupAction("action_default_fallback")]  # what was just told explains the words
        sure = MILD_SURE if _MILD.search(reading.text) else SURE
        doubtful = reading.confidence < sure or not (reading.pressed or _names_a_sign(reading.text))
        doubtful = doubtful and not (tells_of_birth(normalise(reading.text)) or _turned_away(reading))
        if reason == ROUTINE and doubtful and not reading.slot(ASKED):
            say("utter_emergency_unsure")
            return [SlotSet(ASKED, asked_of(reading)), *resume(reading)]
        refused = reason != SELF_HARM and not reading.pressed and _REFUSED.search(reading.text)
        say("utter_emergency_self_harm" if reason == SELF_HARM else f"utter_emergency{'_refused' if refused else ''}")
        events = await _in_time(self._nearest(reading, say))
        if events is None and reason == SELF_HARM:
            events = [remember("emergency")]  # somebody near them is asked about, and nothing else
        if events is None:
            say("utter_emergency_where", card={"type": "request_location"})
            events = [remember("emergency")]
        told = None if reason == SELF_HARM else "utter_emergency_agent"
        why = _for_agents(reason)
        await _in_time(hand_over(reading, say, reason=why, topic="emergency", priority="P1", told=told))
        return [*events, SlotSet(ASKED, None), *put_by(reading)]

    async def _nearest(self, reading: Reading, say: Say) -> list[EventType] | None:
        place = await self._place(reading)
        return await show_emergency_rooms(reading, say, place) if place else None

    async def _reason(self, reading: Reading) -> str:
        if reading.pressed:
            return "emergency"
        if despairs(reading.text) or alone_in_despair(reading):
            return SELF_HARM
        told = await call(reading, "POST", "/complaints/assess", json={"text": reading.text[:LONGEST_TEXT]})
        return str(told["reason"]) if told["reason"] in (SELF_HARM, ROUTINE) else "emergency"

    async def _place(self, reading: Reading) -> Place | None:
        outcome = await read_place(reading, None, requested=False)
        if isinstance(outcome, Filled) and outcome.slots.get("place"):
            return dict(outcome.slots["place"])
        return reading.slot("facilities_place") or shown_place(reading)


def _turned_away(reading: Reading) -> bool:
    """Whether somebody with a sign of danger is at a hospital that does not help, on no day before today."""
    return _REFUSED.search(reading.text) is not None and _names_a_sign(reading.text) and not past_told(reading.text)


def _names_a_sign(text: str) -> bool:
    """Whether the words say what is wrong; "she's asleep" only sounds like messages that do."""
    return has_sign(text) or has_sign(normalise(text))


def _unheard(reading: Reading) -> str:
    """The reason where the backend does not tell it in time."""
    return SELF_HARM if despairs(reading.text) else "emergency"


def _for_agents(reason: str) -> str:
    return "emergency" if reason == ROUTINE else reason


async def show_emergency_rooms(reading: Reading, say: Say, place: Place) -> list[EventType]:
    """Names the nearest hospitals: every hospital must treat emergencies (UU 17/2023 art. 189)."""
    where = {**place_query(place), "type": "hospital", "limit": NEAREST, "general": "true"}
    found = await call(reading, "GET", "/facilities/find", params=where)
    items: list[dict[str, Any]] = found["items"]
    if items:
        lines = "\n".join(f"{number}. {_line(say, item)}" for number, item in enumerate(items, 1))
        label = place.get("label")
        here = " " + say.text("utter_emergency_igd_from", place=label) if label else ""
        say("utter_emergency_igd_near", lines=lines, where=here, card={"type": "facilities", "items": items})
    return [remember("emergency", where=place, items=brief(items))]


def _line(say: Say, item: dict[str, Any]) -> str:
    facts = [distance_words(say, item), item["address"] or item["regency"], item["phone"]]
    return f"{item['name']} – " + ", ".join(fact for fact in facts if fact)
