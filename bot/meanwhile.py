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


async def is_general(agent: Any, body: dict[str, Any]) -> bool:
    """Whether a message (as the channel gets it) is such a question; what a button says is one by itself."""
    if body["payload"]:
        return True
    parsed = await agent.parse_message(body["text"].lstrip("/ "))
    return can_be_answered(parsed)


def can_be_answered(parsed: dict[str, Any]) -> bool:
    """The same of what Rasa understood; of two requests in one message both have to be general."""
    named = {found["entity"] for found in parsed["entities"]}
    requests = [parsed["intent"], *([parsed["other_request"]] if parsed.get("other_request") else [])]
    return all(_is_general(request, named) for request in requests)


def _is_general(request: dict[str, Any], named: set[str]) -> bool:
    if request["confidence"] < LEAST_SURE:
        return False
    return request["name"] == "faq" or bool(named & set(_WITH_PLACE.get(request["name"], ())))
