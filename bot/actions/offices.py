"""Branch offices: a question for one is a search, not a general answer."""

import re

from rasa_sdk.events import EventType

from bot.actions.facilities import show_facilities
from bot.actions.forms import Filled, resume
from bot.actions.places import last_place, read_place
from bot.actions.reading import Reading
from bot.actions.shown import open_form, shown_place
from bot.actions.texts import Say

OFFICE = "office_location"
KIND = "kantor bpjs"
_LOOKS = re.compile(
    r"\b(?:di ?mana\w*|dmn|pundi|ndi|mana|alamat\w*|lokasi\w*|ter?dekat|de?kat|cari\w*|ada|where\w*|nearest|near"
    r"|closest|address|find)\b",
    re.IGNORECASE,
)


def looks_for_office(reading: Reading) -> bool:
    """The member wants to know where an office is; not, say, whether one must go there."""
    return bool(last_place(reading) or _LOOKS.search(reading.text) or reading.location)


async def find_office(reading: Reading, say: Say) -> list[EventType]:
    """The nearest offices around the place in the message; asks where, if it names none."""
    outcome = await read_place(reading, None, requested=False)
    found = outcome.slots if isinstance(outcome, Filled) else {}
    place = found.get("place") or (shown_place(reading) if outcome is None else None)
    if place:
        return [*await show_facilities(reading, say, place, KIND), *resume(reading)]
    return open_form(reading, "facilities_form", type=KIND, choices=found.get("choices"))
