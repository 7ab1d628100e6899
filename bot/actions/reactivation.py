"""An inactive card: what stands in the way, each next step, and what the payments say of it."""

import re
from collections.abc import Mapping
from typing import Any

from rasa_sdk.events import EventType, SlotSet

from bot.actions.backend import call
from bot.actions.money_words import BILL, PAID, PAY, PERSON, REHAB, REPORT, bank_of, buttons
from bot.actions.payment_complaint import told_amount
from bot.actions.personal import Personal, person_meant, person_words
from bot.actions.press import press
from bot.actions.reading import Reading
from bot.actions.shown import remember
from bot.actions.texts import Button, Say
from bot.actions.topic import TOPIC

INTENT = "reactivate_membership"
JOIN, JOIN_AFTER_JOB = press("register_new_member"), press("register_new_member", value="job_loss")
SAID_PAID = re.compile(
    r"\b(?:sudah|udah|udh|sdh|dah|su|so|sampun|mpun|uwis|wis|wes|atos|alah|telah|baru|barusan|habis|abis|already|just|have)\b.{0,24}"
    r"\b(?:bayar\w*|dibayar\w*|byr|lunas\w*|dilunas\w*|melunasi|setor\w*|transfer\w*|paid)\b"
    r"|\b(?:i|we|she|he)(?:'ve)?\s+(?:paid|transferred|settled)\b"
    # "kemarin sore saya bayar": told with its time, it happened
    r"|\b(?:kemarin|kemaren|kmrn|semalam|semalem|tadi|barusan|yesterday|last night|this morning)\b"
    r"(?:(?!\b(?:mau|ingin|pengen|belum|blm|lupa|ga|gak|nggak|ngga|tidak|tdk|coba|wanted|not)\b).){0,24}"
    r"\b(?:bayar|dibayar|byr|lunasi|setor|transfer|paid)\b",
    re.I,
)
_CARE = (
    r"(?:cuci darah|hemodialis\w*|dialisis|dialysis|kemo\w*|chemo\w*|operasi\w*|surgery|melahirkan|lahiran"
    r"|rawat inap|dirawat|opname|persalinan)"
)
_SOON = r"(?:sekarang|skrg|hari ini|malam ini|besok|bsk|bisuak|isuk|sesuk|lusa|tomorrow|today|tonight|now)"
_CALLS = (
    r"(?:tolong|tulung|tulong|nulung|gawat|darurat|mendesak|segera|secepat\w*|keburu|adoh|aduh"
    r"|bagaimana ini|gimana ini|help|please|urgent\w*)"
)
_MUST = r"(?:(?:sa|saya|sy|aku|dia|de|pasien\w*) (?:harus|musti|mesti|hrs|perlu)|(?:i|he|she) (?:must|needs?))"
_OF_TIME = rf"(?:{_SOON}|{_CALLS}|{_MUST})"
_CARE_SOON = re.compile(rf"\b{_CARE}\b.*\b{_OF_TIME}\b|\b{_OF_TIME}\b.*\b{_CARE}\b", re.IGNORECASE)
"""Treatment that cannot wait for a card to become active again."""


def needs_care_soon(reading: Reading) -> bool:
    """Whether a message tells of such treatment: "besok saya harus cuci darah"."""
    return not reading.pressed and _CARE_SOON.search(reading.text) is not None


class Reactivate(Personal):
    """The way back to an active card, up to the payment that opens it."""

    action = "action_reactivate"
    wish_slot = "contributions_wish"

    def read(self, reading: Reading) -> dict[str, Any]:
        """Whose card; and whether it was paid for already."""
        said_paid = not reading.pressed and bool(SAID_PAID.search(reading.text))
        said = reading.text if said_paid else None
        return {**person_words(reading), "paid": reading.pressed_value == "paid" or said_paid, "said": said}

    async def answer(self, reading: Reading, say: Say) -> list[EventType]:
        """Who needs care soon is offered a person at once, whatever the card says."""
        if needs_care_soon(reading):
            say("utter_reactivation_care_soon", buttons=buttons(say, person=PERSON))
        return await super().answer(reading, say)

    async def tell(self, reading: Reading, say: Say, wish: Mapping[str, Any]) -> list[EventType]:
        """The payment that came, or what is in the way."""
        if wish.get("paid"):
            told = [SlotSet("contributions_trouble", wish["said"])] if wish.get("said") else []
            return [*await tell_payment(reading, say), *told]
        meant = await person_meant(reading, say, wish, intent=INTENT)
        if not meant.settled:
            return []
        params = {"member": meant.member_id}
        found = await call(reading, "GET", "/contributions/reactivation", params=params)
        say_way_back(say, found)
        return [remember("bill", member=meant.member_id), *_topic_of(found)]


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


def _topic_of(found: Mapping[str, Any]) -> list[EventType]:
    """What is asked further ("surat apa saja?") is asked of the general answer behind the first obstacle."""
    told = next((_ABOUT[one] for one in found["obstacles"] if one in _ABOUT), None)
    return [SlotSet(TOPIC, {"faq": told})] if told else []


def _values(say: Say, found: Mapping[str, Any]) -> dict[str, Any]:
    bill = found["bill"]
    plan = bill["plan"] or {"due": 0, "next_due": bill["as_of"], "paid": 0, "stages": 0}
    pending = (bill["pending"] or [{"amount": 0, "paid_at": bill["as_of"], "bank": None}])[0]
    return {
        "name": found["name"],
        "months": bill["billed_months"],
        "total": say.rupiah(bill["total_due"]),
        "due": say.rupiah(plan["due"]),
        "next_due": say.short_day(plan["next_due"]),
        "paid": plan["paid"],
        "stages": plan["stages"],
        "amount": say.rupiah(pending["amount"]),
        "paid_at": say.short_day(pending["paid_at"]),
        "bank": bank_of(say, pending["bank"]),
    }


def _steps(say: Say, obstacle: str, found: Mapping[str, Any]) -> list[Button]:
    if obstacle == "arrears":
        ways = {"pay": PAY} | ({"rehab": REHAB} if found["bill"]["installments"]["eligible"] else {})
        return buttons(say, **ways, paid=PAID)
    return buttons(say, **_STEPS.get(obstacle, {"person": PERSON}))


_ABOUT = {"state_support_ended": "pbi_deactivated", "employment_ended": "job_loss"}
_STEPS: dict[str, dict[str, str]] = {
    "payment_waiting": {"report": REPORT, "person": PERSON},
    "payment_held": {"report": REPORT, "person": PERSON},
    "plan_running": {"pay": PAY, "schedule": REHAB, "paid": PAID},
    "state_support_ended": {"care": PERSON, "join": JOIN},
    "employment_ended": {"join": JOIN_AFTER_JOB, "person": PERSON},
}


async def tell_payment(reading: Reading, say: Say) -> list[EventType]:
    """What the payments that have come say about a card that is not active."""
    found = await call(reading, "GET", "/contributions/payment-check")
    payment = found["payment"] or {}
    paid_at = payment.get("paid_at")
    values = {
        "amount": say.rupiah(payment.get("amount") or 0),
        "date": say.short_day(paid_at) if paid_at else "",
        "bank": bank_of(say, payment.get("bank")),
        "months": found["unpaid_months"],
        "due": say.rupiah(found["due"]),
    }
    state = found["state"]
    if state == "other_reason":
        found = await call(reading, "GET", "/contributions/reactivation")
        say_way_back(say, found)
        return _topic_of(found)
    say(f"utter_payment_check_{state}", buttons=buttons(say, **_CHECKS[state]), **values)
    told = told_amount(reading.slot("contributions_trouble") or "")
    if payment and told and told != int(float(payment["amount"])):
        say("utter_payment_check_another", told=say.rupiah(told), amount=values["amount"])
    seen = {"bank": payment.get("bank"), "amount": payment.get("amount")} if payment else None
    return [remember("bill", of=f"payment_{state}", payment=seen)]


_CHECKS: dict[str, dict[str, str]] = {
    "waiting": {"report": REPORT, "person": PERSON},
    "held": {"report": REPORT, "person": PERSON},
    "active": {"bill": BILL},
    "short": {"pay": PAY, "rehab": REHAB, "report": REPORT},
    "none": {"report": REPORT, "pay": PAY, "person": PERSON},
}
