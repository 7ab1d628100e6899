"""A queue number that was not taken here: only the counter knows how far it is."""

import re

from rasa_sdk.events import EventType

from bot.actions.list_choices import still_shown
from bot.actions.reading import Reading
from bot.actions.shown import shown
from bot.actions.texts import Say

MOST_WORDS = 14
_NUMBER = re.compile(
    r"\b(?:nomor|nomer|nmr|no|antrian|antrean|antre|number|queue)\.?(?:nya|ku)?\s+"
    r"(?:(?:saya|sy|aku|antrian|antrean|my|is|itu|gue|gw|ke)\s+){0,3}"
    r"(?P<number>[a-z]{1,2}[- ]?\d{1,3})\b",
    re.IGNORECASE,
)


async def tell_of_elsewhere(reading: Reading, say: Say) -> list[EventType] | None:
    """ "RSUD Sleman, nomor saya A-27" behind one's bookings: not one of those, so that nothing is known of it."""
    found = None if reading.pressed or len(reading.text.split()) > MOST_WORDS else _NUMBER.search(reading.text)
    if found is None or shown(reading).get("kind") != "queue":
        return None
    number = found["number"].upper().replace(" ", "-")
    if await still_shown(reading, number):
        return None
    say("utter_queues_number_elsewhere", number=number)
    return []
