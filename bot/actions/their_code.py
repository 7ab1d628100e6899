"""The offer to use another adult's code, taken in the member's own words: "kirim kodenya", "hp nya saya yg pegang".

An adult's name or words about the code mean that offer while it stands, also a question later and inside a form.
"""

import re
from collections.abc import Mapping
from typing import Any

from rasa_sdk.events import ActiveLoop, EventType, FollowupAction, SlotSet

from bot.actions.helping_turns import HELPING, INTENT, WISH
from bot.actions.interrupted import OPEN
from bot.actions.offers import last_replies
from bot.actions.phone_words import lost_phone
from bot.actions.press import press
from bot.actions.reading import Reading
from bot.actions.texts import Say
from bot.actions.turns import heard, pressed
from bot.actions.verify import WAITING, waits
from bot.components.names import is_everyday

_OFFER = f'/{INTENT}{{"value": "start'
MOST_WORDS = 10
NAME_WORDS = (2, 4)
LOOKED_BACK = 3
"""Answers in which the offer may stand, the newest first."""
_CODE = re.compile(
    r"\b(?:kirim\w*|pakai|pake|minta|kasih|isi|masuk\w*|harus|perlu|send|use|enter)\b.{0,16}\b(?:kode|code|otp)\w*\b"
    r"|\b(?:hp|handphone|telepon|ponsel|phone)\s?(?:nya)?\b.{0,16}\b(?:pegang|bawa|sama saya|di saya"
    r"|ada di|with me|i have|i hold)\w*\b"
    r"|\b(?:pegang|bawa|hold|have)\b.{0,8}\b(?:hp|handphone|ponsel|phone)"
    r"|\b(?:orangnya|beliau|dia|(?:istri|suami|ibu|bapak)(?:nya)?)\b.{0,12}\b(?:di (?:sebelah|samping|sini|dekat)\w*"
    r"|sama saya|next to me|right here|with me)\b",
    re.IGNORECASE,
)
_THEIRS = re.compile(
    r"\b(?:pakai|pake|lewat|use|with)\b.{0,8}"
    r"\b(?:kode(?:nya)? (?:beliau|dia|bapak|ibu|ayah|suami|istri|mertua)|(?:his|her|their) code)\b",
    re.IGNORECASE,
)
"""Asks for it by itself, whether it was offered or not."""
_PERSON = (
    r"(?:istri|suami|bini|bojo|ibu|bapak|ayah|mama|papa|mertua|anak|kakak|adik|wife|husband|mother|father|mum|dad)"
)
_ALONE = re.compile(
    rf"\b(?:dia|beliau|orangnya|she|he|they|{_PERSON})(?:nya|ku|ne)?\b.{{0,40}}"
    r"\b(?:masuk|login|log ?in|sign ?in|verif\w*|buka|ngecek|cek|check|urus|ngurus)\w*\b.{0,16}"
    r"\b(?:sendiri|sorangan|dewe|piyambak|herself|himself|themselves|on (?:her|his|their) own)\b",
    re.IGNORECASE,
)
"""The other person wants to come in without a helper."""
_OBJECTS = re.compile(
    rf"\b(?:saya|sy|aku|gue|gw|kula|kulo|abdi|sa|i|i'm|i am)\b(?:\W+\w+){{0,2}}\W+(?:her |his )?{_PERSON}(?:nya|ne|na)?"
    r"(?:\s+(?:lho|loh|kok|kan|dong|ya|kak|min|mas|mbak|to|tho|sendiri))*\W*(?:$|[,.!?])"
    rf"|\b(?:(?:satu|1)[\s-]?(?:kk|keluarga)|se-?kk)\b|\b(?:on|in) the same (?:family|card)\b"
    rf"|(?<!nanti )(?<!biar )(?<!biarin )(?<!suruh )\b{_PERSON}(?:\s+saya)?\s+sendiri\b"
    r"|\b(?:kenapa|knp|kok|masa|masak|mosok)\b.{0,24}\b(?:ga|gak|nggak|ngga|tidak|tdk|ora|teu|nda|ndak|indak|tra|kagak|mboten)\s*(?:bisa|boleh|iso|oleh|tiasa)\b"
    r"|\bwhy (?:not|can't|can not|cannot)\b",
    re.IGNORECASE,
)
""" "lho saya kan suaminya, satu KK": being of the family is held against it."""
_NAMED = re.compile(
    rf"^\W*(?:(?:nama(?:nya)?|ini|itu|untuk|buat|yang)\s+)*{_PERSON}(?:nya|ku|\s+saya|\s+aku)?\s+(?:(?:itu|nama(?:nya)?)\s+)*"
    r"(?P<name>[^\W\d_]{3,}(?:\s+[^\W\d_]{2,}){0,3})\W*$",
    re.IGNORECASE,
)
_OWNED = re.compile(r"\b(?:saya|sy|aku|gue|gw|kami|kula|abdi|my)\b|\w{3}ku\b", re.IGNORECASE)
_MONEY = re.compile(
    r"\b(?:tagihan\w*|iuran\w*|tunggakan\w*|autodebi?e?t\w*|pembayaran\w*|kelas\w*|bills?|contributions?|arrears"
    r"|class)\b",
    re.IGNORECASE,
)
"""What the head of the family may see is another matter: "nek tagihan sekeluarga boleh lihat?"."""
ADULTS = frozenset({"spouse", "father", "mother", "parent"})
"""Relatives whose care data take a code of their own."""
_CARE = {"action_surgery_schedule": "surgery_wish", "action_service_history": "history_wish"}
"""What shows care data, and the slot with whose they are."""
OBJECTING_WORDS, OFFERED_BEFORE = 16, 2
_FOR_WHAT = {"queues_form": "book_queue", "fktp_form": "change_fktp", "class_form": "change_class"}
"""What is asked for the other person, by the form in which they were named."""


async def takes_their_code(reading: Reading) -> list[EventType] | None:
    """Begins the permission where such words stand behind the offer; None for any other message."""
    if reading.pressed or len(reading.text.split()) > MOST_WORDS:
        return None
    about_code = _CODE.search(reading.text) or _THEIRS.search(reading.text)
    if not about_code and not _is_name(reading):
        return None
    theirs = _THEIRS.search(reading.text)
    if not theirs and not await _offered(reading, LOOKED_BACK if about_code else 1):
        return None
    wish = _FOR_WHAT.get(reading.form or "")
    asked: dict[str, Any] | None = {"text": "-", "intent": wish, "entities": []} if wish else reading.slot(WISH)
    closed = [ActiveLoop(None), SlotSet("requested_slot", None), SlotSet(OPEN, None)] if reading.form else []
    return [*closed, SlotSet(WISH, asked), FollowupAction(HELPING)]


def say_whose_code(reading: Reading, say: Say, wish: Mapping[str, Any]) -> None:
    """Before the link for another adult's care data ("istri saya"): with one's own code it would not open."""
    owned = wish.get("relation") == "spouse" or _OWNED.search(reading.text)
    if wish.get("relation") in ADULTS and owned and not wish.get("names"):
        say("utter_own_code_first")


async def answers_refusal(reading: Reading, say: Say) -> list[EventType] | None:
    """What is held against the refusal of another adult's data, while the offer of their code stands: the person logs
    in alone, is named, or is of the same family. None for any other message.
    """
    if reading.pressed or len(reading.text.split()) > OBJECTING_WORDS or _MONEY.search(reading.text):
        return None
    alone, objects, named = _ALONE.search(reading.text), _OBJECTS.search(reading.text), _NAMED.match(reading.text)
    name = bool(named and not any(is_everyday(word) for word in named["name"].lower().split()))
    offered = await _offered(reading, LOOKED_BACK if alone else OFFERED_BEFORE) if alone or objects or name else False
    if not offered and not ((alone or objects) and _theirs_waits(reading)):
        return None
    if alone:
        return heard(reading, pressed(press(INTENT, value="alone")) or {})
    say("utter_own_code_why" if objects else "utter_own_code_named")
    return []


def _theirs_waits(reading: Reading) -> bool:
    """Another adult's care data waits for the page, and it was said whose code that takes."""
    slot = _CARE.get(str(reading.slot(WAITING))) if waits(reading) else None
    return slot is not None and (reading.slot(slot) or {}).get("relation") in ADULTS


async def their_phone_is_lost(reading: Reading) -> bool:
    """ "hp-nya rusak" behind the offer: no code can reach the other person."""
    short = not reading.pressed and len(reading.text.split()) <= MOST_WORDS
    return short and lost_phone(reading.text) and await _offered(reading, 1)


async def _offered(reading: Reading, answers: int) -> bool:
    for back in range(answers):
        replies = await last_replies(reading, back)
        if any(button["payload"].startswith(_OFFER) for reply in replies for button in reply["buttons"]):
            return True
    return False


def _is_name(reading: Reading) -> bool:
    """Nothing but a name: a few words, of which at most one is of everyday, and no place or facility."""
    words = re.findall(r"[^\W\d_]+", reading.text.lower())
    least, most = NAME_WORDS
    named = any(reading.entity(kind) for kind in ("facility_name", "place", "poli", "facility_type", "doctor"))
    return least <= len(words) <= most and not named and sum(map(is_everyday, words)) <= 1
