"""Bookings that there are: where the queue is, and giving a place back."""

import re
from collections.abc import Mapping
from typing import Any

from rasa_sdk.events import EventType, FollowupAction, SlotSet

from bot.actions.backend import Refusal, call
from bot.actions.forms import Form
from bot.actions.further import tell_further
from bot.actions.given_up import keeps
from bot.actions.outcomes import Filled, Outcome, resume
from bot.actions.personal import Personal
from bot.actions.queue_questions import offer
from bot.actions.queue_reading import last, picked, typed_code
from bot.actions.queue_state import FORM
from bot.actions.queue_whether import asks_whether_cancelled
from bot.actions.queue_words import booking_label, booking_values, refuse_booking, remember_booking, say_standing
from bot.actions.reading import Reading
from bot.actions.same_names import same_name
from bot.actions.service import Answer
from bot.actions.shown import finish_form, open_form, remember, shown
from bot.actions.smalltalk import close_form
from bot.actions.texts import Say
from bot.actions.verify import REQUIRED
from bot.components.values import facility_type

SHOWN = 3
_WHICH = re.compile(r"^\W*(?:kalau |kalo |klo )?(?:yang|yg|sing|nu|the one)\b", re.IGNORECASE)
_KEEPS = re.compile(
    r"\b(?:biar(?:in|kan|no)?|tetap(?:kan)?|jangan (?:di)?batal\w*|(?:ga|gak|nggak|tidak|ndak) jadi (?:di)?batal\w*"
    r"|keep)\b",
    re.I,
)
_PARTS = re.compile(r"\b(?:maaf|sorry|makasih|terima ?kasih|trims|thanks?|suwun|nuhun)\b", re.IGNORECASE)
_CANCELS = re.compile(r"\bbatal(?:k|in|no|ke)|^\W*(?:ya|iya|ok|oke|yes|betul)\W+(?:\w+\W+)?batal\b", re.I)
"""A yes to whether it shall be cancelled, however it is said."""
_SAYS_CANCEL = re.compile(
    r"(?:^|[.,;!]\s*)(?:(?:ya|iya|yo|nggih|muhun|ok|oke|baik|sudah|udah|tolong|mohon|jadi|silakan|yes|please|just)\W+)*"
    r"(?:di)?(?:batal(?:kan|in|no|ke)|cancel)(?:nya)?"
    r"(?:\s+(?:aja|saja|wae|bae|ya|yah|dong|deh|lah|kak|min|pak|bu|it|please|antre\w*|antri\w*|nomor\w*))*\W*$",
    re.I,
)
"""A yes behind its reason: "saya harus ke luar kota, iya batalkan"."""
_OF_ONE = re.compile(
    r"\b(?:dapat|dapet|dpt|got)\b.*\b(?:nomor|nomer|no|number)\b"
    r"|\b(?:nomor|nomer|no|kode|code)(?:nya| booking\w*)?\s+(?:berapa|brp|apa)\b"
    r"|\bjam (?:berapa|brp)\b.*\b(?:datang|dateng|hadir|ke ?sana)\b"
    r"|\b(?:datang|dateng|hadir)\w*\s+jam (?:berapa|brp)\b",
    re.I,
)
"""What is asked about the booking that was just told: "dapet nomor brp?"."""
_OF_ALL = re.compile(r"\b(?:antri\w*|antre\w*|booking\w*|semua\w*|queues?|appointments?|all)\b", re.I)
"""Who names no queue asks on about the booking that was just told: "masih lama ga?"."""
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
        """Perhaps a code, or the place of one of several."""
        one = not reading.pressed and _WHICH.match(reading.text)
        of_one = _OF_ONE.search(reading.text) or not _OF_ALL.search(reading.text)
        just_told = shown(reading).get("booking") if not reading.pressed and of_one else None
        return {"code": typed_code(reading) or just_told, "place": reading.text if one else None}

    async def tell(self, reading: Reading, say: Say, wish: Mapping[str, Any]) -> list[EventType]:
        """The booking of the code, or all that are to come."""
        try:
            found = [await booking_of(reading, wish["code"])] if wish.get("code") else await bookings_of(reading)
        except Refusal as refusal:
            return refused(say, refusal)
        if not found:
            say("utter_queues_none")
            return [remember("queue")]
        meant = [one for one in found if wish.get("place") and _is_at(str(wish["place"]), one)]
        for booking in (meant or found)[:SHOWN]:
            say_standing(say, booking)
        told = (meant or found)[:SHOWN]
        return [remember_booking(told[0]) if len(told) == 1 else remember("queue")]


def _is_at(words: str, booking: Booking) -> bool:
    """Whether words name the facility of a booking, or its kind."""
    name = str(booking["facility"]["name"])
    kinds = {kind for word in words.lower().split() if (kind := facility_type(word))}
    return facility_type(name.split(maxsplit=1)[0]) in kinds or same_name(words, name)


def refused(say: Say, refusal: Refusal) -> list[EventType]:
    """Says a refusal with its other steps.

    Raises:
        Refusal: ``verification_required``, for the caller's caller.
    """
    if refusal.code == REQUIRED:
        raise refusal
    refuse_booking(say, refusal)
    return []


class OfBooking(Personal):
    """Opens a form about one booking; asks which one where several can be meant."""

    step = ""
    form = ""
    none = ""

    async def tell(self, reading: Reading, say: Say, wish: Mapping[str, Any]) -> list[EventType]:
        """Finds the booking, or says that there is none for this step."""
        found = await bookings_of(reading)
        possible = [booking for booking in found if self.step in booking["can"]]
        if wish.get("code"):
            try:
                named = await booking_of(reading, wish["code"])
                found, possible = [named], [named] if self.step in named["can"] else []
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
            return [remember("queue")]
        say(self.none)
        say_standing(say, found[0])
        return [remember_booking(found[0])]


def _only(possible: list[Booking], wish: Mapping[str, Any]) -> Booking | None:
    meant = [one for one in possible if one["code"] == wish.get("shown")]
    found = meant or possible
    return found[0] if len(found) == 1 else None


class QueuesCancel(OfBooking):
    """Giving a place back begins with the question whether that is meant."""

    action = "action_queues_cancel"
    wish_slot = "queues_wish"
    resumes = False
    step, form, none = "cancel", "queues_cancel_form", "utter_queues_none_to_cancel"

    def read(self, reading: Reading) -> dict[str, Any]:
        """Which booking."""
        return wished_code(reading)

    async def answer(self, reading: Reading, say: Say) -> list[EventType]:
        """In the middle of a booking it is the booking that is given up; what only may come is explained."""
        if asks_whether_cancelled(reading):
            say("utter_queues_can_cancel")
            return resume(reading)
        if not reading.pressed and _KEEPS.search(reading.text):
            return [FollowupAction("action_queues_status")]  # nothing is given up: what there is, is shown
        if reading.form == FORM and not reading.pressed and not typed_code(reading):
            say("utter_cancelled", what=say.text(f"utter_name_{FORM}"))
            return close_form(reading)
        return await super().answer(reading, say)


class BookingForm(Form):
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


class ValidateQueuesCancelForm(BookingForm):
    """Which booking, and whether that is really meant."""

    form = "queues_cancel_form"
    own_intents = frozenset({"cancel_queue"})

    def required(self, reading: Reading, known: Mapping[str, Any]) -> list[str]:
        """Two questions."""
        return ["queues_cancel_booking", "queues_cancel_confirm"]

    def _leaves_at_once(self, reading: Reading) -> bool:
        # "batalkan" and "gak jadi" are answers to "shall I cancel it?", not the end of the conversation about it.
        asked = reading.requested == "queues_cancel_confirm" and not reading.pressed
        return not (asked and reading.intent == "cancel_flow") and super()._leaves_at_once(reading)

    def _no_answer(self, reading: Reading, say: Say, known: dict[str, Any]) -> list[EventType] | None:
        """ "eh jangan dulu, nanti malam kambuh bagaimana": no, whatever else is asked."""
        if _says_cancel(reading):
            return None  # "ada hajatan, batalkan saja" is the answer, and ends nothing
        if reading.requested != "queues_cancel_confirm" or not keeps(reading):
            return super()._no_answer(reading, say, known)
        kept = {"queues_cancel_confirm": "no"}
        return [*(SlotSet(slot, value) for slot, value in kept.items()), *self._ask_next(reading, {**known, **kept})]

    async def extract_queues_cancel_booking(self, reading: Reading, say: Say) -> Outcome:
        """The booking."""
        return self.choose(reading, "queues_cancel_booking")

    async def extract_queues_cancel_confirm(self, reading: Reading, say: Say) -> Outcome:
        """Yes or no; in doubt the booking is kept."""
        if reading.requested != "queues_cancel_confirm":
            return None
        asks = not reading.pressed and "?" in reading.text  # "udah batal kan?" is neither
        parts = not reading.pressed and _PARTS.search(reading.text) and not _CANCELS.search(reading.text)
        if asks or parts:  # "sip, maaf ngerepotin" may take leave as well
            return None
        named = reading.intent == "cancel_queue" and not reading.pressed
        if named or reading.intent == "affirm" or _says_cancel(reading):
            return Filled({"queues_cancel_confirm": "yes"})
        if reading.intent in ("cancel_flow", "deny") and _CANCELS.search(reading.text):
            return Filled({"queues_cancel_confirm": "yes"})
        return Filled({"queues_cancel_confirm": "no"}) if reading.intent in ("deny", "cancel_flow") else None


def _says_cancel(reading: Reading) -> bool:
    asked = reading.requested == "queues_cancel_confirm" and not (reading.pressed or keeps(reading))
    return asked and _SAYS_CANCEL.search(reading.text) is not None


class AskQueuesCancelBooking(Answer):
    """Which booking is to be cancelled."""

    action = "action_ask_queues_cancel_booking"
    resumes = False

    async def answer(self, reading: Reading, say: Say) -> list[EventType]:
        """A button for each."""
        return ask_booking(reading, say, "queues_cancel_choices")


def ask_booking(reading: Reading, say: Say, slot: str) -> list[EventType]:
    """Asks which of several bookings is meant."""
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
    ends = "queues_cancel"
    resumes = False

    async def answer(self, reading: Reading, say: Say) -> list[EventType]:
        """Says what happened."""
        booking = reading.slot("queues_cancel_booking")
        if reading.slot("queues_cancel_confirm") != "yes":
            say("utter_queues_kept", **booking_values(say, booking))
            asked = await tell_further(reading, say) if keeps(reading) else None
            return [*(asked or []), *finish_form(reading, self.ends)]
        body = {"reason": say.text("utter_queues_cancel_reason")}
        try:
            done = await call(reading, "POST", f"/queues/bookings/{booking['code']}/cancel", json=body)
        except Refusal as refusal:
            return [*refused(say, refusal), *finish_form(reading, self.ends)]
        say("utter_queues_cancelled", **booking_values(say, done))
        where = {"facility": done["facility"]["code"], "poli": done["poli"]["name"]}  # for another day there
        return [remember("queue_cancelled", **where), *finish_form(reading, self.ends)]
