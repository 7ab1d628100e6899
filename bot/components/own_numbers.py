"""Numbers of ours that say what a message is about, whatever the words around them sound like.

``UBH-…`` is a change of a member's data. ``DFT-…`` with its code goes on with a registration; without the code the
words decide ("status DFT-…" asks where it is).
"""

import re

_BODY = r"[\s\-‐‑–—_.]*(?:[A-Z0-9][\s\-‐‑–—_.]*){8}[A-Z0-9]\b"
_CHANGE = re.compile(rf"\bUBH{_BODY}", re.IGNORECASE)
_REGISTRATION = re.compile(rf"\bDFT{_BODY}", re.IGNORECASE)
_CODE = re.compile(r"(?<![A-Z0-9])(?=[A-Z]*\d)[A-Z0-9]{6}(?![A-Z0-9])", re.IGNORECASE)


def intent_of_number(text: str) -> str | None:
    """The intent that a number of ours in a text decides; ``None`` where there is none."""
    if _CHANGE.search(text):
        return "check_request"
    found = _REGISTRATION.search(text)
    if found and _CODE.search(text[: found.start()] + text[found.end() :]):
        return "register_new_member"
    return None
