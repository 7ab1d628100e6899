"""How people type numbers: other digits, odd spaces and dashes, letters that look like digits.

Every function keeps the length of the text, so a position in the result is the same position in what was typed.
"""

import re
import unicodedata

LOOKALIKES = str.maketrans({"O": "0", "o": "0", "I": "1", "l": "1", "|": "1"})

_DASHES = frozenset("‐‑‒–—―−﹣-")
_INVISIBLE = frozenset("\u200b\u200c\u200d\u2060\ufeff")


def _plain_character(character: str) -> str:
    if character in _DASHES:
        return "-"
    if character in _INVISIBLE or character.isspace():
        return " "
    value = unicodedata.decimal(character, None)
    return character if value is None else str(value)


def plain(text: str) -> str:
    """The text with ASCII digits, dashes and spaces (Arabic-Indic digits, NBSP, en dash ... replaced one for one)."""
    return text if text.isascii() and text.isprintable() else "".join(map(_plain_character, text))


def plain_upper(text: str) -> str:
    """``plain`` in capitals, still as long as the text (``ß`` stays, its capital is two letters)."""
    if text.isascii():
        return plain(text).upper()
    return "".join(big if len(big := character.upper()) == 1 else character for character in plain(text))


def plain_lower(text: str) -> str:
    """``plain`` in small letters, still as long as the text."""
    if text.isascii():
        return plain(text).lower()
    return "".join(small if len(small := character.lower()) == 1 else character for character in plain(text))


def digits_of(text: str) -> str:
    """The digits of a number typed with spaces, dots or dashes."""
    return re.sub(r"\D", "", plain(text))


def looks_typed_with_letters(token: str) -> bool:
    """Whether a token is mostly digits with O for 0 or l for 1 (``O8l234567890``)."""
    digits = sum(character.isdigit() for character in token)
    return digits < len(token) and digits >= 0.6 * len(token)
