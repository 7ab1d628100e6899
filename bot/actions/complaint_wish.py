"""What the member wants to come of a complaint, in their words or by button."""

import json
import re

from bot.actions.complaint_corrections import puts_right
from bot.actions.complaint_reading import only_anonymity, wants_refund
from bot.actions.outcomes import Filled, Outcome
from bot.actions.own_words import CHOICE_WORDS, nothing_more, says_none, wants_sent, wish_words
from bot.actions.reading import Reading
from bot.actions.texts import Say, variation

ASKED = "complaints_wanted"
_WHERE = re.compile(r"^\W*(?:di|ing|nang|ning|teng|wonten|dina|in|at)\s+\w", re.IGNORECASE)


def wish_said(reading: Reading, say: Say) -> Outcome:
    """The answer to what is wished for; none where it need not be told, or where something else is put right."""
    if says_none(reading) or nothing_more(reading) or reading.entity("value") == "skip":
        sent = wants_sent(reading) and not reading.slot("complaints_files")
        return Filled({ASKED: "", **({"complaints_files": []} if sent else {})})
    if only_anonymity(reading) or puts_right(reading):
        return None
    if _only_where(reading):
        say("utter_changed_complaints_story")
        return Filled({"complaints_story": f"{reading.slot('complaints_story')}\n{reading.text.strip()}"})
    typed = reading.text.strip() if wants_refund(reading) else wish_words(reading, ASKED)
    words = reading.entity("value") if reading.pressed else typed
    return Filled({ASKED: words}) if words else None


def _only_where(reading: Reading) -> bool:
    """ "di Panyileukan": where it happened, told late."""
    few = not reading.pressed and len(reading.text.split()) <= CHOICE_WORDS
    named = reading.entity("place") or reading.entity("facility_name")
    return bool(few and named and _WHERE.match(reading.text))


def shown_wish(words: str, language: str) -> str:
    """A wish as it is read back: that of a button, which officers read in Indonesian, in the member's language."""
    for button in variation(f"utter_ask_{ASKED}", language)["buttons"]:
        if json.loads(button["payload"].removeprefix("/inform")).get("value") == words:
            return str(button["title"])
    return words
