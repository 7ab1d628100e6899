"""What a message says of the letter that opens a hospital: referral, control visit, none."""

import re

from bot.actions.reading import Reading

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
_HAS_LETTER = re.compile(
    r"^\W*(?:(?:iya|ya|oke?|saya|sy|aku|ini)\W+)*(?:(?:sudah|udah|udh|sdh|ada|punya|pegang|bawa)\s+)*(?:surat\s+)?(?:rujukan|kontrol|surat)\w*"
    r"(?:\s+(?:kontrol\w*|rujukan\w*|nya|saya|sudah|udah|udh|sdh|ada|punya|di tangan|lengkap|kok|kak|min|ya))*\W*$",
    re.IGNORECASE,
)


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
