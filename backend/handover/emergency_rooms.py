"""A location that is shared while the member of an emergency waits for an agent: the nearest emergency rooms at once.

Every hospital must treat emergencies (UU 17/2023 art. 189), so the nearest hospitals are named, contracted or not.
"""

from datetime import datetime

from sqlalchemy.orm import Session

from backend.conversations.messages import Reply
from backend.conversations.models import Message
from backend.facilities import service as facilities
from backend.facilities.schemas import FacilityItem
from backend.facilities.service import Where
from backend.handover.models import Handover
from backend.handover.texts import say

TOPIC = "emergency"
NEAREST = 3


def rooms_near(session: Session, handover: Handover, message: Message, *, locale: str, now: datetime) -> Reply | None:
    """What to say to a location in an emergency; None for other messages and other waits, or where nothing is near."""
    if handover.topic != TOPIC or not message.location:
        return None
    point = Where(message.location["latitude"], message.location["longitude"])
    found = facilities.find(session, where=point, kind="hospital", limit=NEAREST, offset=0, now=now)
    if not found.items:
        return None
    lines = "\n".join(f"{number}. {_line(item, locale)}" for number, item in enumerate(found.items, 1))
    card = {"type": "facilities", "items": [item.model_dump(mode="json") for item in found.items]}
    return Reply(say(locale, "emergency_rooms", lines=lines), card=card)


def _line(item: FacilityItem, locale: str) -> str:
    kilometres = f"{(item.distance_m or 0) / 1000:.1f} km"
    distance = kilometres if locale.startswith("en") else kilometres.replace(".", ",")
    return f"{item.name} – " + ", ".join(fact for fact in (distance, item.address, item.phone) if fact)
