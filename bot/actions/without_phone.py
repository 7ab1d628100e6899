"""Nobody to whom a code can go: said while a secure page waits, the way on is a person."""

from rasa_sdk.events import EventType

from bot.actions.helping_turns import HELPING
from bot.actions.phone_words import lost_phone
from bot.actions.reading import Reading
from bot.actions.shown import shown
from bot.actions.texts import Say
from bot.actions.turns import heard, pressed


def without_phone(reading: Reading, say: Say) -> list[EventType] | None:
    """Calls a person for who has no phone, also where only the status was told so far; tells a helper of such a member
    where to ask. None where nothing waits.
    """
    waits = reading.slot("after_verification")
    asked = waits or shown(reading).get("kind") == "status"
    if not asked or reading.pressed or not reading.first_in_turn or not lost_phone(reading.text, waits):
        return None
    if waits == HELPING:
        say("utter_helping_no_phone")
        return []
    say("utter_verify_no_phone")
    return heard(reading, pressed("/talk_to_agent") or {})
