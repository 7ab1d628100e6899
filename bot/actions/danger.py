"""What is answered to "is somebody in danger?": no, or more of what makes one ask."""

import re

from rasa_sdk.events import EventType, FollowupAction, SlotSet

from bot.actions.complaint_care import still_told
from bot.actions.ellipsis import elliptical
from bot.actions.reading import Reading
from bot.actions.texts import Say

ASKED = "danger_asked"
"""Slot: the question stands open; ``WEARY`` where weary words led to it."""
WEARY = "weary"
_NO = re.compile(
    r"^\W*(?:(?:oh|eh|ga|gak|nggak|tidak|maaf|maksud\w*|sorry|no|cuma|cuman|hanya|saya|itu|tadi|kok)\W+)*"
    r"(?:bukan|bkn|(?:ga|gak|nggak|tidak)(?!\W+(?:usah|perlu|mau|boleh|tau|tahu|ngerti|yakin|kuat|sanggup))|aman|baik|cuma|cuman|hanya|bercanda|becanda|kiasan|no|not|nobody|just|only"
    r"|i'm fine)\b"
    r"|\b(?:bukan|ga|gak|nggak|tidak|ga ada|tidak ada|not|no one|nobody)\W+(?:\w+\W+)?(?:sakit|darurat|gawat|bahaya"
    r"|apa-apa|papa"
    r"|kenapa-kenapa|parah|sick|ill|emergency|danger|hurt)\b",
    re.IGNORECASE,
)
_ILL = frozenset(
    {"emergency", "submit_complaint", "teleconsultation", "affirm", "faq", "out_of_scope", "nlu_fallback", ""}
)
_NOT_ABLE = re.compile(
    r"\b(?:ga|gak|gk|nggak|ngga|enggak|tidak|tdk|ndak|ora|teu|kada|not|can't|cannot|isn't|won't)\s+"
    r"(?:(?:bisa|bs|mau|iso|able to)\s+)?(?:sadar\w*|(?:ber|me)?na[pf]as|ambegan|(?:ber)?gerak|respon\w*|nyahut|nyaut"
    r"|(?:di)?bangun\w*|eling|tangi|minum|makan|menyusu|nyusu|netek|breath\w*|mov\w*|wak\w*|conscious|awake|drink\w*|eat\w*)\b",
    re.IGNORECASE,
)
_MORE = re.compile(
    r"\b(?:darah\w*|pendarahan|perdarahan|sesak|napas|nafas|pingsan|kejang|lemas|lemes|pucat|dingin|nyeri|sakit|muntah\w*|bengkak"
    r"|demam|panas|parah|nambah|tambah|makin|bidan|igd|ugd|dokter|bleed\w*|blood|breath\w*|faint\w*|worse|pain)\b",
    re.IGNORECASE,
)

_LOST = re.compile(
    r"\b(?:sendiri\w*|dewekan|sorangan|(?:ga|gak|nggak|ngga|tidak|tdk|ora|teu) (?:tau|tahu|ngerti|weruh|terang|kuat"
    r"|sanggup)|gatau|entah\w*|mboh|takut|nangis|alone|by myself|don'?t know|not sure|scared|crying)\b",
    re.IGNORECASE,
)
_WEARY = re.compile(
    r"\b(?:capek|cape|lelah|letih|bosan|bosen|kesel|sayah|nyerah|menyerah|putus asa|(?:ga|gak|nggak|ngga|tidak|tdk|ora"
    r"|mboten|teu) (?:kuat|tahan|sanggup|kiat)|hidup|urip|hirup|udahan|hopeless|tired|give up|life|living"
    r"|can'?t take)\b",
    re.IGNORECASE,
)
_OTHER_WISH = re.compile(
    r"\b(?:kirim\w*|lapor\w*|laporan\w*|bayar\w*|daftar\w*|lanjut\w*|simpan\w*|booking|antri\w*|antre\w*|send|submit"
    r"|file|report|pay|continue)\b",
    re.IGNORECASE,
)
_BUT = re.compile(
    r"\b(?:tapi|tp|tpi|tetapi|but)\b.*\b(?:darah\w*|pendarahan|perdarahan|sesak|napas|nafas|pingsan|kejang|lemas|lemes|lemah|pucat|biru"
    r"|dingin|muntah\w*|bengkak|parah|makin|bleed\w*|blood|breath\w*|faint\w*|weak|worse|limp)\b",
    re.IGNORECASE,
)
"""A no, and then another sign: "ga kejang, tapi lemes"."""


def alone_in_despair(reading: Reading) -> bool:
    """Who was asked whether somebody is in danger after weary words, and does not know or is alone: never a no."""
    return not reading.pressed and reading.slot(ASKED) == WEARY and _LOST.search(reading.text) is not None


def asked_of(reading: Reading) -> str | bool:
    """The value of the slot behind the question: whether it was asked because of weary words."""
    return WEARY if _WEARY.search(reading.text) else True


def danger_answered(reading: Reading, say: Say) -> list[EventType] | None:
    """The answer to the open question: a no calms down, more signs are an emergency; None for anything else."""
    if reading.pressed or not reading.slot(ASKED):
        return None
    if alone_in_despair(reading):
        return [FollowupAction("action_emergency")]
    if reading.intent == "affirm" and _OTHER_WISH.search(reading.text):
        return None  # "iya bener kirim aja": of what was talked of before
    over = still_told(reading.text) is False and not _MORE.search(reading.text)  # "skrg udah pulang kok"
    if (over or _NO.search(reading.text)) and not _is_sign(reading.text):
        say("utter_no_danger")
        return [SlotSet(ASKED, None)]
    ill = reading.intent in _ILL and tells_more(reading)
    where = elliptical(reading) and reading.entity("place")  # told where they are, after "go to the nearest one"
    more = _is_sign(reading.text) or ill or where or reading.intent in ("affirm", "emergency")
    return [FollowupAction("action_emergency")] if more else None


def _is_sign(text: str) -> bool:
    """ "ga sadar", "ga kejang, tapi lemes": a no that is a sign itself or goes before one, and not the answer."""
    return bool(_NOT_ABLE.search(text) or _BUT.search(text))


def tells_more(reading: Reading) -> bool:
    """Whether a message names more signs while the question stands open."""
    return bool(not reading.pressed and reading.slot(ASKED) and _MORE.search(reading.text))
