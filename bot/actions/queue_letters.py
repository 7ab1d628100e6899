"""What a message says of the letter that opens a hospital: referral, control visit, none."""

import re
from collections.abc import Mapping
from typing import Any

from bot.actions.queue_words import poli_name
from bot.actions.reading import Reading
from bot.actions.texts import Say

_CONTROL = re.compile(
    r"\b(?:kontrol|kntrol)\b(?!\W+(?:tensi|tekanan|gula|darah|kolesterol|asam|berat|bb)\b)"
    r"|\b(?:control visit|check ?up letter)\b",
    re.IGNORECASE,
)
"""A control visit; "kontrol tensi" is what one comes for, also at the own clinic."""
_REFERRAL = re.compile(r"\b(?:rujukan|dirujuk|referral)\b", re.IGNORECASE)
_NO_LETTER = re.compile(
    r"\b(?:ga|gak|gk|nggak|ngga|enggak|tidak|tdk|tanpa|belum|blm|no|without|don'?t have)\b[\w ]{0,14}"
    r"\b(?:rujukan|surat|referral|letter)\b",
    re.IGNORECASE,
)
_NUMBER_UNKNOWN = re.compile(
    r"\b(?:(?:ga|gak|gk|g|nggak|ngga|enggak|tidak|tdk|ndak|ora|teu|kada)\s*(?:h?apal|hafal|tau|tahu|inget|ingat|bawa|pegang"
    r"|punya|ngerti|ada)|lupa|forgot|don'?t (?:know|have|remember))\s+(?:the |letter )*"
    r"(?:nomor|nomer|nmr|no|number)(?:nya|ne|na)?(?: (?:surat|rujukan|kontrol)\w*)?\b"
    r"(?! (?:antre|antri|hp|kartu|wa|the|for)\w*)"
    r"|\b(?:nomor|nomer|nmr|no)(?:nya|ne|na|(?: (?:surat|rujukan|kontrol)\w*)+)\s+"
    r"(?:saya |aku )?(?:(?:ga|gak|nggak|ngga|tidak|tdk)\s*(?:h?apal|hafal|tau|tahu|inget|ingat|bawa|pegang|ada)|lupa)\b"
    r"|\bada (?:di|sama|dengan) (?:kalian|sistem|data|bpjs)\b|\byou (?:should )?have (?:it|the (?:number|letter))\b",
    re.IGNORECASE,
)
"""Who does not have the number of the letter at hand, or knows that it is with us."""
_HAS_LETTER = re.compile(
    r"^\W*(?:(?:iya|ya|oke?|saya|sy|aku|ini)\W+)*(?:(?:sudah|udah|udh|sdh|ada|punya|pegang|bawa)\s+)*(?:(?:surat|srt)\s+)?(?:rujukan|kontrol|surat|srt)\w*"
    r"(?:\s+(?:kontrol\w*|rujukan\w*|nya|saya|sudah|udah|udh|sdh|ada|punya|di tangan|lengkap|kok|kak|min|ya))*\W*$",
    re.IGNORECASE,
)


_WHICH_LETTER = re.compile(
    r"\b(?:surat|srt)\s+(?:kontrol|rujukan)\b.{0,40}\b(?:nomor|nomer|no|tanggal|tgl|jadwal)\w*\s+(?:berapa|brp|apa|piro)\b"
    r"|\b(?:surat|srt)\s+(?:kontrol|rujukan)\b.{0,30}\b(?:kapan|di ?mana|rs apa|rs mana)\b"
    r"|\b(?:nomor|nomer|no|tanggal|tgl) (?:surat|srt) (?:kontrol|rujukan)\b.{0,20}\b(?:berapa|brp|apa|piro)\b"
    r"|\b(?:what|which|when)\b.{0,24}\b(?:control|referral) letter\b",
    re.IGNORECASE,
)


def asks_of_letter(reading: Reading) -> bool:
    """ "surat kontrol saya nomornya berapa": what is on file of it is told."""
    return not reading.pressed and _WHICH_LETTER.search(reading.text) is not None


def letter_kind(reading: Reading) -> str | None:
    """``control`` or ``referral``, where a message speaks of such a letter and does not deny it."""
    if reading.pressed or says_no_letter(reading):
        return None
    if _CONTROL.search(reading.text):
        return "control"
    return "referral" if _REFERRAL.search(reading.text) else None


def says_no_letter(reading: Reading) -> bool:
    """ "ga punya rujukan": only the own first-level facility is open."""
    return not reading.pressed and _NO_LETTER.search(reading.text) is not None


def has_letter(reading: Reading) -> bool:
    """ "surat kontrolnya sudah ada", and nothing asked."""
    return not reading.pressed and _HAS_LETTER.match(reading.text) is not None


def misses_letter(reading: Reading) -> bool:
    """ "ga hapal nomornya, ada di kalian kan", "ga punya surat kontrol": where the letter is on file, nothing lacks."""
    unknown = _NUMBER_UNKNOWN.search(reading.text) is not None
    return not reading.pressed and (unknown or says_no_letter(reading))


def tell_letters(reading: Reading, say: Say, options: Mapping[str, Any] | None = None) -> bool:
    """Says which letters are on file (of the chosen place, that one); whether there is any. ``options``: those of a
    booking that only begins.
    """
    doors = (options or reading.slot("queues_options") or {}).get("doors") or []
    chosen = reading.slot("queues_door") or {}
    known = [door for door in doors if door["letter"] and chosen.get("key") in (None, door["key"])]
    if known:
        say("utter_queues_letter_known", letters="; ".join(_letter_words(say, door) for door in known))
    return bool(known)


def _letter_words(say: Say, door: Mapping[str, Any]) -> str:
    on = door["visit_on"] if door["kind"] == "control" else door["valid_until"]
    values = {"name": door["name"], "poli": poli_name(say, door["polis"][0]), "date": say.day(on)}
    return say.text(f"utter_queues_letter_is_{door['kind']}", **values)
