"""A complaint about a payment, begun with all that is known of it."""

from typing import Any

from rasa_sdk.events import EventType, FollowupAction, SlotSet

from bot.actions.backend import LONGEST_TEXT, call
from bot.actions.form_slots import answers
from bot.actions.reading import Reading

CATEGORY = "payment"
_KEPT = frozenset({"complaints_files"})
"""A picture of the transfer is often sent before its story."""


async def about_payment(reading: Reading, story: str) -> list[EventType]:
    """Opens the complaint with its story and category; what an older one left behind is not mixed with it."""
    found = await call(reading, "GET", "/complaints/categories", params={"q": story[:LONGEST_TEXT]})
    category = next((item for item in found["items"] if item["code"] == CATEGORY), None)
    older = dict.fromkeys(answers(reading.tracker.slots, "complaints").keys() - _KEPT)
    known: dict[str, Any] = {
        **older,
        "complaints_story": story,
        "complaints_category": category,
        "complaints_facility": {},
    }
    return [*(SlotSet(slot, value) for slot, value in known.items()), FollowupAction("complaints_form")]
