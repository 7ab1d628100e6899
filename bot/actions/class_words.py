"""Classes by what they are like: "yang paling atas", "yang tengah aja", "the cheapest one"."""

import re

_MOST = r"(?:paling|plg|pling|sing paling|nu pang|pang)"
_LIKE = (
    (
        1,
        re.compile(
            rf"\b(?:{_MOST}\s*(?:atas|tinggi|ti?nggi|bagus|baik|mahal|luhur|dhuwur|duwur|apik)|ter(?:tinggi|atas|mahal|baik)"
            r"|(?:the )?(?:top|highest|best|most expensive)(?= one| class|\W|$))\w*",
            re.IGNORECASE,
        ),
    ),
    (
        2,
        re.compile(
            r"\b(?:yang|yg|sing|nu|kelas|kls|ke|the)\s+(?:di\s+)?(?:tengah|tengah2|menengah|sedang|sedeng|middle|medium)"
            r"(?:\W?tengah)?(?:an|nya|e)?\b",
            re.IGNORECASE,
        ),
    ),
    (
        3,
        re.compile(
            rf"\b(?:{_MOST}\s*(?:bawah|murah|rendah|handap|ngisor|endhek|mirah|hemat|ringan|kecil)|ter(?:murah|rendah|bawah|ringan)"
            r"|(?:yang|yg|sing|nu)\s+murah(?!\w*\s+(?:dikit|sedikit))"
            r"|(?:the )?(?:cheapest|lowest|bottom)(?= one| class|\W|$))\w*",
            re.IGNORECASE,
        ),
    ),
)
_DENIED = re.compile(
    r"\b(?:bukan|bkn|jangan|jgn|selain|not|(?:ga|gak|nggak|tidak)\s*(?:mau|usah|jadi))\W+(?:(?:yang|yg|ke|the)\W+)*$",
    re.IGNORECASE,
)


def class_like(text: str) -> int | None:
    """The class that a text describes; the last one where several are ("bukan yang tengah, yang paling bawah")."""
    found = [
        (match.start(), level)
        for level, pattern in _LIKE
        for match in pattern.finditer(text)
        if not _DENIED.search(text[: match.start()])
    ]
    return max(found)[1] if found else None
