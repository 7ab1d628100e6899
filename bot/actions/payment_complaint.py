"""A complaint about a payment, the official app or fraud, begun with all that is known of it."""

import re
from typing import Any

from rasa_sdk.events import EventType, FollowupAction, SlotSet

from bot.actions.backend import LONGEST_TEXT, call
from bot.actions.complaint_facility import pressed_facility
from bot.actions.complaint_reading import past_day
from bot.actions.complaint_reports import says_on_with_report, says_report_now
from bot.actions.complaint_urgency import CALLED, CARE
from bot.actions.form_slots import answers
from bot.actions.interrupted import ASIDE, RETURN, go_back_to, taken_up
from bot.actions.outcomes import Filled
from bot.actions.reading import Reading
from bot.actions.shown import shown
from bot.actions.zones import now
from bot.components.values import amount

CATEGORY, FRAUD, APP, CARD = "payment", "fraud_data", "app", "card"
_FORM = "complaints_form"
TOLD_WORDS = 5
"""So many words behind which an answer was given tell what happened."""
AFTER, BESIDE = "after", "beside"
"""What the handover sends where a complaint is wanted behind an emergency, or beside the wait of who is turned away
(``backend/handover/service``).
"""
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


async def after_danger(reading: Reading) -> list[EventType]:
    """Opens the complaint about what led to an emergency that is over, with what was told of it before."""
    kept = taken_up(reading, _FORM)
    over = [SlotSet("complaints_in_care", False), SlotSet("complaints_urgency", None)]
    return [*kept, *over, FollowupAction(_FORM)] if kept else _opened(reading, complaints_in_care=False)


async def beside_person(reading: Reading) -> list[EventType]:
    """Opens the complaint about a refusal that lasts, beside the person who is waited for: what was told is kept."""
    aside = reading.slot(ASIDE) or {}
    known = dict(aside["slots"]) if aside.get("form") == _FORM else {}
    found = None if known.get("complaints_facility") else await pressed_facility(reading)
    known |= found.slots if isinstance(found, Filled) else {}
    known.setdefault("complaints_when", {"note": "hari ini", "date": now().date().isoformat()})
    known[CALLED] = known.get("complaints_urgency") or {"priority": CARE, "reason": "care_refused_now"}
    return [SlotSet(ASIDE, None), *_opened(reading, **{"complaints_in_care": True, **known})]


def kept_report(reading: Reading) -> list[EventType] | None:
    """ "ok let's finish the report then": goes on with the complaint that was put off, or left for a person."""
    kept = reading.slot(RETURN) == _FORM or (reading.slot(ASIDE) or {}).get("form") == _FORM
    if not kept or reading.form or not (says_report_now(reading) or says_on_with_report(reading)):
        return None
    return [*taken_up(reading, _FORM), *go_back_to(_FORM)]


async def about_fraud(reading: Reading, opening: str) -> list[EventType]:
    """Opens the complaint with its category, and what was told when the fraud was asked about."""
    told, category = str(shown(reading).get("told") or ""), await _category(reading, opening, FRAUD)
    if len(told.split()) < TOLD_WORDS:
        return _opened(reading, complaints_opening=opening, complaints_category=category)
    known = {"complaints_story": f"{opening} {told}", "complaints_when": _told_when(told)}
    return _opened(reading, complaints_category=category, **known)


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
