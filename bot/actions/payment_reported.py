"""A report about a payment that is open already: told where another one begins, so that nobody reports twice."""

from bot.actions.backend import call
from bot.actions.open_matters import FINISHED
from bot.actions.payment_complaint import CATEGORY
from bot.actions.press import press
from bot.actions.reading import Reading
from bot.actions.texts import Say
from bot.actions.viewer import is_verified


async def say_reported(reading: Reading, say: Say) -> None:
    """Its number and by when it is answered, with the way to add to it; nothing for who is not verified, or helps."""
    if reading.acting or not await is_verified(reading):
        return
    filed = await call(reading, "GET", "/complaints")
    found = next((one for one in filed if one["category"] == CATEGORY and one["status"] not in FINISHED), None)
    if found is None:
        return
    add = say.button("utter_complaints_button_add", press("add_to_complaint", ticket_number=found["ticket"]))
    say("utter_payment_reported", ticket=found["ticket"], due=say.day(found["due_on"]), buttons=[add])
