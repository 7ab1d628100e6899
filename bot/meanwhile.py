"""What the assistant answers while an agent is waited for: clear general questions, which need no form and no login."""

from typing import Any

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


async def as_general(agent: Any, body: dict[str, Any]) -> dict[str, Any] | None:
    """A message (as the channel gets it) as the general question that it is; None where it is left to the agent.

    What a button says is one by itself; "kalau saya sesak malam ini bagaimana" is what to do in an emergency.
    """
    if body["payload"]:
        return body
    parsed = await agent.parse_message(body["text"].lstrip("/ "))
    if parsed["intent"]["name"] == "emergency" and parsed["intent"]["confidence"] >= EMERGENCY_AT:
        return {**body, "payload": _WHAT_THEN}
    return body if can_be_answered(parsed) else None


def can_be_answered(parsed: dict[str, Any]) -> bool:
    """The same of what Rasa understood; of two requests in one message both have to be general."""
    named = {found["entity"] for found in parsed["entities"]}
    requests = [parsed["intent"], *([parsed["other_request"]] if parsed.get("other_request") else [])]
    return all(_is_general(request, named) for request in requests)


def _is_general(request: dict[str, Any], named: set[str]) -> bool:
    if request["confidence"] < LEAST_SURE:
        return False
    return request["name"] == "faq" or bool(named & set(_WITH_PLACE.get(request["name"], ())))
