"""Where a message begins or ends helping, whatever service it was taken for."""

import re
from typing import Any

from rasa_sdk.events import EventType, SlotSet

from bot.actions.form_limits import LEAVE_CONFIDENCE
from bot.actions.helping_words import SERVICES, for_oneself, helper_kind, lets_somebody, says_back, without_helper
from bot.actions.press import press
from bot.actions.reading import ALSO, Reading
from bot.actions.topic import TOPIC
from bot.actions.turns import heard, pressed

INTENT, WISH, HELPING = "helping", "helping_wish", "action_helping"
"""The intent of buttons and wordless messages about helping; the slot of what was asked for the other person; the
action that answers."""
DEATH = "death_report"
_OF_FORM = {
    "queues_form": "book_queue", "teleconsultation_form": "teleconsultation", "screening_form": "health_screening",
    "fktp_form": "change_fktp", "class_form": "change_class",
}  # fmt: skip
_FACTS = ("poli", "date", "time", "doctor")
_LEFT_OUT = frozenset({"relation", ALSO})
_THEIRS = re.compile(r"\b(?:beliau|dia|she|he|her|his|their|[^\W\d_]{3,}nya)\b", re.IGNORECASE)
_MINE = re.compile(r"\b(?:saya|sy|aku|gue|gw|kami|my|mine)\b", re.IGNORECASE)
_BY_NUMBER = frozenset({"check_membership_status"})
"""What number and date of birth open without a permission."""
_LIKELY = 0.15
"""How likely a service must be where the words about helping hide what is asked for: at worst it is the wrong answer
about the right person, and the next message puts it right."""


def helping_turn(reading: Reading) -> list[EventType] | None:
    """Turns the message into the beginning or the end of helping; None where it is neither."""
    reports = (reading.form or "").startswith("complaints_")  # "saya anaknya" says who reports
    if not reading.first_in_turn or reports:
        return None
    if reading.acting and says_back(reading):
        return said(reading, "stop")
    if reading.slot("after_verification") == HELPING and for_oneself(reading):
        return said(reading, "mine")
    if lets_somebody(reading):
        return said(reading, "allow")
    kind = None if _of_the_dead(reading) else helper_kind(reading)
    wish = _wish(reading) or wish_of_form(reading) or _wish_of_topic(reading)
    if kind is None and wish and _still_theirs(reading):
        return [SlotSet(WISH, wish), *said(reading, "waits")]
    return [SlotSet(WISH, wish), *said(reading, f"start:{kind}")] if kind else None


def _still_theirs(reading: Reading) -> bool:
    """ "faskesnya di mana?" while the other person's permission is waited for: it is about them, and needs it too."""
    waits = reading.slot("after_verification") == HELPING and reading.intent in SERVICES - _BY_NUMBER
    theirs = reading.entity("relation") or (_THEIRS.search(reading.text) and not _MINE.search(reading.text))
    return waits and bool(theirs) and reading.confidence >= LEAVE_CONFIDENCE


def _wish_of_topic(reading: Reading) -> dict[str, Any] | None:
    """ "bisa saya isikan untuk ibu?" behind what the screening is: the one service that the answer leads to."""
    from bot.actions.faq import entries  # noqa: PLC0415 - answers are built on this

    faq = (reading.slot(TOPIC) or {}).get("faq")
    ways = [one for one in (entries()[faq].next if faq in entries() else []) if one in SERVICES]
    return {"text": f"/{ways[0]}", "intent": ways[0], "entities": []} if len(ways) == 1 else None


def _of_the_dead(reading: Reading) -> bool:
    """ "saya anaknya" behind the report of a death says who reports; nobody is left whose permission could be asked."""
    return bool((reading.slot(TOPIC) or {}).get("faq") == DEATH)


def wish_of_form(reading: Reading) -> dict[str, Any] | None:
    """What the open form is for, where it is somebody's own matter: for the other person it begins anew."""
    intent = _OF_FORM.get(reading.form or "")
    if intent is None:
        return None
    facts = (reading.slot("queues_hints") or {}) if intent == "book_queue" else {}
    kept = [{"entity": name, "value": facts[name]} for name in _FACTS if facts.get(name)]
    return {"text": f"/{intent}", "intent": intent, "entities": kept}


def said(reading: Reading, value: str) -> list[EventType]:
    """As if a button about helping had been pressed."""
    return heard(reading, pressed(press(INTENT, value=value)) or {})


def _wish(reading: Reading) -> dict[str, Any] | None:
    """What is asked for the other person, to be heard again once they agreed."""
    if reading.also and reading.intent not in SERVICES:
        return reading.also if reading.also["intent"] in SERVICES else None
    likely = [r for r in reading.ranking if r["name"] in SERVICES and float(r.get("confidence") or 0) >= _LIKELY]
    intent = reading.intent if reading.intent in SERVICES else likely[0]["name"] if likely else None
    if intent is None:
        return None
    entities = [e for e in reading.tracker.latest_message.get("entities") or [] if e.get("entity") not in _LEFT_OUT]
    return {
        "text": without_helper(reading.text),
        "intent": intent,
        "entities": [{"entity": e["entity"], "value": e["value"]} for e in entities],
    }
