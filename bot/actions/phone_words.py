"""Words by which a member says that no code can reach them: no phone, or the registered number is gone."""

import re

_NOT = r"(?:tidak|tdk|tak|gak|ga|nggak|ngga|belum|blm|mboten|boten|ora|ra|teu|ndak|nda|tra|indak|kada)"
_PHONE = r"(?:hp|handphone|hape|ponsel|telepon|nomor|nomer|phone|number)"
_NO_PHONE = re.compile(
    rf"\b{_NOT}\s+(?:punya|ada|pegang|pakai|pake|gadhah|gadah|duwe|gaduh|boga|punyo|baisi)\s+(?:akses\s+(?:ke\s+)?)?{_PHONE}\b"
    rf"|\b{_PHONE}(?:nya|ne|na)?\b.{{0,22}}\b(?:hilang|ilang|ical|leungit|mati|hangus|rusak|dicuri|lost|stolen|dead|inactive"
    rf"|{_NOT} (?:aktif|dipakai|dipake|kepake))\b"
    rf"|\b(?:{_NOT}|no)\s+(?:punya\s+|ada\s+|have\s+)?(?:akses|access)\b"
    r"|\b(?:no|without a|don'?t have a) (?:phone|mobile)\b",
    re.IGNORECASE,
)


def lost_phone(text: str) -> bool:
    """Whether a message says that no code can reach the member."""
    return _NO_PHONE.search(text) is not None
