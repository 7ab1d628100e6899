"""Where an answer comes from, for who doubts it: "sumbernya apa", "yakin?", "masa sih"."""

import os
import re

from rasa_sdk.events import EventType

from bot.actions.faq import NO_SOURCE, entries
from bot.actions.reading import Reading
from bot.actions.texts import Say
from bot.actions.topic import TOPIC

MOST_WORDS = 7
SURE = 0.9
_NO_WISH = frozenset(
    {"faq", "out_of_scope", "inform", "affirm", "deny", "submit_complaint", "give_feedback", "nlu_fallback", ""}
)
"""What the words of others are often taken for."""
_SOURCE = re.compile(
    r"\b(?:sumber(?:nya|e|na)?|dasar(?:nya| hukum\w*)"
    r"|(?:aturan|peraturan|pasal|uu|perpres)(?:nya)? (?:apa|mana|nomor|no|berapa)"
    r"|(?:info|data|kata|tau|tahu)(?:nya)? (?:dari|dr|kata) (?:mana|siapa)|kata siapa|menurut siapa"
    r"|who says|what source|(?:the|your) source|which (?:law|rule)|where did you get)\b",
    re.IGNORECASE,
)
_DOUBT = re.compile(
    r"^\W*(?:(?:kok|lho|loh|eh|hah|ah|kak|min|itu|ini|emang|memang)\W+)*"
    r"(?:(?:yakin|beneran|bener(?:an)?|benar(?:kah)?|serius|masa|masak|mosok|tenan|leres|sungguh(?:an)?"
    r"|really|are you sure|you sure|is that true)"
    r"(?:\W+(?:sih|nih|tuh|itu|ya|ga|gak|nggak|ngga|tidak|ada|ketemu|kah|tah|iya|begitu|gitu"
    r"|kak|min|pak|bu|about that))*\W*)+$",
    re.IGNORECASE,
)


_HEARSAY = re.compile(
    r"^\W*(?:(?:tapi|tp|lha|loh|lho|kok|padahal|but|soalnya)\W+)*(?:(?:kata(?:nya)?|menurut|jare|ceunah"
    r"|ujar)\W+(?!siapa)[\w ]{2,30}|[\w ]{2,24}\W+"
    r"(?:bilang(?:nya)?|ngomong(?:nya)?|ngasih tau|says?|said|told me))(?:\W+(?:gitu|begitu|itu|so|that|tadi|kemarin"
    r"|lain|beda|ke saya|sih|ya|kok))*\W*$",
    re.IGNORECASE,
)
"""Others say something else: "tapi perawatnya bilang gitu tadi"; behind a general answer it stands by its source."""


def is_official() -> bool:
    """Whether BPJS Kesehatan itself runs this (``CARE165_OFFICIAL``)."""
    return os.environ.get("CARE165_OFFICIAL", "false").lower() == "true"


def doubts(reading: Reading) -> bool:
    """Whether a message asks where that comes from which was said, or whether it is so."""
    if reading.pressed or len(reading.text.split()) > MOST_WORDS:
        return False
    told = reading.entity("amount") or reading.entity("months")  # a figure to reckon with, no other opinion
    wish = reading.intent not in _NO_WISH and reading.confidence >= SURE  # "kok katanya ga aktif" asks for one's status
    other = reading.intent == "faq" and reading.confidence >= SURE  # "katanya ada pemutihan" behind another answer
    wish = wish or (other and reading.entity("faq_id") != (reading.slot(TOPIC) or {}).get("faq"))
    hearsay = not wish and (reading.slot(TOPIC) or {}).get("faq") and not told and _HEARSAY.match(reading.text)
    return bool(_SOURCE.search(reading.text) or _DOUBT.match(reading.text) or hearsay)


def tell_source(reading: Reading, say: Say) -> list[EventType]:
    """The rule, its source and the day it was looked up; of one's own data, that they are those of the register."""
    entry = entries().get((reading.slot(TOPIC) or {}).get("faq", ""))
    agent = [say.button("utter_choice_talk_to_agent", "/talk_to_agent")]
    if entry is None:
        say("utter_source_data", buttons=agent)
    elif entry.source == NO_SOURCE or entry.checked_on is None:
        say("utter_source_unchecked", buttons=agent, basis=entry.legal_basis)
    else:
        day = say.short_date(entry.checked_on)
        say("utter_source", buttons=agent, basis=entry.legal_basis, source=entry.source, date=day)
    return []
