"""Booking codes: what proves a booking at the counter, so nobody may guess one."""

import secrets
from collections.abc import Callable, Sequence

_LETTERS = "ABCDEFGHJKMNPQRSTUVWXYZ"
_SIGNS = _LETTERS + "23456789"
"""Without 0 O 1 I L, which are misread and mistyped."""
LENGTH = 12
"""A letter and eleven of 31 signs: 59 bits. Upstream codes are 6 to 30 characters."""


def new_code(choose: Callable[[Sequence[str]], str] = secrets.choice) -> str:
    """A new booking code; it starts with a letter so that it is never read as a card or phone number."""
    return choose(_LETTERS) + "".join(choose(_SIGNS) for _ in range(LENGTH - 1))


def typed_code(text: str) -> str:
    """A code as stored, from how people type it: lower case, blanks and dashes."""
    return "".join(sign for sign in text.upper() if not sign.isspace() and sign not in "-.")
