"""Takes out of a message what tells who somebody is besides their numbers: names, addresses, e-mail.

Names are known by the words before them and by their capitals; what is left the reviewer takes out by hand.
"""

import re
from collections.abc import Mapping

NAMELESS: Mapping[str, str] = {"email": "⟦email⟧", "address": "⟦address⟧", "name": "⟦name⟧"}
"""What stands for them, as the placeholders of numbers do (``privacy.identifiers``)."""

_EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_PART = r"[\s,./-]{0,3}(?:(?:rt|rw|no|nomor|blok|km|kav)\b[.\s]{0,2})?\d{1,4}[a-z]?\b"
_MORE = rf"(?:\s+[A-Z]\w+)*(?:(?:\s+\w+){{0,2}}(?i:{_PART})+)?"
_STREETS = (
    re.compile(rf"\b(?i:jl|jln|gg)\b\.?\s*\w{{4,}}{_MORE}"),
    re.compile(rf"\b(?:[Jj]alan|[Gg]ang)\s+[A-Z]\w+{_MORE}"),
    re.compile(rf"\b(?i:rt){_PART}(?:{_PART})*", re.IGNORECASE),
)

_CAPITALS = r"[A-Z][a-z'’][\w'’.]*(?:\s+[A-Z][\w'’.]*){0,4}"
_AFTER = r"atas nama|a/n|a\.n\.?|an\.|bernama|my name is|name is"
_OWN = r"nama(?:\s+(?:saya|sy|aku|lengkap|suami|istri|anak|ibu|bapak|ayah))*(?:\s*(?:adalah|itu|:|=))?"
_TITLE = r"(?:bpk|bapak|pak|ibu|bu|sdri?|mas|mba|mbak|kak|adik|suster|dr|dokter|mrs?|ms)\b\.?"
_NO_NAME = (
    r"(?!(?:siapa|apa|beda|salah|di|ke|dari|yang|yg|saya|sy|anak|bayi|bpk|bapak|pak|ibu|bu|suami|istri|orang|tidak|gak|ga"
    r"|belum|blm|sudah|udah|mau|tinggal|alamat|nik|kartu|bpjs|jkn|kk|ktp|lama|baru|kok|sama|dan|tapi|lahir|tolong"
    r"|gimana|bagaimana|kenapa|ini|itu|ya|beliau|sendiri|almarhum(?:ah)?|alm|what|is|on|in|and|my)\b)"
)
_TYPED = rf"(?:{_NO_NAME}[a-z][a-z'’.]+\s?){{1,3}}"
_NAMES = (
    re.compile(rf"\b(?i:{_AFTER}|an|{_OWN}|{_TITLE})\s*\b(?P<name>(?i:{_NO_NAME}){_CAPITALS})"),
    re.compile(rf"\b(?:{_AFTER})\s+(?P<name>{_TYPED})", re.IGNORECASE),
    re.compile(rf"\b{_OWN}\s+(?P<name>{_TYPED})(?=\s*(?:$|[,.;]|tinggal\b|alamat\b|lahir\b|nik\b))", re.IGNORECASE),
)


def nameless(text: str) -> str:
    """The text with names, addresses and e-mail addresses replaced by placeholders, as far as they are known."""
    text = _EMAIL.sub(NAMELESS["email"], text)
    for address in _STREETS:
        text = address.sub(NAMELESS["address"], text)
    for name in _NAMES:
        text = name.sub(_hidden, text)
    return text


def _hidden(match: re.Match[str]) -> str:
    before, name = match[0][: match.start("name") - match.start()], match["name"]
    return before + NAMELESS["name"] + name[len(name.rstrip()) :]
