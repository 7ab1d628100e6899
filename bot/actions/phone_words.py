"""Words by which a member says that no code can reach them: no phone, or the registered number is gone."""

import re

_NOT = r"(?:tidak|tdk|tak|gak|ga|nggak|ngga|belum|blm|mboten|boten|ora|ra|teu|ndak|nda|tra|indak|kada)"
_PHONE = r"(?:hp|handphone|hape|ponsel|telepon|nomor|nomer|phone|number)"
_LOST = r"(?:hilang|ilang|ical|leungit|dicuri|lost|stolen)"
_GONE = rf"(?:{_LOST}|mati|hangus|rusak|dead|inactive|{_NOT} (?:aktif|dipakai|dipake|kepake))"
_NO_PHONE = re.compile(
    rf"\b{_NOT}\s+(?:punya|ada|pegang|pakai|pake|gadhah|gadah|duwe|gaduh|boga|punyo|baisi)\s+(?:akses\s+(?:ke\s+)?)?{_PHONE}\b"
    rf"|\b(?:{_PHONE}(?:nya|ne|na)?|no\.? (?:hp|lama|itu|saya|yang|yg))\b.{{0,22}}\b{_GONE}\b"
    rf"|\b{_LOST}\s+(?:bareng|sama|beserta|bersama|dengan|dgn|with)?\s*(?:my |the )?{_PHONE}(?:nya|ne|na|ku)?\b"
    rf"|\b{_NOT} (?:bisa|bs|mungkin) (?:nerima|terima|menerima|receive) (?:otp|kode|sms|code)\w*\b"
    rf"|\b(?:{_NOT}|no)\s+(?:punya\s+|ada\s+|have\s+)?(?:akses|access)\b"
    r"|\b(?:no|without a|don'?t have a) (?:phone|mobile)\b",
    re.IGNORECASE,
)


_OTHER_NUMBER = re.compile(
    r"\b(?:nomor|nomer|number)(?:nya|ne|na)?\b(?!\s*(?:hp|handphone|hape|ponsel|telepon|phone))", re.IGNORECASE
)
"""The number of a complaint, which is not the phone's."""


def lost_phone(text: str, waits: str | None = None) -> bool:
    """Whether a message says that no code can reach the member; ``waits``: the action or form that asks who they are.
    Of a complaint the number that is lost is the complaint's.
    """
    about = _OTHER_NUMBER.sub(" ", text) if (waits or "").startswith("complaints_") else text
    return _NO_PHONE.search(about) is not None
