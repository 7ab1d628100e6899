"""Who stands at a hospital that turns them away or asks for money, and waits for an agent: what is said at once."""

from datetime import datetime

from sqlalchemy.orm import Session

from backend.conversations.messages import Reply
from backend.conversations.models import Message
from backend.facilities.schemas import PlaceOut
from backend.handover.emergency_rooms import rooms_near, told_place
from backend.handover.models import Handover
from backend.handover.texts import asks_something, judged_mild, only_thanks, say, speaks_of

REFUSED = "care_refused_now"
CARE_AT_STAKE = frozenset({"money_asked_now", REFUSED})
"""Reasons for which somebody stands at a hospital that does not help them."""
REFUSED_AT = "refused_at"
"""What a handover knows of the emergency: the code of the hospital that did not help."""
ADVISED = "advised"
"""What a handover knows of such a case: they were told what to say there."""
_FOR_THE_ASSISTANT = ("beds", "bed_class", "elsewhere")
"""What is asked of beds, and of a referral to another hospital."""
_ASKED_OF_IT = ("refused", "cost", "urgency")


def is_at_stake(handover: Handover) -> bool:
    """Whether somebody stands at a hospital that does not help them, and nothing worse."""
    return handover.topic == "complaints" and handover.reason in CARE_AT_STAKE


def advice(session: Session, handover: Handover, message: Message, *, locale: str, now: datetime) -> Reply | None:
    """Which others are near, once the hospital is named, and what to say there, the first time that it is asked. A
    question of beds or of a referral elsewhere is left to the assistant.
    """
    asks = asks_something(message.text)
    if judged_mild(message.text):
        return Reply(say(locale, "emergency_judged_mild"))
    if asks and any(speaks_of(key, message.text) for key in _FOR_THE_ASSISTANT):
        return None
    if reply := _named(session, handover, message, locale=locale, now=now):
        return reply
    if only_thanks(message.text):
        return Reply(say(locale, "emergency_thanked"))
    asks = asks or any(speaks_of(key, message.text) for key in _ASKED_OF_IT)
    if not asks or handover.context.get(ADVISED):
        return None
    handover.context = {**handover.context, ADVISED: True}
    return Reply(say(locale, "care_at_stake"))


def _named(session: Session, handover: Handover, message: Message, *, locale: str, now: datetime) -> Reply | None:
    """ "di RSUD Sleman": noted for agents; where care is refused the others nearby are named."""
    place = note_place(session, handover, message.text)
    if handover.reason == REFUSED and (place or message.location):
        refused = handover.context.get(REFUSED_AT)
        return rooms_near(session, message, locale=locale, now=now, refused=refused)
    if place is None or place.kind != "facility":
        return None
    handover.context = {**handover.context, ADVISED: True}
    return Reply(f"{say(locale, 'care_noted_at', place=place.label)} {say(locale, 'care_at_stake')}")


def note_place(session: Session, handover: Handover, text: str) -> PlaceOut | None:
    """The place that a message names; a facility is noted as the one that did not help."""
    place = told_place(session, text)
    if place and place.kind == "facility":
        handover.context = {**handover.context, REFUSED_AT: place.id.removeprefix("f")}
    return place


def wants_it_reported(handover: Handover, text: str) -> bool:
    """ "lapor sekalian penolakannya": the complaint is wanted at once, beside the person who is waited for."""
    return is_at_stake(handover) and (speaks_of("reports", text) or speaks_of("asked_report", text))
