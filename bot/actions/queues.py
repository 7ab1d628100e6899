"""Queue numbers: taking one, and moving one to another day."""

import re
from collections.abc import Mapping
from typing import Any

from rasa_sdk.events import ActiveLoop, EventType, FollowupAction, SlotSet

from bot.actions.backend import call
from bot.actions.outcomes import resume
from bot.actions.personal import Personal
from bot.actions.queue_ails import clinic_for
from bot.actions.queue_days import asks_for_past_day
from bot.actions.queue_doors import options_for
from bot.actions.queue_letters import asks_of_letter, tell_letters
from bot.actions.queue_reading import BOOK, MOVE, mode_of, typed_code, wish_of
from bot.actions.queue_state import FORM, ending, forgotten, started
from bot.actions.queue_waiting import heard_of_visit
from bot.actions.queue_whether import asks_whether_moved
from bot.actions.reading import Reading
from bot.actions.shown import shown
from bot.actions.texts import Say
from bot.components.dates import impossible_date

_THERE = re.compile(r"\b(?:situ|sana|there|di sono|dinya|ka ?dinya)\b", re.IGNORECASE)
"""At the facility that was just told of."""


def _from_screen(reading: Reading) -> dict[str, Any]:
    """The place that "there" means; behind a booking that was given back, its place and clinic too;
    behind the history of care, the letter on it.
    """
    seen = {} if reading.pressed else shown(reading)
    if seen.get("kind") == "queue_cancelled":
        return {"there": seen.get("facility"), "poli": seen.get("poli")}
    if seen.get("kind") == "history" and len(letters := seen.get("letters") or []) == 1 and not wish_of(reading):
        return {"kind": letters[0]}  # "ambilin antriannya" behind the only letter that there is
    return {"there": seen.get("facility")} if _THERE.search(reading.text) else {}


async def _other_active(reading: Reading, options: Mapping[str, Any]) -> bool:
    """Whether a number can be had for anybody else whom the member may book for."""
    others = [one for one in options["people"] if one["member_id"] != options["member"]["member_id"]]
    for one in others:
        if (await options_for(reading, one["member_id"]))["active"]:
            return True
    return False


class QueuesBook(Personal):
    """Opens the booking with all that the message said; moves a booking where that is meant."""

    action = "action_queues_book"
    wish_slot = "queues_wish"
    resumes = False

    def read(self, reading: Reading) -> dict[str, Any]:
        """The facts of the message, and whether a booking is to be moved."""
        ails = None if reading.pressed else clinic_for(reading.text)
        known: dict[str, Any] = {"ails": ails, "mode": mode_of(reading), "booking": typed_code(reading)}
        known["which_letter"] = asks_of_letter(reading)
        wish = wish_of(reading)
        if asks_for_past_day(reading):
            wish.pop("date", None)
        return {**_from_screen(reading), **wish, **known}

    async def answer(self, reading: Reading, say: Say) -> list[EventType]:
        """For a day that is over no number is given: that is said before anybody has to verify."""
        if asks_whether_moved(reading):
            say("utter_queues_can_cancel")
            return resume(reading)
        if asks_for_past_day(reading):
            say("utter_queues_day_over")
        elif not reading.pressed and reading.first_in_turn and impossible_date(reading.text):
            say("utter_problem_birth_date_impossible")
        return await super().answer(reading, say)

    def adds(self, reading: Reading, wish: Mapping[str, Any]) -> dict[str, Any]:
        """The place, clinic, day or person that is told while the page is waited for."""
        return wish_of(reading)

    def hears(self, reading: Reading, say: Say, wish: Mapping[str, Any]) -> dict[str, Any] | None:
        """A day that is over or does not exist, any day, a clinic by what it is for."""
        return heard_of_visit(reading, say, wish)

    async def tell(self, reading: Reading, say: Say, wish: Mapping[str, Any]) -> list[EventType]:
        """Opens the form; verification comes first, so that nothing is asked in vain."""
        moving = wish.get("mode") == MOVE
        start = await (self._moving(reading, wish) if moving else self._booking(reading, wish))
        restart = [ActiveLoop(None)] if reading.form == FORM else []
        other = reading.form if reading.form and not reading.form.startswith("queues_") else None
        interrupted = {"queues_resume": other} if other else {}
        slots = {**forgotten(reading), **start, **interrupted, "requested_slot": None}
        if wish.get("which_letter"):
            tell_letters(reading, say, start.get("queues_options"))
        return [*restart, *(SlotSet(name, value) for name, value in slots.items()), FollowupAction(FORM)]

    async def _booking(self, reading: Reading, wish: Mapping[str, Any]) -> dict[str, Any]:
        options = await options_for(reading, None)
        slots = started(mode=BOOK, hints=dict(wish), options=options, booking=False)
        inactive = not options["active"] and not await _other_active(reading, options)
        return {**slots, **ending("utter_error_member_inactive", ["check_membership"]).slots} if inactive else slots

    async def _moving(self, reading: Reading, wish: Mapping[str, Any]) -> dict[str, Any]:
        found = (await call(reading, "GET", "/queues/bookings"))["bookings"]
        movable = [booking for booking in found if MOVE in booking["can"]]
        seen = shown(reading).get("booking")
        named = wish.get("booking") or (seen if any(one["code"] == seen for one in movable) else None)
        slots = started(mode=MOVE, hints={**wish, "booking": named}, bookings=movable)
        return slots if movable else {**slots, **ending("utter_queues_nothing_to_move", ["list_bookings"]).slots}
