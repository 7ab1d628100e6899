"""A complaint about a payment, the official app or fraud, begun with all that is known of it."""

import re
from typing import Any

from rasa_sdk.events import EventType, FollowupAction, SlotSet

from bot.actions.backend import LONGEST_TEXT, call
from bot.actions.complaint_reading import past_day
from bot.actions.form_slots import answers
from bot.actions.interrupted import taken_up
from bot.actions.reading import Reading
from bot.actions.zones import now
from bot.components.values import amount

CATEGORY, FRAUD, APP, CARD = "payment", "fraud_data", "app", "card"
AFTER = "after"
"""What the handover sends where a complaint is wanted behind an emergency (``backend/handover/service``)."""
_WHEN = re.compile(
    r"\b(?:kemarin lusa|kemarin|kemaren|tadi|semalam|hari ini|yesterday|today|(?:tanggal|tgl)\.? \d{1,2}"
    r"(?: (?:januari|februari|maret|april|mei|juni|juli|agustus|september|oktober|november|desember))?"
    r"|(?:senin|selasa|rabu|kamis|jumat|sabtu|minggu) (?:lalu|kemarin))"
    r"(?: (?:pagi|siang|sore|malam|morning|evening))?\b",
    re.IGNORECASE,
)
_AMOUNT = re.compile(
    r"\b(?:rp\.? ?\d[\d.,]*(?: ?(?:rb|ribu|jt|juta|k))?|\d[\d.,]* ?(?:rb|ribu|jt|juta|k)|\d{1,3}(?:\.\d{3})+)\b",
    re.IGNORECASE,
)
_SPOKEN = re.compile(
    r"\b(?:(?:se)?(?:puluh|belas|ratus|ribu|juta)|satu|dua|tiga|empat|lima|enam|tujuh|delapan|sembilan|setengah)"
    r"(?:\s+(?:satu|dua|tiga|empat|lima|enam|tujuh|delapan|sembilan|puluh|belas|(?:se)?ratus|ribu|juta|setengah))*"
    r"\s+(?:ribu|juta)(?:\s+setengah)?\b",
    re.IGNORECASE,
)
"""An amount in words."""
_KEPT = frozenset({"complaints_files"})
"""A picture of the transfer is often sent before its story."""


async def about_payment(reading: Reading, story: str) -> list[EventType]:
    """Opens the complaint with its story and category. The amount is the member's: a payment that was found may be
    another one.
    """
    category = await _category(reading, story, CATEGORY)
    told = {
        "complaints_story": story,
        "complaints_when": _told_when(story),
        "complaints_money": told_amount(story),
    }
    return _opened(reading, complaints_category=category, complaints_facility={}, **told)


def _told_when(story: str) -> dict[str, Any] | None:
    """The time that the story names ("kemarin sore"), so that it is not asked again."""
    found = _WHEN.search(story)
    day, to_come = past_day(found.group(), now()) if found else (None, False)
    return {"note": found.group(), "date": day.isoformat()} if found and day and not to_come else None


async def about_card(reading: Reading, story: str) -> list[EventType]:
    """Opens the complaint about a card that stopped with what was told of it; its kind is found by the words."""
    return _opened(reading, complaints_story=story, complaints_when=_told_when(story), complaints_facility={})


def told_amount(story: str) -> int | None:
    """The rupiah that the story names last: later words put earlier ones right."""
    named = [*_AMOUNT.finditer(story), *_SPOKEN.finditer(story)]
    return amount(max(named, key=lambda found: found.start())[0]) if named else None


async def about_app(reading: Reading, story: str) -> list[EventType]:
    """Opens the complaint with what was told while help was given."""
    category = await _category(reading, story, APP)
    return _opened(reading, complaints_story=story, complaints_category=category, complaints_facility={})


def after_danger(reading: Reading) -> list[EventType]:
    """Opens the complaint about what led to an emergency that is over, with what was told of it before."""
    kept = taken_up(reading, "complaints_form")
    over = SlotSet("complaints_in_care", False)
    return [*kept, over, FollowupAction("complaints_form")] if kept else _opened(reading, complaints_in_care=False)


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
