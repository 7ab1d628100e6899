"""One thing instead of another, said while the secure page is waited for: "antrean ga usah, iurannya aja"."""

import re

_NO = r"(?:tidak|tdk|tak|ga|gak|gk|nggak|ngga|enggak|ndak|ora|ra|teu)"
_DROPS = re.compile(
    rf"\b(?:{_NO}\s*(?:usah|jadi|perlu)|jangan|jgn|ojo|ulah|bukan|bkn|batal(?:in|kan)?|skip|forget|no need for|not)\b",
    re.IGNORECASE,
)
_KEEPS = re.compile(
    r"\b(?:aja|saja|wae|bae|ae|weh|doang|tok|cukup|cuma|cuman|hanya|minta|just|only|instead|rather)\b", re.IGNORECASE
)
_PART = re.compile(r"[.,;]\s*|\b(?:tapi|tp|tetapi|but)\b", re.IGNORECASE)
_TOGETHER = re.compile(
    rf"\b(?:{_NO}\s*(?:usah|jadi|perlu)|jangan|ojo)\s+(?:pake\s+|pakai\s+)?[\w-]+\s+(?P<kept>(?!(?:ah|deh|dong|dulu|ya|lah|jadi)\b)[\w-]+\s+"
    r"(?:aja|saja|wae|doang))\b",
    re.IGNORECASE,
)
"""The same without a comma: "ga usah email hp aja"."""
_OF_THE_PAGE = re.compile(
    r"\b(?:verif\w*|login|log in|link|tautan|halaman|nik|ktp|kode|otp|klik|page|code|isi|buka)\b", re.IGNORECASE
)
"""Who wants none of these does not want the page."""
_ELSEWHERE = re.compile(
    r"\b(?:nanti|ntar|besok|lain kali|kapan[- ]kapan|petugas|orang|manusia|kantor|cabang|telepon|telpon|telp|165|cs"
    r"|sendiri|later|agent|person|office|call)\b|^\W*(?:sudah|udah|gitu|begitu|itu|ini|that)?\W*(?:aja|saja|deh)?\W*$",
    re.IGNORECASE,
)
"""Kept is no part of the wish, but another way or another time."""


def kept_part(text: str) -> str | None:
    """What is still wanted of a wish whose other part is dropped; None where a message does not say so."""
    if _OF_THE_PAGE.search(text):
        return None
    if found := _TOGETHER.search(text):
        kept = [found["kept"]]
    else:
        parts = [part for part in _PART.split(text) if part and part.strip()]
        kept = [part for part in parts if not _DROPS.search(part)]
        kept = kept if len(kept) < len(parts) and any(_KEEPS.search(part) for part in kept) else []
    wanted = " ".join(part.strip() for part in kept)
    return None if not wanted or _ELSEWHERE.search(wanted) else wanted


def wanted_part(text: str) -> str:
    """What of a message is wanted: all of it, where nothing is dropped."""
    return kept_part(text) or text
