"""Takes the number, or says why not and goes on with what can be had instead."""

from typing import Any

from rasa_sdk.events import EventType, FollowupAction, SlotSet

from bot.actions.backend import LONGEST_NAME, Refusal, call
from bot.actions.queue_already import ALREADY
from bot.actions.queue_desk import DESK_CLOSED, keep_for_later
from bot.actions.queue_reading import MOVE
from bot.actions.queue_state import ALREADY_BOOKED, FORM
from bot.actions.queue_words import action_button, refusal_values, refuse_booking, remember_booking, say_booked
from bot.actions.reading import Reading
from bot.actions.service import Answer
from bot.actions.shown import finish_form
from bot.actions.texts import Say
from bot.actions.topic import topic_of_service
from bot.actions.verify import REQUIRED

_DAY = ("date", "session", "confirm")
_LETTER = ("door", "poli", *_DAY)
ASK_AGAIN: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(
        ("date_in_past", "same_day_not_allowed", "booking_closed_for_day", "booking_not_open_yet", "holiday",
         "poli_closed", "queue_full", "schedule_not_available", "registration_closed", "control_date_differs",
         "letter_expired",
         "nothing_to_move"),
        _DAY,
    ),
    **dict.fromkeys(("poli_not_found", "doctor_not_found"), ("poli", *_DAY)),
    **dict.fromkeys(
        ("letter_other_facility", "letter_other_poli", "letter_not_found", "referral_likely_expired"), _LETTER
    ),
}  # fmt: skip
"""What is asked anew after a refusal; after all others the form ends."""


class QueuesFinish(Answer):
    """Books or moves with all that the form gathered."""

    action = "action_queues_finish"
    ends = "queues"
    resumes = False

    async def answer(self, reading: Reading, say: Say) -> list[EventType]:
        """The booking, or what stands against it."""
        told = reading.slot("queues_ending")
        if told and told["response"] == ALREADY_BOOKED:
            return await self._already(reading, say, told["details"]["booking"])
        if told and told["response"] == DESK_CLOSED and not reading.slot("queues_resume"):
            return keep_for_later(reading, say, told["details"])
        if told:
            buttons = [action_button(say, step) for step in told["steps"]]
            say(told["response"], buttons=buttons, **refusal_values(say, told.get("details") or {}))
            return [*await _place_kept(reading), *finish_form(reading, self.ends)]
        moving = reading.slot("queues_mode") == MOVE
        try:
            booking = await (self._move(reading) if moving else self._book(reading))
        except Refusal as refusal:
            if refusal.code == "already_booked":
                return await self._already(reading, say, refusal.details["booking"])
            return self._refused(reading, say, refusal)
        say_booked(say, booking, "utter_queues_moved" if moving else "utter_queues_booked")
        return [remember_booking(booking), *finish_form(reading, self.ends)]

    async def _already(self, reading: Reading, say: Say, code: str) -> list[EventType]:
        """The number that there is for that day, whole, and whether it shall be kept or moved."""
        booking = await call(reading, "GET", f"/queues/bookings/{code}")
        say_booked(say, booking, ALREADY_BOOKED)
        kept = {ALREADY: {"poli": booking["poli"]["name"], "facility": booking["facility"]["name"]}}
        return [remember_booking(booking, **kept), *finish_form(reading, self.ends)]

    async def _book(self, reading: Reading) -> Any:
        door = reading.slot("queues_door")
        body = {
            "facility": door["facility"], "poli": reading.slot("queues_poli")["code"],
            "date": reading.slot("queues_date"), "session_id": reading.slot("queues_session")["session_id"],
            "member": reading.slot("queues_patient")["member_id"], "visit_kind": door["visit_kind"],
            "letter_number": door["letter"], "register_patient": bool(reading.slot("queues_register")),
        }  # fmt: skip
        return await call(reading, "POST", "/queues/bookings", json=body)

    async def _move(self, reading: Reading) -> Any:
        body = {"date": reading.slot("queues_date"), "session_id": reading.slot("queues_session")["session_id"]}
        return await call(reading, "POST", f"/queues/bookings/{reading.slot('queues_booking')}/move", json=body)

    def _refused(self, reading: Reading, say: Say, refusal: Refusal) -> list[EventType]:
        if refusal.code == REQUIRED:
            raise refusal
        if refusal.code == "patient_unknown":
            again = [SlotSet("queues_register", None), SlotSet("queues_confirm", True)]
            return [*again, SlotSet("requested_slot", None), FollowupAction(FORM)]
        refuse_booking(say, refusal, name=reading.slot("queues_door")["name"])
        if refusal.code not in ASK_AGAIN:
            return finish_form(reading, self.ends)
        cleared = [SlotSet(f"queues_{name}", None) for name in ASK_AGAIN[refusal.code]]
        if refusal.code == "control_date_differs":  # other days need not be offered again
            only = {"only_on": refusal.details["visit_on"]}
            cleared.append(SlotSet("queues_door", {**reading.slot("queues_door"), **only}))
        return [*cleared, SlotSet("requested_slot", None), FollowupAction(FORM)]


async def _place_kept(reading: Reading) -> list[EventType]:
    """Where there is no number, the facility that it was wished for stays known for "jam bukanya?", and the topic."""
    door, named = reading.slot("queues_door"), (reading.slot("queues_hints") or {}).get("facility")
    code = door["facility"] if door else None
    if code is None and named:
        found = await call(reading, "GET", "/facilities/search", params={"q": str(named)[:LONGEST_NAME]})
        code = found["items"][0]["code"] if found["status"] == "one" else None
    seen = [SlotSet("shown", {"kind": "facility", "facility": code})] if code else []
    return [*seen, *topic_of_service("book_queue")]
