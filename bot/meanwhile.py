"""What the assistant answers while an agent is waited for: clear general questions, which need no form and no login."""

import json
import re
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

HALF_WORDS = 5
"""A message of so few words goes on with what was shown."""
LEAST_SURE = 0.7
"""Below it a message is left to the agent who is waited for."""
_WITH_PLACE = {
    "find_nearest_facility": ("place", "facility_name"),
    "check_bed_availability": ("place", "facility_name"),
    "facility_info": ("facility_name",),
}
"""Searches, and what their message must name so that nothing has to be asked back."""


EMERGENCY_AT = 0.5
"""From here on a question may be about danger, and what to do then is said; agents read the message all the same."""
_WHAT_THEN = '/faq{"faq_id": "emergency_rule"}'


@lru_cache
def _known() -> list[tuple[re.Pattern[str], str]]:
    """The questions of ``data/meanwhile.yml``, each with the payload that answers it."""
    loaded = yaml.safe_load((Path(__file__).parent / "data" / "meanwhile.yml").read_text("utf-8"))
    return [(re.compile(one["ask"], re.IGNORECASE), _answer(one)) for one in loaded.values()]


def _answer(one: dict[str, str]) -> str:
    said = {"faq_id": one["faq"]} if "faq" in one else {"value": one["further"]}
    return f"/faq{json.dumps(said)}"


def known_answer(text: str) -> str | None:
    """The payload that answers a question which is known by its words; None for any other."""
    return next((payload for ask, payload in _known() if ask.search(text)), None)


async def as_general(agent: Any, body: dict[str, Any]) -> dict[str, Any] | None:
    """A message (as the channel gets it) as the general question that it is; None where it is left to the agent.

    What a button says is one by itself; "kalau saya sesak malam ini bagaimana" is what to do in an emergency.
    """
    if body["payload"]:
        return body
    if known := known_answer(body["text"]):
        return {**body, "payload": known}
    parsed = await agent.parse_message(body["text"].lstrip("/ "))
    if parsed["intent"]["name"] == "emergency" and parsed["intent"]["confidence"] >= EMERGENCY_AT:
        return {**body, "payload": _WHAT_THEN}
    if can_be_answered(parsed) or (_half_of_class(parsed) and await _shows_beds(agent, body["conversation_id"])):
        return body
    return None


def _half_of_class(parsed: dict[str, Any]) -> bool:
    """ "kalau kelas 3?": half a sentence with a class of rooms."""
    named = {found["entity"] for found in parsed["entities"]}
    return len(parsed["text"].split()) <= HALF_WORDS and bool(named & {"room_class", "membership_class"})


async def _shows_beds(agent: Any, conversation_id: str) -> bool:
    """Whether the last list that was shown is one of beds."""
    tracker = await agent.tracker_store.retrieve(conversation_id)
    shown = (tracker.get_slot("shown") if tracker else None) or {}
    return bool(shown.get("kind") == "beds")


def can_be_answered(parsed: dict[str, Any]) -> bool:
    """The same of what Rasa understood; of two requests in one message both have to be general."""
    named = {found["entity"] for found in parsed["entities"]}
    requests = [parsed["intent"], *([parsed["other_request"]] if parsed.get("other_request") else [])]
    return all(_is_general(request, named) for request in requests)


def _is_general(request: dict[str, Any], named: set[str]) -> bool:
    if request["confidence"] < LEAST_SURE:
        return False
    return request["name"] == "faq" or bool(named & set(_WITH_PLACE.get(request["name"], ())))
