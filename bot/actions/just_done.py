"""Who says that the secure page is done ("udah verif", "sudah ya", "done that") behind the answer that came of it."""

import re

from rasa_sdk.events import EventType, SlotSet

from bot.actions.personal import AFTER_VERIFICATION
from bot.actions.reading import Reading
from bot.actions.texts import Say

_DONE = re.compile(
    r"^\W*(?:(?:ha|oh|ooh|ok|oke|nah|ini|itu|yang|yg|saya|sy|aku|gw|kulo|abdi|ambo|i|have|already|all|it's|its)\W+)*"
    r"(?:udah|udh|uda|sudah|sdh|dah|sampun|atos|uwis|wis|alah|lah|su|done|finished|confirmed|verified)"
    r"(?:\W+(?:ya|yo|nih|ni|teh|kok|kak|min|bu|pak|that|it|all|now|semua\w*|selesai|beres|masuk"
    r"|(?:saya|sy|kulo|abdi|aku|di)?\s?(?:ku)?(?:pencet|klik|tekan|buka|isi|verif\w*|konfirmasi|login)))*\W*$",
    re.IGNORECASE,
)


def tells_done(reading: Reading, say: Say) -> list[EventType] | None:
    """Says that it came in and where the answer stands, where nothing but the page came before; else None."""
    if reading.requested or not page_done(reading):
        return None
    say("utter_page_done")
    return [SlotSet("fallback_count", 0)]


def page_done(reading: Reading) -> bool:
    """Whether a typed message says so, and the one before it came from the page."""
    came = (reading.tracker.latest_message or {}).get("follows_intent") == AFTER_VERIFICATION
    return came and not reading.pressed and _DONE.match(reading.text) is not None
