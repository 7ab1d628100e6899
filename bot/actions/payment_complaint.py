"""A complaint about a payment, the official app or fraud, begun with all that is known of it."""

from typing import Any

from rasa_sdk.events import EventType, FollowupAction, SlotSet

from bot.actions.backend import LONGEST_TEXT, call
from bot.actions.form_slots import answers
from bot.actions.reading import Reading

CATEGORY, FRAUD, APP = "payment", "fraud_data", "app"
_KEPT = frozenset({"complaints_files"})
"""A picture of the transfer is often sent before its story."""


async def about_payment(reading: Reading, story: str) -> list[EventType]:
    """Opens the complaint with its story and category."""
    category = await _category(reading, story, CATEGORY)
    return _opened(reading, complaints_story=story, complaints_category=category, complaints_facility={})


async def about_app(reading: Reading, story: str) -> list[EventType]:
    """Opens the complaint with what was told while help was given."""
    category = await _category(reading, story, APP)
    return _opened(reading, complaints_story=story, complaints_category=category, complaints_facility={})


async def about_fraud(reading: Reading, opening: str) -> list[EventType]:
    """Opens the complaint with its category; who wrote, and what, is still to be told."""
    return _opened(reading, complaints_opening=opening, complaints_category=await _category(reading, opening, FRAUD))


async def _category(reading: Reading, story: str, code: str) -> dict[str, Any] | None:
    found = await call(reading, "GET", "/complaints/categories", params={"q": story[:LONGEST_TEXT]})
    named = next((item for item in found["items"] if item["code"] == code), None)
    if named is None:  # the words suggest others: all of them are looked through
        everything = await call(reading, "GET", "/complaints/categories", params={"q": ""})
        named = next((item for item in everything["items"] if item["code"] == code), None)
    return named


def _opened(reading: Reading, **known: Any) -> list[EventType]:
    """What an older complaint left behind is not mixed with it."""
    older = dict.fromkeys(answers(reading.tracker.slots, "complaints").keys() - _KEPT)
    slots = {**older, **known}
    return [*(SlotSet(slot, value) for slot, value in slots.items()), FollowupAction("complaints_form")]
