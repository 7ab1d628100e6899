"""The member's own first-level facility, where "puskesmasnya" names none: "puskesmasnya buka jam berapa?"."""

import re

from bot.actions.backend import call
from bot.actions.queue_state import FORM as BOOKING
from bot.actions.reading import Reading
from bot.actions.shown import shown
from bot.actions.verify import waits
from bot.actions.viewer import is_verified
from bot.components.values import facility_type

_FIRST = re.compile(r"(?:nya|ne)?\b.*$", re.DOTALL)
"""All but the first word, without what points to it."""
_FIRST_LEVEL = frozenset({"puskesmas", "clinic", "fktp"})


def clinic_waiting(reading: Reading) -> str | None:
    """The name of the facility that a number waits for, behind the secure page, where "puskesmasnya" means it."""
    kind = facility_type(reading.entity("facility_type") or "") or facility_type(_FIRST.sub("", reading.text.lower()))
    waiting = reading.slot("queues_wish") if waits(reading) and not reading.pressed else None
    return str(waiting["facility"]) if kind and waiting and waiting.get("facility") else None


async def clinic_meant(reading: Reading) -> str | None:
    """The code of the facility that a kind without a name means: the one of the booking at hand, else the member's own
    where we know who writes; None where a list on the screen, or nothing, tells which.
    """
    kind = facility_type(reading.entity("facility_type") or "")
    if reading.pressed or kind not in _FIRST_LEVEL or shown(reading).get("items"):
        return None
    if reading.form == BOOKING:
        if door := reading.slot("queues_door"):
            return str(door["facility"])
        doors = (reading.slot("queues_options") or {}).get("doors") or []
        own = next((door["facility"] for door in doors if not door["letter"]), None)
        if own:
            return str(own)
    if not await is_verified(reading):
        return None
    member = await call(reading, "GET", "/membership/me", params={"member": None})
    return str(member["fktp_code"]) if member["fktp_code"] else None
