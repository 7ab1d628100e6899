"""What has become due: told by itself, once, by day; an open form's question comes again afterwards."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from rasa_sdk.events import EventType

from bot.actions.backend import call
from bot.actions.press import press
from bot.actions.reading import Reading
from bot.actions.service import Answer
from bot.actions.texts import Button, Say
from bot.components.values import room_class

_WAYS: dict[str, tuple[str, ...]] = {
    "bill": ("virtual_account_info", "check_contribution"),
    "autodebit_failed": ("virtual_account_info", "register_autodebit"),
    "instalment_due": ("virtual_account_info", "rehab_installment"),
    "booking_tomorrow": ("check_queue_status", "cancel_queue"),
    "queue_near": ("check_queue_status",),
    "complaint_moved": ("check_complaint_status",),
    "referral_expiring": ("book_queue",),
    "consultation_soon": ("teleconsultation",),
    "screening_due": ("health_screening",),
    "bed_none": ("check_bed_availability",),
}
"""What can be done about it; each way asks for the verification that it needs."""


class NoticesDue(Answer):
    """Tells what this conversation has not been told."""

    action = "action_notices_due"

    async def answer(self, reading: Reading, say: Say) -> list[EventType]:
        """One message a notice, each with the way to stop its kind."""
        for item in await call(reading, "POST", "/notifications/take", json={}):
            kind = item["kind"]
            say(f"utter_notice_{kind}", buttons=_buttons(say, kind, item["facts"]), **_values(say, item["facts"]))
        return []


def _buttons(say: Say, kind: str, facts: Mapping[str, Any]) -> list[Button]:
    ways = [say.button(f"utter_choice_{intent}", press(intent)) for intent in _WAYS.get(kind, ())]
    if kind == "bed_free":
        ways = [say.button("utter_choice_check_bed_availability", _beds(facts))]
    if kind in ("bed_free", "bed_none"):
        return ways  # the watch is over by itself
    return [*ways, say.button("utter_notify_button_off", press("manage_notifications", value=f"off:{kind}"))]


def _beds(facts: Mapping[str, Any]) -> str:
    room = facts.get("room")
    return press("check_bed_availability", code=facts["code"], room_class=room if room and room_class(room) else None)


def _values(say: Say, facts: Mapping[str, Any]) -> dict[str, Any]:
    """Facts as words: days and hours read out."""
    values = {key: value for key, value in facts.items() if key not in ("place", "zone")}
    values |= {key: say.day(facts[key]) for key in ("due_on", "until") if key in facts}
    if "at" in facts:
        values["at"] = say.time(datetime.fromisoformat(facts["at"]), facts["zone"])
    if "room" in facts:
        values["room"] = facts["room"] or say.text("utter_beds_any_ward")
    return values
