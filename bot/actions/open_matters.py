"""What of a verified member is open: the next booking and the complaints that wait for an answer."""

from bot.actions.backend import call
from bot.actions.queue_words import booking_values
from bot.actions.reading import Reading
from bot.actions.texts import Button, Say
from bot.actions.viewer import is_verified

SHOWN = 2
FINISHED = frozenset({"resolved", "closed"})
"""States of a complaint in which nobody waits for anything."""


async def open_matters(reading: Reading, say: Say) -> tuple[list[str], list[Button]]:
    """One line for each open matter, and the buttons that lead to them; nothing for who is not verified.

    Nor for a helper: what is open is the member's, and not every helper may see it.
    """
    if reading.acting or not await is_verified(reading):
        return [], []
    bookings = (await call(reading, "GET", "/queues/bookings"))["bookings"][:SHOWN]
    filed = await call(reading, "GET", "/complaints")
    complaints = [one for one in filed if one["status"] not in FINISHED][:SHOWN]
    lines = [say.text("utter_open_booking", **booking_values(say, one)) for one in bookings]
    lines += [say.text("utter_open_complaint", ticket=one["ticket"], status=one["status_title"]) for one in complaints]
    steps = [say.button("utter_choice_check_queue_status", "/check_queue_status")] if bookings else []
    steps += [say.button("utter_choice_check_complaint_status", "/check_complaint_status")] if complaints else []
    return lines, steps
