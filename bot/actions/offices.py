"""Branch offices: a question for one is a search, not a general answer."""

import re
from typing import Any

from rasa_sdk.events import EventType

from bot.actions.facilities_shown import show_facilities
from bot.actions.outcomes import Filled, resume
from bot.actions.places import Place, last_place, read_place
from bot.actions.reading import Reading
from bot.actions.shown import open_form, shown_place
from bot.actions.texts import Say

OFFICE, FIND_OFFICE = "office_location", "find_office"
"""The general answer about offices, and the button under answers that looks for one."""
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
    place = found.get("place") or _first_of(found.get("choices")) or (shown_place(reading) if outcome is None else None)
    if place:
        return [*await show_facilities(reading, say, place, KIND), *resume(reading)]
    return open_form(reading, "facilities_form", type=KIND)


def _first_of(choices: dict[str, Any] | None) -> Place | None:
    """Of a city and its regency of the same name the first: offices are few, and the other one is offered besides."""
    if not choices:
        return None
    first, *others = choices["items"]
    return {"place_id": first["id"], "label": first["label"], "others": others[:2]}
