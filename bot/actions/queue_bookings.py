"""Bookings that there are: where the queue is, giving a place back, arriving."""

from collections.abc import Mapping
from typing import Any

from rasa_sdk.events import EventType, SlotSet

from bot.actions.backend import Refusal, call
from bot.actions.forms import Filled, Outcome, Unusable
from bot.actions.personal import Personal
from bot.actions.queue_questions import offer
from bot.actions.queue_reading import last, picked, typed_code
from bot.actions.queue_state import FORM, ResumingForm, complete_with
from bot.actions.queue_words import (
    booking_label,
    booking_values,
    refuse_booking,
    remember_booking,
    say_standing,
)
from bot.actions.reading import Reading
from bot.actions.service import Answer
from bot.actions.shown import finish_form, open_form, shown
from bot.actions.smalltalk import close_form
from bot.actions.texts import Say
from bot.actions.verify import REQUIRED

SHOWN = 3
Booking = dict[str, Any]


async def bookings_of(reading: Reading) -> list[Booking]:
    """The member's bookings to come, and those of the children."""
    found: list[Booking] = (await call(reading, "GET", "/queues/bookings"))["bookings"]
    return found


async def booking_of(reading: Reading, code: str) -> Booking:
    """One booking by its code."""
    found: Booking = await call(reading, "GET", f"/queues/bookings/{code}")
    return found


def wished_code(reading: Reading) -> dict[str, Any]:
    """The booking that a message names: its code, or (behind "kalau itu dibatalkan") the one shown last."""
    return {"code": typed_code(reading), "shown": shown(reading).get("booking"), "poli": last(reading, "poli")}


class QueuesStatus(Personal):
    """Number, code and time of bookings; on the day how many are before."""

    action = "action_queues_status"
    wish_slot = "queues_wish"

    def read(self, reading: Reading) -> dict[str, Any]:
        """Perhaps a code."""
        return {"code": typed_code(reading)}

    async def tell(self, reading: Reading, say: Say, wish: Mapping[str, Any]) -> list[EventType]:
        """The booking of the code, or all that are to come."""
        try:
            found = [await booking_of(reading, wish["code"])] if wish.get("code") else await bookings_of(reading)
        except Refusal as refusal:
            return refused(say, refusal)
        if not found:
            say("utter_queues_none")
            return []
        for booking in found[:SHOWN]:
            say_standing(say, booking)
        return [remember_booking(found[0])]


def refused(say: Say, refusal: Refusal) -> list[EventType]:
    """Says a refusal with its other steps.

    Raises:
        Refusal: ``verification_required``, for the caller's caller.
    """
    if refusal.code == REQUIRED:
        raise refusal
    refuse_booking(say, refusal)
    return []


class _OfBooking(Personal):
    """Opens a form about one booking; asks which one where several can be meant."""

    step = ""
    form = ""
    none = ""

    def read(self, reading: Reading) -> dict[str, Any]:
        """Which booking."""
        return wished_code(reading)

    async def tell(self, reading: Reading, say: Say, wish: Mapping[str, Any]) -> list[EventType]:
        """Finds the booking, or says that there is none for this step."""
        found = await bookings_of(reading)
        possible = [booking for booking in found if self.step in booking["can"]]
        if wish.get("code"):
            try:
                possible = [await booking_of(reading, wish["code"])]
            except Refusal as refusal:
                return refused(say, refusal)
        if not possible:
            return self.tell_none(say, found)
        chosen = _only(possible, wish)
        topic = {"booking": chosen, "choices": None if chosen else possible}
        return open_form(reading, self.form, **topic)

    def tell_none(self, say: Say, found: list[Booking]) -> list[EventType]:
        """Nothing can be done this way; shows what there is."""
        if not found:
            say("utter_queues_none")
            return []
        say(self.none)
        say_standing(say, found[0])
        return [remember_booking(found[0])]


def _only(possible: list[Booking], wish: Mapping[str, Any]) -> Booking | None:
    meant = [one for one in possible if one["code"] == wish.get("shown")]
    found = meant or possible
    return found[0] if len(found) == 1 else None


class QueuesCancel(_OfBooking):
    """Giving a place back begins with the question whether that is meant."""

    action = "action_queues_cancel"
    wish_slot = "queues_wish"
    resumes = False
    step, form, none = "cancel", "queues_cancel_form", "utter_queues_none_to_cancel"

    async def answer(self, reading: Reading, say: Say) -> list[EventType]:
        """In the middle of a booking it is the booking that is given up."""
        if reading.form == FORM and not reading.pressed and not typed_code(reading):
            say("utter_cancelled", what=say.text(f"utter_name_{FORM}"))
            return close_form(reading)
        return await super().answer(reading, say)


class QueuesCheckin(_OfBooking):
    """Arriving."""

    action = "action_queues_checkin"
    wish_slot = "queues_wish"
    resumes = False
    step, form, none = "check_in", "queues_checkin_form", "utter_queues_none_to_check_in"


class _BookingForm(ResumingForm):
    """Base of the forms about one booking."""

    def choose(self, reading: Reading, slot: str) -> Outcome:
        """One of several bookings: by button, number, code or clinic."""
        choices: list[Booking] = reading.slot(slot.replace("_booking", "_choices")) or []
        if reading.slot(slot) or not choices:
            return None
        code = (picked(reading, slot) or typed_code(reading) or "").upper()
        poli = (last(reading, "poli") or "").lower()
        found = [one for one in choices if one["code"] == code or (poli and poli in one["poli"]["name"].lower())]
        return Filled({slot: found[0]}) if len(found) == 1 else None


class ValidateQueuesCancelForm(_BookingForm):
    """Which booking, and whether that is really meant."""

    form = "queues_cancel_form"
    topic = "queues_cancel"
    own_intents = frozenset({"cancel_queue"})

    def required(self, reading: Reading, known: Mapping[str, Any]) -> list[str]:
        """Two questions."""
        return ["queues_cancel_booking", "queues_cancel_confirm"]

    def _leaves_at_once(self, reading: Reading) -> bool:
        # "batalkan" and "gak jadi" are answers to "shall I cancel it?", not the end of the conversation about it.
        asked = reading.requested == "queues_cancel_confirm" and not reading.pressed
        return not (asked and reading.intent == "cancel_flow") and super()._leaves_at_once(reading)

    async def extract_queues_cancel_booking(self, reading: Reading, say: Say) -> Outcome:
        """The booking."""
        return self.choose(reading, "queues_cancel_booking")

    async def extract_queues_cancel_confirm(self, reading: Reading, say: Say) -> Outcome:
        """Yes or no; in doubt the booking is kept."""
        if reading.requested != "queues_cancel_confirm":
            return None
        if reading.intent == "affirm" or (reading.intent == "cancel_queue" and not reading.pressed):
            return Filled({"queues_cancel_confirm": "yes"})
        if reading.intent == "cancel_flow" and "batalk" in reading.text.lower():
            return Filled({"queues_cancel_confirm": "yes"})
        return Filled({"queues_cancel_confirm": "no"}) if reading.intent in ("deny", "cancel_flow") else None


class AskQueuesCancelBooking(Answer):
    """Which booking is to be cancelled."""

    action = "action_ask_queues_cancel_booking"
    resumes = False

    async def answer(self, reading: Reading, say: Say) -> list[EventType]:
        """A button for each."""
        return _ask_booking(reading, say, "queues_cancel_choices")


class AskQueuesCheckinBooking(Answer):
    """For which booking the member arrives."""

    action = "action_ask_queues_checkin_booking"
    resumes = False

    async def answer(self, reading: Reading, say: Say) -> list[EventType]:
        """A button for each."""
        return _ask_booking(reading, say, "queues_checkin_choices")


def _ask_booking(reading: Reading, say: Say, slot: str) -> list[EventType]:
    choices = reading.slot(slot) or []
    return offer(say, "utter_queues_ask_booking", [(booking_label(say, one), one["code"]) for one in choices])


class AskQueuesCancelConfirm(Answer):
    """Says what is lost, and asks whether that is meant."""

    action = "action_ask_queues_cancel_confirm"
    resumes = False

    async def answer(self, reading: Reading, say: Say) -> list[EventType]:
        """With the booking read back."""
        say("utter_queues_ask_cancel", **booking_values(say, reading.slot("queues_cancel_booking")))
        return []


class QueuesCancelFinish(Answer):
    """Cancels, or keeps the booking."""

    action = "action_queues_cancel_finish"
    resumes = False

    async def answer(self, reading: Reading, say: Say) -> list[EventType]:
        """Says what happened."""
        booking = reading.slot("queues_cancel_booking")
        if reading.slot("queues_cancel_confirm") != "yes":
            say("utter_queues_kept", **booking_values(say, booking))
            return finish_form(reading, "queues_cancel")
        body = {"reason": say.text("utter_queues_cancel_reason")}
        try:
            done = await call(reading, "POST", f"/queues/bookings/{booking['code']}/cancel", json=body)
        except Refusal as refusal:
            return [*refused(say, refusal), *finish_form(reading, "queues_cancel")]
        say("utter_queues_cancelled", **booking_values(say, done))
        return [SlotSet("shown", None), *finish_form(reading, "queues_cancel")]


class ValidateQueuesCheckinForm(_BookingForm):
    """Which booking, and where the member is, for facilities that want to know."""

    form = "queues_checkin_form"
    topic = "queues_checkin"
    own_intents = frozenset({"check_in_queue"})

    def required(self, reading: Reading, known: Mapping[str, Any]) -> list[str]:
        """The place only where a facility asks for it, and on the day only."""
        booking = known.get("queues_checkin_booking") or {}
        near = "check_in" in booking.get("can", []) and booking["check_in"]["radius_m"]
        return ["queues_checkin_booking", *(["queues_checkin_place"] if near else [])]

    def watched(self, reading: Reading, known: Mapping[str, Any]) -> list[str]:
        """A location may come at any time."""
        return ["queues_checkin_booking", "queues_checkin_place"]

    async def extract_queues_checkin_booking(self, reading: Reading, say: Say) -> Outcome:
        """The booking."""
        return self.choose(reading, "queues_checkin_booking")

    async def extract_queues_checkin_place(self, reading: Reading, say: Say) -> Outcome:
        """A shared location, or none."""
        if reading.location:
            return Filled({"queues_checkin_place": dict(reading.location)})
        asked = reading.requested == "queues_checkin_place"
        skipped = reading.entity("value") == "skip" or reading.intent == "deny"
        if asked and skipped:
            return Filled({"queues_checkin_place": "none"})
        return Unusable("utter_queues_share_location") if asked and reading.intent == "affirm" else None

    def _ask_next(self, reading: Reading, known: Mapping[str, Any]) -> list[EventType]:
        return complete_with(super()._ask_next(reading, known), "action_queues_checkin_finish")


class AskQueuesCheckinPlace(Answer):
    """Asks for the location."""

    action = "action_ask_queues_checkin_place"
    resumes = False

    async def answer(self, reading: Reading, say: Say) -> list[EventType]:
        """One tap on a phone."""
        name = reading.slot("queues_checkin_booking")["facility"]["name"]
        say("utter_queues_ask_place", name=name, card={"type": "request_location"})
        return []


class QueuesCheckinFinish(Answer):
    """Notes the arrival."""

    action = "action_queues_checkin_finish"
    resumes = False

    async def answer(self, reading: Reading, say: Say) -> list[EventType]:
        """The number and the queue before it."""
        booking, place = reading.slot("queues_checkin_booking"), reading.slot("queues_checkin_place")
        path = f"/queues/bookings/{booking['code']}/check-in"
        try:
            done = await call(reading, "POST", path, json=place if isinstance(place, dict) else None)
        except Refusal as refusal:
            return [*refused(say, refusal), *finish_form(reading, "queues_checkin")]
        say_standing(say, done)
        return [remember_booking(done), *finish_form(reading, "queues_checkin")]


