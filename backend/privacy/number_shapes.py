"""Shapes of the numbers that members type: card, NIK, family card, phone, virtual account."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import IntEnum
from typing import Any, Literal

Kind = Literal["card", "nik", "kk", "phone", "va", "birth_date", "referral", "control", "sep", "visit"]

CARD_DIGITS = 13
LONG_DIGITS = 16
CARD_ZEROS_LOST = range(10, 13)
"""Digits left of a card number when a spreadsheet or a phone dropped its leading zeros."""

_HINTED_LENGTHS = range(6, 21)
"""Digits behind "nik" or "kartu" that were surely meant as one; fewer are a class, a year, a count."""
_UNHINTED_LENGTHS = range(14, 19)
"""Digits without such a word that are too many for anything but a mistyped card number or NIK."""
_E164_LENGTHS = range(8, 16)

_MOBILE = re.compile(r"(?:\+?62|0)(8[1-9]\d{7,10})")
_LANDLINE = re.compile(r"0(?!99)(?:2[1-9]|[3-7]\d|9[0-8])\d{6,9}")
_VIRTUAL_ACCOUNT = re.compile(r"(?:88888|89888)(\d{11})")


class Strength(IntEnum):
    """How sure a reading is; also its weight when a row of digit groups can be cut in several ways."""

    GUESS = 1
    """Only a number with digits missing or too many fits."""
    LIKELY = 2
    """The length is right."""
    CERTAIN = 3
    """Nothing else looks like this."""


@dataclass(frozen=True)
class Shape:
    """What a row of digits may be; ``value`` in the form that we store."""

    kind: Kind
    value: str
    strength: Strength
    problem: str | None = None
    details: Mapping[str, Any] = field(default_factory=dict)


def card_from_account(account: str) -> str | None:
    """The card number that a virtual account was made from, or ``None`` when it is no virtual account of JKN."""
    match = _VIRTUAL_ACCOUNT.fullmatch(account)
    return f"00{match[1]}" if match else None


def wrong_length(kind: Kind, digits: str) -> Shape:
    """A number of that kind with too few or too many digits."""
    if kind == "phone":
        return Shape(kind, digits, Strength.GUESS, "phone_unreadable", {"typed": len(digits)})
    needed = CARD_DIGITS if kind == "card" else LONG_DIGITS
    return Shape(kind, digits, Strength.GUESS, "number_wrong_length", {"typed": len(digits), "needed": needed})


def phone_shape(digits: str, *, plus: bool = False) -> Shape | None:
    """An Indonesian phone number; mobile numbers in E.164, landlines as typed and with a problem."""
    mobile = _MOBILE.fullmatch(digits)
    if mobile:
        return Shape("phone", f"+62{mobile[1]}", Strength.CERTAIN)
    if _LANDLINE.fullmatch(digits):
        return Shape("phone", digits, Strength.LIKELY, "phone_landline")
    if plus and len(digits) in _E164_LENGTHS:
        return Shape("phone", f"+{digits}", Strength.LIKELY, "phone_foreign")
    return None


def _long_shape(digits: str, hint: Kind | None) -> Shape:
    card = card_from_account(digits)
    if card:
        return Shape("va", digits, Strength.CERTAIN, details={"card": card})
    return Shape("kk" if hint == "kk" else "nik", digits, Strength.LIKELY)


def _card_zeros_lost(digits: str) -> Shape:
    details = {"typed": len(digits), "needed": CARD_DIGITS, "suggestion": digits.zfill(CARD_DIGITS)}
    return Shape("card", digits, Strength.GUESS, "card_zeros_lost", details)


def shape_of(digits: str, hint: Kind | None = None, *, plus: bool = False) -> Shape | None:
    """The likeliest reading of digits; ``hint`` is the kind that the words before the number name."""
    phone = None if hint == "card" else phone_shape(digits, plus=plus)
    if phone and (phone.strength is Strength.CERTAIN or hint in (None, "phone")):
        return phone
    if len(digits) == CARD_DIGITS:
        certain = digits.startswith("00") or hint == "card"
        return Shape("card", digits, Strength.CERTAIN if certain else Strength.LIKELY)
    if len(digits) == LONG_DIGITS:
        return _long_shape(digits, hint)
    return _faulty_shape(digits, hint)


def _faulty_shape(digits: str, hint: Kind | None) -> Shape | None:
    """A number that must have been mistyped: its length fits no kind."""
    if len(digits) in CARD_ZEROS_LOST and hint in (None, "card"):
        return _card_zeros_lost(digits)
    if hint and len(digits) in _HINTED_LENGTHS:
        return wrong_length(hint, digits)
    if len(digits) in _UNHINTED_LENGTHS:
        return wrong_length("card" if len(digits) == CARD_DIGITS + 1 else "nik", digits)
    return None
