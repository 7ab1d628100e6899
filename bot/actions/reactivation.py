"""An inactive card: what stands in the way, each next step, and "I have paid but it is not active"."""

import re
from collections.abc import Mapping
from typing import Any

from rasa_sdk.events import EventType, FollowupAction, SlotSet

from bot.actions.backend import call
from bot.actions.complaint_reading import judge
from bot.actions.contributions import PAYMENT_CATEGORY, day
from bot.actions.money_words import BILL, PAID, PAY, PERSON, REHAB, REPORT, bank_of, buttons, pressed
from bot.actions.personal import Personal, person_meant, person_words
from bot.actions.reading import Reading
from bot.actions.service import Answer
from bot.actions.shown import remember
from bot.actions.texts import Button, Say

INTENT = "reactivate_membership"
JOIN = "/register_new_member"
PAID_WORDS = 25
"""A longer story is a complaint, and taken down as one."""
_PAID = re.compile(
    r"\b(?:sudah|udah|udh|sdh|dah|telah|baru|barusan|habis|abis|already|just|have)\b.{0,24}"
    r"\b(?:bayar\w*|dibayar\w*|byr|lunas\w*|dilunas\w*|melunasi|setor\w*|transfer\w*|paid)\b",
    re.I,
)
_INACTIVE = re.compile(
    r"\b(?:belum|blm|blom|masih|tetap|tetep|tidak|tdk|ga|gak|nggak|kok|not|still|isn.?t)\b.{0,24}"
    r"\b(?:aktif\w*|nonaktif|mati|hidup|nyala|active|inactive|masuk|tercatat|kecatet|ditagih)\b",
    re.I,
)


def paid_but_inactive(text: str) -> bool:
    """Words that say: I have paid, and the card (or the bill) does not show it."""
    return len(text.split()) <= PAID_WORDS and bool(_PAID.search(text) and _INACTIVE.search(text))


class Reactivate(Personal):
    """The way back to an active card, up to the payment that opens it."""

    action = "action_reactivate"
    wish_slot = "contributions_wish"

    def read(self, reading: Reading) -> dict[str, Any]:
        """Whose card; and whether it was paid for already."""
        said_paid = not reading.pressed and bool(_PAID.search(reading.text))
        return {**person_words(reading), "paid": pressed(reading) == "paid" or said_paid}

    async def tell(self, reading: Reading, say: Say, wish: Mapping[str, Any]) -> list[EventType]:
        """The payment that came, or what is in the way."""
        if wish.get("paid"):
            return await tell_payment(reading, say)
        meant = await person_meant(reading, say, wish, intent=INTENT)
        if not meant.settled:
            return []
        params = {"member": meant.member_id} if meant.member_id else {}
        found = await call(reading, "GET", "/contributions/reactivation", params=params)
        say_way_back(say, found)
        return [remember("bill", member=meant.member_id)]


def say_way_back(say: Say, found: Mapping[str, Any]) -> None:
    """Each thing that is in the way with its step; or that nothing is."""
    if not found["obstacles"]:
        say("utter_reactivation_active", name=found["name"], buttons=buttons(say, bill=BILL))
        return
    for obstacle in found["obstacles"]:
        say(f"utter_reactivation_{obstacle}", buttons=_steps(say, obstacle, found), **_values(say, found))
    if found["obstacles"] == ["arrears"]:
        rules = found["bill"]["reactivation"]
        say("utter_reactivation_fine", days=rules["window_days"], percent=rules["percent"])
    if found["former_arrears"]:
        say("utter_reactivation_former", months=found["former_arrears"], buttons=buttons(say, rehab=REHAB))


def _values(say: Say, found: Mapping[str, Any]) -> dict[str, Any]:
    bill = found["bill"]
    plan = bill["plan"] or {"due": 0, "next_due": bill["as_of"], "paid": 0, "stages": 0}
    pending = (bill["pending"] or [{"amount": 0, "paid_at": bill["as_of"], "bank": None}])[0]
    return {
        "name": found["name"],
        "months": bill["billed_months"],
        "total": say.rupiah(bill["total_due"]),
        "due": say.rupiah(plan["due"]),
        "next_due": day(say, plan["next_due"]),
        "paid": plan["paid"],
        "stages": plan["stages"],
        "amount": say.rupiah(pending["amount"]),
        "paid_at": day(say, pending["paid_at"]),
        "bank": bank_of(say, pending["bank"]),
    }


def _steps(say: Say, obstacle: str, found: Mapping[str, Any]) -> list[Button]:
    if obstacle == "arrears":
        ways = {"pay": PAY} | ({"rehab": REHAB} if found["bill"]["installments"]["eligible"] else {})
        return buttons(say, **ways, paid=PAID)
    return buttons(say, **_STEPS.get(obstacle, {"person": PERSON}))


_STEPS: dict[str, dict[str, str]] = {
    "payment_waiting": {"report": REPORT, "person": PERSON},
    "payment_held": {"report": REPORT, "person": PERSON},
    "plan_running": {"pay": PAY, "schedule": REHAB, "paid": PAID},
    "state_support_ended": {"care": PERSON, "join": JOIN},
    "employment_ended": {"join": JOIN, "person": PERSON},
}


async def tell_payment(reading: Reading, say: Say) -> list[EventType]:
    """What the payments that have come say about a card that is not active."""
    found = await call(reading, "GET", "/contributions/payment-check")
    payment = found["payment"] or {}
    paid_at = payment.get("paid_at")
    values = {
        "amount": say.rupiah(payment.get("amount") or 0),
        "date": day(say, paid_at) if paid_at else "",
        "bank": bank_of(say, payment.get("bank")),
        "months": found["unpaid_months"],
        "due": say.rupiah(found["due"]),
    }
    state = found["state"]
    if state == "other_reason":
        say_way_back(say, await call(reading, "GET", "/contributions/reactivation"))
        return []
    say(f"utter_payment_check_{state}", buttons=buttons(say, **_CHECKS[state]), **values)
    return [remember("bill")]


_CHECKS: dict[str, dict[str, str]] = {
    "waiting": {"report": REPORT, "person": PERSON},
    "held": {"report": REPORT, "person": PERSON},
    "active": {"bill": BILL},
    "short": {"pay": PAY, "rehab": REHAB, "report": REPORT},
    "none": {"report": REPORT, "pay": PAY, "person": PERSON},
}


class PaymentTrouble(Personal):
    """ "Sudah bayar tapi belum aktif": answered from the payments before anybody has to write a complaint."""

    action = "action_payment_trouble"
    wish_slot = "contributions_wish"

    def read(self, reading: Reading) -> dict[str, Any]:
        """Nothing more than that."""
        return {"paid": True}

    async def tell(self, reading: Reading, say: Say, wish: Mapping[str, Any]) -> list[EventType]:
        """The payment that came, or that none did."""
        return await tell_payment(reading, say)


class ComplaintsStart(Answer):
    """Where a grievance begins: a payment that seems lost is looked for first, all else is taken down at once."""

    action = "action_complaints_start"
    resumes = False

    async def answer(self, reading: Reading, say: Say) -> list[EventType]:
        """Opens the complaint, or answers from the payments; danger in the words always opens the complaint."""
        if pressed(reading) == "payment":
            return await self._report(reading, say)
        lost = not reading.pressed and not reading.form and paid_but_inactive(reading.text)
        if lost and not (await judge(reading, {}))["handover"]:
            return [
                SlotSet("contributions_trouble", reading.text),
                SlotSet("contributions_wish", None),
                FollowupAction("action_payment_trouble"),
            ]
        return [FollowupAction("complaints_form")]

    async def _report(self, reading: Reading, say: Say) -> list[EventType]:
        story = reading.slot("contributions_trouble") or say.text("utter_contributions_complaint_story")
        found = await call(reading, "GET", "/complaints/categories", params={"q": story})
        category = next((item for item in found["items"] if item["code"] == PAYMENT_CATEGORY), None)
        known: dict[str, Any] = {"complaints_story": story, "complaints_category": category, "complaints_facility": {}}
        slots = [SlotSet(slot, value) for slot, value in known.items()]
        return [SlotSet("contributions_trouble", None), *slots, FollowupAction("complaints_form")]
