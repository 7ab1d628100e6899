"""Keeps identifiers that a member types out of everything that is stored or reaches Rasa."""

import json

from backend.privacy.crypto import decrypt, encrypt
from backend.privacy.identifiers import mask_text


def protect(text: str) -> tuple[str, str | None]:
    """The text with placeholders for identifiers, and the identifiers themselves, encrypted (none typed: ``None``)."""
    masked = mask_text(text)
    if not masked.identifiers:
        return masked.text, None
    found = [{"kind": item.kind, "value": item.value, "problem": item.problem} for item in masked.identifiers]
    return masked.text, encrypt(json.dumps(found))


def reveal(identifiers: str | None) -> list[dict[str, str | None]]:
    """The identifiers of a message whose turn is not over: ``{"kind", "value", "problem"}`` each."""
    return json.loads(decrypt(identifiers)) if identifiers else []
