"""Questions about what is being complained of: whether they may do that, and what a complaint without a name can do."""

import re
from collections.abc import Mapping
from typing import Any

from rasa_sdk.events import EventType

from bot.actions.alike import goes_on_asking
from bot.actions.faq import tell_faq
from bot.actions.further import further_asked, tell_further
from bot.actions.reading import Reading
from bot.actions.texts import Say
from bot.actions.topic import asks_something

RIGHT_WORDS, UNNAMED_WORDS = 9, 16
"""A longer message asks something else besides."""
_SENTENCES = re.compile(r"(?<=[.!?;])\s+|,\s+(?=(?:emang|emangnya|memang|apa|apakah|boleh|is|are)\b)", re.IGNORECASE)
_MAY_THEY = re.compile(
    r"\b(?:is|are|was|were|can|may|do|does)\s+(?:that|this|it|they|he|she)\b.{0,24}"
    r"\b(?:true|right|allowed|legal|correct|normal|supposed|do that|refuse|charge)\b"
    r"|\b(?:emang|emangnya|emange|memang|memangnya|apa|apakah|seharusnya|harusnya)\b.{0,30}"
    r"\b(?:bener|benar|betul|boleh|aturan\w*|wajar|sah|resmi|gitu|begitu)\b"
    r"|\b(?:harusnya|seharusnya|mestinya|kudune)\b.{0,20}"
    r"\b(?:gratis|free|ditanggung|dijamin|(?:ga|gak|nggak|tidak) (?:usah )?bayar)\b"
    r"|\b(?:shouldn't|isn't) (?:it|that|this) (?:be )?(?:free|covered)\b"
    r"|\b(?:bener|benar|betul|boleh|wajar|sah)(?:kah|\s*(?:apa |atau )?(?:ga|gak|nggak|ngga|enggak|engga|ndak|tidak"
    r"|tdk|kaga|kagak))\b"
    r".{0,16}(?:$|\b(?:gitu|begitu|itu|kayak|kaya|seperti)\b)",
    re.IGNORECASE,
)
_BY_WORDS = (
    (re.compile(r"\b(?:foreign\w*|expat\w*|wna|warga negara asing|orang asing|bule)\b", re.I), "foreigner_membership"),
    (re.compile(r"\b(?:kartu|fotocopy|fotokopi|photocop\w*|card|ktp)\b", re.I), "nik_as_identity"),
    (
        re.compile(r"\b(?:(?:\d+|satu|dua|tiga|lima|tujuh) hari|jatah|disuruh pulang|sent home|discharged)\b", re.I),
        "length_of_stay",
    ),
    (re.compile(r"\b(?:obat\w*|resep\w*|apotek\w*|medicine|drugs?|antibioti\w*)\b", re.I), "medicine_cost"),
)
"""The rule that a story is about, by its words; the first that fits."""
_BY_CATEGORY = {
    "room_refused": "inpatient_class_upgrade",
    "referral": "referral_rule",
    "membership_status": "arrears_effect",
}
CHARGES = "extra_charges"
_ASKED_OF = {
    "nik_as_identity": frozenset({"room_refused", "fktp_service", "hospital_service", "membership_status"}),
    "length_of_stay": frozenset({"room_refused", "hospital_service"}),
}
"""A rule that a story names in passing is what it is about only in such a complaint."""
_UNNAMED = re.compile(
    r"\b(?:anonim|anonymous\w*|tanpa nama|without (?:a |my )?name)\b"
    r"|\b(?:ga|gak|nggak|ngga|ora|tidak|tdk|tanpa|kaga|kagak|no|not|without)\b.{0,16}"
    r"\b(?:nama|nik|identitas|name|ktp)\w*\b",
    re.IGNORECASE,
)
_QUESTION_END = re.compile(
    r"\b(?:ga|gak|gk|nggak|ngga|enggak|engga|kaga|kagak|ndak|ora|tidak|tdk|kah|kan|ya|yah|to|tah|ta)"
    r"(?:\W+(?:sih|ya|min|kak|pak|bu|mas|mbak))*\W*$",
    re.IGNORECASE,
)
"""Most ask without a mark: "boleh anonim ga"."""
_WORKS = re.compile(
    r"\b(?:di|ke)?(?:proses|tindak\w*|tanggapi|baca|terima|layani|percaya|laku|guna)\w*\b"
    r"|\b(?:bisa|boleh|can|work\w*|processed|handled)\b",
    re.IGNORECASE,
)


def asks_whether_right(reading: Reading) -> bool:
    """ "emang boleh ya begitu?", "is that even true?": of what happened."""
    short = not reading.pressed and len(reading.text.split()) <= RIGHT_WORDS
    return short and asks_something(reading.text) and _MAY_THEY.search(reading.text) is not None


async def rule_asked_first(reading: Reading, say: Say, known: Mapping[str, Any]) -> list[EventType]:
    """The rule, for who tells what happened and asks in the last sentence whether that is allowed."""
    last = _SENTENCES.split(reading.text.strip())[-1]
    asks = not reading.pressed and len(last.split()) <= RIGHT_WORDS and asks_something(last)
    rule = _rule(known) if asks and _MAY_THEY.search(last) else None
    return [] if rule is None else await tell_faq(reading, say, rule, ways=False)


def asks_about_name(reading: Reading) -> bool:
    """ "kalo ga ada namanya bisa diproses?": before it is filed."""
    text = reading.text
    if reading.pressed or len(text.split()) > UNNAMED_WORDS:
        return False
    asks = asks_something(text) or _QUESTION_END.search(text)
    return bool(asks and _UNNAMED.search(text) and _WORKS.search(text))


def asks_of_it(reading: Reading) -> bool:
    """Whether a message asks something of the complaint that is being taken down, and answers none of its questions."""
    if asks_whether_right(reading) or asks_about_name(reading):
        return True
    return goes_on_asking(reading) and further_asked(reading) is not None  # "petugasnya ditegur" is a wish


async def answer_about_it(reading: Reading, say: Say, known: Mapping[str, Any]) -> list[EventType] | None:
    """The events of an answer to such a question; None for any other message."""
    if asks_about_name(reading):
        say("utter_complaints_unnamed")
        return []
    if not asks_whether_right(reading):
        return await tell_further(reading, say)
    rule = _rule(known)
    if rule is None and (known.get("complaints_category") or {}).get("code") == CHARGES:
        say("utter_complaints_rule_charges")
        return []
    if rule is None:
        say("utter_complaints_rule_unknown")
        return []
    return await tell_faq(reading, say, rule)


def _rule(known: Mapping[str, Any]) -> str | None:
    """The general answer with the rule that was broken, as the complaint tells it."""
    told = f"{known.get('complaints_opening') or ''} {known.get('complaints_story') or ''}"
    category = (known.get("complaints_category") or {}).get("code") or ""
    for words, rule in _BY_WORDS:
        if words.search(told) and (rule not in _ASKED_OF or category in _ASKED_OF[rule]):
            return rule
    return _BY_CATEGORY.get(category)
