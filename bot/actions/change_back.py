"""A change that was just recorded is not wanted after all: it is offered to be taken back, and nothing else begins."""

import re

from rasa_sdk.events import EventType

from bot.actions.press import press
from bot.actions.reading import Reading
from bot.actions.shown import shown
from bot.actions.topic import asks_something
from bot.actions.turns import heard, pressed

_RECORDED = frozenset({"change", "registration"})
_NOT_AFTER_ALL = re.compile(
    r"^\W*(?:(?:eh|aduh|waduh|duh|wah|yah?|lho|lha|hmm+|maaf|sorry|ok|oke|ya ?udah|u?dah|sudah|wis|kak|min|mas|mbak|pak"
    r"|bu|bang|actually|wait|sebentar|bentar|kayaknya|kayake|sepertinya)\W+)*"
    r"(?:(?:di|tak|ku)?batal(?:in|kan|ke|no|keun|aja)?|urung|wurung|cancel(?: it| that)?|undo(?: it| that)?|never ?mind"
    r"|(?:di|tak)?tarik (?:lagi|balik|aja|saja)"
    r"|(?:ga|gak|gk|nggak|ngga|enggak|tidak|tdk|ndak|ora|ra|teu|moal|mboten|indak|kada)\s?(?:jadi|sid[oa]|sios|estu"
    r"|janten))\b",
    re.IGNORECASE,
)
_OTHER = re.compile(
    r"\b(?:antre\w*|antri\w*|booking\w*|lapor\w*|aduan|pengaduan|komplain|autodebit|cicil\w*|rehab|queue|appointment"
    r"|complaint|report)\b",
    re.IGNORECASE,
)
"""Something else that is called off by its name."""


def takes_change_back(reading: Reading) -> list[EventType] | None:
    """ "batal, mau rembukan dulu sama ibu" behind a receipt: asks whether what it stands for is to be taken back."""
    receipt = shown(reading).get("receipt") if shown(reading).get("kind") in _RECORDED else None
    said = reading.intent == "cancel_flow" or _NOT_AFTER_ALL.match(reading.text)
    if not receipt or not said or _OTHER.search(reading.text) or asks_something(reading.text):
        return None
    return heard(reading, pressed(press("check_request", value="withdraw", code=receipt)) or {})
