"""What one of the offered choices means: "nomor 1 itu apa maksudnya", "the second one, what is that"."""

import re

from rasa_sdk.events import EventType

from bot.actions.amounts import filled
from bot.actions.faq import entries, tell_faq
from bot.actions.offers import last_replies
from bot.actions.reading import Reading
from bot.actions.texts import Say, has_response, variation
from bot.actions.topic import text_about
from bot.actions.turns import pressed

MOST_WORDS = 9
LOOKED_BACK, _LEAST = 3, 2
"""Answers in which the choices may stand, and how many they are at least."""
_MEANING = (
    r"(?:maksud|arti|guna|fungsi|kanggo|buat|untuk|isi)(?:nya|ne|na|e)?(?:\s+(?:itu|ini))?\s+(?:apa\w*|opo|naon)"
    r"|(?:apa\w*|opo|naon|artos\w*)\s+(?:(?:sih|itu|tuh|to|ta)\s+)*(?:maksud|arti|guna|fungsi|isi)\w*"
    r"|(?:apa(?:an)?|opo|naon)\s+(?:sih\s+)?(?:itu|tuh|kui|iku|eta)\W*$"
    r"|(?:maksud|arti)(?:nya|ne|na|e)?|(?:itu|kui|iku|eta|tuh|ini)\s+(?:apa(?:an)?|opo|naon)(?:\s+(?:sih|ya|to|ta|dong))*\W*$"
    r"|what (?:does|is|do)\b|mean(?:s|ing)?\b"
)
_ASKS_MEANING = re.compile(_MEANING, re.IGNORECASE)
_WHICH = re.compile(
    r"\b(?:no(?:mor)?|nomer|nmr|yang|yg|sing|nu|pilihan|poin|point|number|option|button|tombol)\.?\s*(?:ke\s*-?\s*)?(\d)\b"
    r"|\b(?:ke\s*-?\s*)(\d)\b",
    re.IGNORECASE,
)
_WORDS = {
    "pertama": 1, "kesatu": 1, "first": 1, "kedua": 2, "second": 2, "ketiga": 3, "third": 3, "keempat": 4, "fourth": 4,
    "kelima": 5, "fifth": 5, "keenam": 6, "sixth": 6,
}  # fmt: skip


def choice_asked(reading: Reading) -> int | None:
    """The number of the choice whose meaning is asked; None for any other message."""
    short = not reading.pressed and len(reading.text.split()) <= MOST_WORDS
    if not short or _ASKS_MEANING.search(reading.text) is None:
        return None
    if found := _WHICH.search(reading.text):
        return int(found[1] or found[2])
    return next((_WORDS[word] for word in re.findall(r"\w+", reading.text.lower()) if word in _WORDS), None)


async def _offered(reading: Reading, number: int) -> dict[str, str] | None:
    """That button of the newest answer that offers so many; an answer that explains one of them offers only it."""
    for back in range(LOOKED_BACK):
        for reply in reversed(await last_replies(reading, back)):
            if len(reply["buttons"]) >= max(number, _LEAST):
                found: dict[str, str] = reply["buttons"][number - 1]
                return found
    return None


async def explain_choice(reading: Reading, say: Say) -> list[EventType] | None:
    """Tells what the button of the last answer that is asked about does, and offers it; None where there is none."""
    number = choice_asked(reading)
    chosen = await _offered(reading, number) if number else None
    if chosen is None:
        return None
    means = pressed(chosen["payload"]) or {}
    faq_id = next((one["value"] for one in means.get("entities", []) if one["entity"] == "faq_id"), None)
    if faq_id in entries():
        return await tell_faq(reading, say, str(faq_id))
    intent = str(means.get("intent") or "")
    about = own if has_response(own := f"utter_means_{intent}") else text_about(intent)
    if about is None:
        return None
    buttons = [{"title": chosen["title"], "payload": chosen["payload"]}]
    text, _ = await filled(reading, say, str(variation(about, reading.language)["text"]))
    say("utter_choice_means", title=chosen["title"], about=text, buttons=buttons)
    return []
