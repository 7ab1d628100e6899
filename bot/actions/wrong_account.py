"""Another person's account was opened by mistake: what was begun in it is dropped, and nobody is logged in any more."""

import re

from rasa_sdk.events import EventType, FollowupAction, SlotSet

from bot.actions.backend import call
from bot.actions.form_slots import closed, forgotten, topic_of
from bot.actions.interrupted import ASIDE, INTERRUPTED, OPEN, RETURN
from bot.actions.reading import Reading
from bot.actions.texts import Say
from bot.actions.topic import asks_something
from bot.actions.turns import PENDING
from bot.actions.verify import UNTIL, WAITING
from bot.actions.viewer import viewer_of
from bot.components.vocabulary import pattern

MOST_WORDS = 24
_OWNER = (
    rf"(?:{pattern('relations')}|orang lain|orang|teman|temen|tetangga|dia|beliau|someone else|somebody else)"
    r"(?:\w*(?:\s+(?:saya|sy|aku|ku|gw|kami))?)"
)
_THINGS = r"(?:akun|account|data|login|profil|kartu|bpjs)(?:nya|ne)?"
_WRONG = re.compile(
    r"\b(?:salah|keliru|kliru|nyasar)\s+(?:(?:buka|masuk|login|pakai|pake|ke)\s+)*(?:akun|account|login|orang)\b"
    r"|\b(?:salah|keliru)\s+(?:masuk|login|verifikasi)\b|\b(?:kok|lho|loh|malah)\b.{0,20}\bakun\w*\s+(?:orang|punya)\b"
    rf"|\b(?:ini|itu|yang)\s+(?:tadi\s+)?akun(?:nya)?\s+(?:punya\s+)?{_OWNER}\b"
    rf"|\b{_THINGS}\s+(?:punya\s+)?{_OWNER}\b.{{0,16}}\b(?:ke|ter)-?buka\b"
    rf"|\b(?:ke|ter)-?buka\b.{{0,16}}\b(?:{_THINGS}|punya)\s+(?:punya\s+)?{_OWNER}\b"
    rf"|\bini\s+(?:bukan|bkn)\s+(?:akun|account|data|profil)\s+(?:saya|aku|gw|punya saya)\b"
    r"|\bwrong account\b|\b(?:opened|logged into|in) (?:my \w+(?:'s)?|someone else's|another) account\b.*"
    r"\b(?:mistake|wrong|oops|sorry)"
    r"|\b(?:this|that) is (?:my \w+(?:'s)?|someone else's|not my) account\b",
    re.IGNORECASE,
)
_CHANGES = re.compile(
    r"\b(?:bisa|boleh|gimana|bagaimana|cara|mau (?:ganti|ubah|hapus|daftar)|can i|how)\b", re.IGNORECASE
)
"""A question about accounts in general, or a wish for something in one."""


def says_wrong_account(reading: Reading) -> bool:
    """ "waduh saya keliru, ini akun bapak saya yang kebuka", in so many words."""
    short = not (reading.pressed or reading.acting) and len(reading.text.split()) <= MOST_WORDS
    told = short and _WRONG.search(reading.text) is not None
    return told and not (asks_something(reading.text) and _CHANGES.search(reading.text))


async def leave_account(reading: Reading, say: Say) -> list[EventType] | None:
    """Closes the account and what was begun in it; None where the message says no such thing, or none is open."""
    if not says_wrong_account(reading) or not (await viewer_of(reading))["level"]:
        return None
    await call(reading, "DELETE", "/identity/session", step="wrong_account")
    say("utter_wrong_account")
    slots = reading.tracker.slots
    forms = {str(form) for form in (reading.form, *map(reading.slot, (OPEN, RETURN, INTERRUPTED))) if form}
    dropped = [event for form in sorted(forms) for event in forgotten(slots, topic_of(form))]
    wishes = [name for name, value in slots.items() if name.endswith("_wish") and value is not None]
    others = (OPEN, RETURN, INTERRUPTED, ASIDE, PENDING, WAITING, UNTIL, "shown", *wishes)
    kept = [SlotSet(name, None) for name in others if slots.get(name) is not None]
    return [*closed(), *dropped, *kept, SlotSet("form_tries", 0), FollowupAction("action_listen")]
