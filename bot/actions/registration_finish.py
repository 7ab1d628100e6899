"""The end of a registration: what else is open, and what was handed in."""

from rasa_sdk.events import EventType, FollowupAction, SlotSet

from bot.actions.backend import Refusal, call
from bot.actions.outcomes import refuse
from bot.actions.reading import Reading
from bot.actions.registration_form import FORM, JOINS
from bot.actions.registration_reading import (
    view_of,
)
from bot.actions.service import Answer
from bot.actions.shown import finish_form, remember
from bot.actions.texts import Say
from bot.actions.verify import REQUIRED


async def say_other_open(reading: Reading, say: Say, done: str) -> None:
    """Offers to go on with the registration that this one was put before."""
    found = await call(reading, "GET", "/registrations")
    waiting = [one for one in found if one["state"] == "draft" and one["receipt"] != done and one["kind"] in JOINS]
    if waiting:
        say("utter_registration_other_open", receipt=waiting[0]["receipt"])


class RegistrationFinish(Answer):
    """Runs once it was confirmed, or could not go on."""

    action = "action_registration_finish"
    ends = "registration"
    resumes = False

    async def answer(self, reading: Reading, say: Say) -> list[EventType]:
        """The receipt, or nothing more."""
        if reading.slot("registration_ended"):
            return finish_form(reading, self.ends)
        view = view_of(reading.tracker.slots)
        try:
            done = await call(reading, "POST", f"/registrations/{view['receipt']}/submit", step="submit")
        except Refusal as refusal:
            if refusal.code == REQUIRED:
                raise
            refuse(say, refusal)
            if refusal.code != "registration_incomplete":
                return finish_form(reading, self.ends)
            again = {**view, "missing": refusal.details["missing"]}
            return [SlotSet("registration_view", again), SlotSet("registration_confirm", None), FollowupAction(FORM)]
        say("utter_registration_submitted", receipt=done["receipt"], code=done["access_code"])
        if view["kind"] == "job_loss":
            await say_other_open(reading, say, done["receipt"])
        return [remember("registration", receipt=done["receipt"]), *finish_form(reading, self.ends)]
