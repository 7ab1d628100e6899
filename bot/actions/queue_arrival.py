"""Arriving: check-in, with the location where a facility wants to know it."""

from collections.abc import Mapping
from typing import Any

from rasa_sdk.events import EventType

from bot.actions.backend import Refusal, call
from bot.actions.outcomes import Filled, Outcome, Unusable, resume
from bot.actions.queue_bookings import Booking, BookingForm, OfBooking, ask_booking, refused, wished_code
from bot.actions.queue_state import FORM, complete_with
from bot.actions.queue_words import remember_booking, say_standing
from bot.actions.reading import Reading
from bot.actions.service import Answer
from bot.actions.shown import finish_form, remember
from bot.actions.texts import Say
from bot.actions.topic import asks_about


class QueuesCheckin(OfBooking):
    """Arriving."""

    action = "action_queues_checkin"
    wish_slot = "queues_wish"
    resumes = False
    step, form, none = "check_in", "queues_checkin_form", "utter_queues_none_to_check_in"

    def read(self, reading: Reading) -> dict[str, Any]:
        """Which booking."""
        return wished_code(reading)

    async def answer(self, reading: Reading, say: Say) -> list[EventType]:
        """Before the number is taken, how it will be done; there is none yet to check in with."""
        if reading.form == FORM and not reading.pressed:
            say("utter_about_check_in_queue")
            return resume(reading)
        return await super().answer(reading, say)

    async def tell(self, reading: Reading, say: Say, wish: Mapping[str, Any]) -> list[EventType]:
        """Who asks where or how hears that first."""
        if asks_about(reading):
            say("utter_about_check_in_queue")
        return await super().tell(reading, say, wish)

    def tell_none(self, say: Say, found: list[Booking]) -> list[EventType]:
        """Who has arrived already hears so."""
        arrived = next((booking for booking in found if booking["state"] == "checked_in"), None)
        if not found:
            say("utter_queues_none_here")
            return [remember("queue")]
        if arrived is None:
            return super().tell_none(say, found)
        say("utter_queues_already_checked_in")
        say_standing(say, arrived)
        return [remember_booking(arrived)]


class AskQueuesCheckinBooking(Answer):
    """For which booking the member arrives."""

    action = "action_ask_queues_checkin_booking"
    resumes = False

    async def answer(self, reading: Reading, say: Say) -> list[EventType]:
        """A button for each."""
        return ask_booking(reading, say, "queues_checkin_choices")


class ValidateQueuesCheckinForm(BookingForm):
    """Which booking, and where the member is, for facilities that want to know."""

    form = "queues_checkin_form"
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
    ends = "queues_checkin"
    resumes = False

    async def answer(self, reading: Reading, say: Say) -> list[EventType]:
        """The number and the queue before it."""
        booking, place = reading.slot("queues_checkin_booking"), reading.slot("queues_checkin_place")
        path = f"/queues/bookings/{booking['code']}/check-in"
        try:
            done = await call(reading, "POST", path, json=place if isinstance(place, dict) else None)
        except Refusal as refusal:
            return [*refused(say, refusal), *finish_form(reading, self.ends)]
        say_standing(say, done)
        return [remember_booking(done), *finish_form(reading, self.ends)]
