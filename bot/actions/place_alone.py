"""A bare place that nothing was asked about: what there is to find there, and the place stays known."""

from rasa_sdk.events import EventType

from bot.actions.outcomes import Filled
from bot.actions.places import last_place, read_place
from bot.actions.press import press
from bot.actions.reading import Reading
from bot.actions.shown import remember
from bot.actions.texts import Button, Say

_KINDS = {"hospital": "rumah sakit", "puskesmas": "puskesmas", "office": "kantor bpjs"}


async def what_there(reading: Reading, say: Say) -> list[EventType] | None:
    """Asks what is looked for at the place that the message names; None where it names none that we know."""
    if not last_place(reading):
        return None
    outcome = await read_place(reading, None, requested=False)
    place = outcome.slots.get("place") if isinstance(outcome, Filled) else None
    if not place:
        return None
    say("utter_place_what", buttons=kinds_there(say, place["place_id"]), place=place["label"])
    return [remember("facilities", where={**place, "others": []}, type=None)]


def kinds_there(say: Say, place_id: str) -> list[Button]:
    """Kinds of facilities there, and free beds."""
    found = [
        say.button(f"utter_place_{name}", press("find_nearest_facility", code=place_id, facility_type=kind))
        for name, kind in _KINDS.items()
    ]
    beds = press("check_bed_availability", code=place_id)
    return [*found, say.button("utter_choice_check_bed_availability", beds)]
