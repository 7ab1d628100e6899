"""Finds, checks and masks identifiers in what members write.

Card, NIK, family card, phone and virtual account numbers are replaced by placeholders before a text is stored or
reaches the bot; letters (referral, control, SEP), booking codes and ticket numbers stay.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from backend import clock
from backend.privacy.birth_dates import TypedDate, find_dates
from backend.privacy.nik import check_nik
from backend.privacy.number_runs import Found, atoms_of, cut, runs_of
from backend.privacy.number_shapes import LONG_DIGITS, Kind, shape_of, wrong_length
from backend.privacy.reference_numbers import find_almost_references, find_references
from backend.privacy.typing_habits import digits_of, plain, plain_lower
from backend.reference.calendar import today_in_jakarta

PLACEHOLDERS: Mapping[str, str] = {
    "card": "⟦card⟧",
    "nik": "⟦nik⟧",
    "kk": "⟦kk⟧",
    "phone": "⟦phone⟧",
    "va": "⟦va⟧",
    "birth_date": "⟦birth_date⟧",
}
WARNINGS = frozenset({"nik_region_unknown", "birth_date_unsure"})
"""Problems with which a value may still be used: old region codes exist, and a date can be said back."""

_BIRTH_WORD = re.compile(r"(?:lahir|tgl lhr|ttl|dob|born|birth)\W*(?:\w+\W+){0,3}$")
_SEX_WORDS = (
    ("M", re.compile(r"\b(?:laki|laki-laki|lelaki|pria|male)\b")),
    ("F", re.compile(r"\b(?:perempuan|wanita|female)\b")),
)
_HALF_LETTERS = re.compile(r"\d[^\W\d_]")
"""Digits that letters follow directly: some were left out or mistyped, however many there are already."""
_SHORTEST_WITH_ENDS = 8
"""A shorter number would be given away by its first and last digits, so all of it is masked."""
_BEHIND = 30
"""Characters between an identifier and a date of birth behind it ("9999... a/n siti, 14-03-1988")."""
_BEFORE = 5
"""The same for a date in front, where a date is likelier to tell when something happened."""


@dataclass(frozen=True)
class Identifier:
    """One identifier in a text.

    ``value`` is the stored form (digits only; phones in E.164; dates in ISO form). ``problem`` is a stable code, or
    ``None``; ``details`` are the facts that its explanation needs (``typed`` and ``needed`` digits, ``suggestion``).
    """

    kind: Kind
    value: str
    start: int
    end: int
    problem: str | None = None
    details: Mapping[str, Any] = field(default_factory=dict)

    @property
    def usable(self) -> bool:
        """Whether the value may be looked up as it is."""
        return self.problem is None or self.problem in WARNINGS


@dataclass(frozen=True)
class Masked:
    """A text with placeholders, and the identifiers that they stand for, in the order of the text."""

    text: str
    identifiers: list[Identifier]


def _identifier(found: Found) -> Identifier:
    shape = found.shape
    if found.lookalike:
        details = {**shape.details, "suggestion": shape.value}
        return Identifier(shape.kind, shape.value, found.start, found.end, "number_has_letters", details)
    return Identifier(shape.kind, shape.value, found.start, found.end, shape.problem, shape.details)


def _letters(text: str) -> list[Identifier]:
    complete = [Identifier(item.kind, item.value, item.start, item.end) for item in find_references(text)]
    almost = [
        Identifier("referral", value, start, end, "reference_wrong_length", {"typed": len(value), "needed": 19})
        for value, start, end in find_almost_references(text)
    ]
    return complete + almost


def _birth_dates(text: str, numbers: list[Identifier], today: date) -> list[Identifier]:
    """Dates of birth that stand with a card number or NIK, or are called one beside it."""
    anchors = [item for item in numbers if item.kind in ("card", "nik")]
    lowered = plain_lower(text)

    def belongs(found: TypedDate) -> bool:
        if any(found.start < item.end and found.end > item.start for item in numbers) or not anchors:
            return False
        if _BIRTH_WORD.search(lowered[: found.start]):
            return True
        near = any(0 <= found.start - item.end <= _BEHIND or 0 <= item.start - found.end <= _BEFORE for item in anchors)
        return near and found.problem != "birth_date_future"

    return [
        Identifier("birth_date", found.value.isoformat() if found.value else "", found.start, found.end, found.problem)
        for found in find_dates(text, today)
        if belongs(found)
    ]


def _with_nik_problem(item: Identifier, text: str, dates: list[Identifier], only_nik: bool) -> Identifier:
    if item.kind != "nik" or item.problem:
        return item
    known = [date.fromisoformat(found.value) for found in dates if found.value]
    sexes = [sex for sex, pattern in _SEX_WORDS if pattern.search(plain_lower(text))]
    birth_date = known[0] if only_nik and len(known) == 1 else None
    sex = sexes[0] if only_nik and len(sexes) == 1 else None
    problem = check_nik(item.value, birth_date=birth_date, sex=sex)
    return replace(item, problem=problem)


def find(text: str, *, today: date | None = None) -> list[Identifier]:
    """All identifiers in a text, in its order.

    Args:
        text: as typed.
        today: date that a date of birth is judged by; default: today in Jakarta.
    """
    prepared = plain(text)
    letters = _letters(prepared)
    atoms = atoms_of(prepared, [(item.start, item.end) for item in letters])
    numbers = [_identifier(found) for run in runs_of(prepared, atoms) for found in cut(prepared, run)]
    dates = _birth_dates(prepared, numbers, today or today_in_jakarta(clock.now()))
    only_nik = sum(item.kind == "nik" for item in numbers) == 1
    checked = [_with_nik_problem(item, prepared, dates, only_nik) for item in numbers]
    return sorted([*letters, *checked, *dates], key=lambda item: item.start)


def mask_text(text: str, *, today: date | None = None) -> Masked:
    """The text as it may be stored and shown: personal numbers replaced by placeholders, everything else as typed."""
    identifiers = find(text, today=today)
    for item in reversed(identifiers):
        if item.kind in PLACEHOLDERS:
            text = text[: item.start] + PLACEHOLDERS[item.kind] + text[item.end :]
    return Masked(text, identifiers)


def mask_value(value: str) -> str:
    """A number as it may be shown to its owner: ``0009******001``, ``3201********0001``, ``0812*****101``."""
    shown = f"0{value[3:]}" if value.startswith("+62") else value
    if len(shown) < _SHORTEST_WITH_ENDS:
        return "*" * len(shown)
    tail = 4 if len(shown) >= LONG_DIGITS else 3
    return shown[:4] + "*" * (len(shown) - 4 - tail) + shown[-tail:]


def check(kind: Kind, text: str, *, birth_date: date | None = None, sex: str | None = None) -> Identifier:
    """Reads an answer to a question for one kind of number.

    Args:
        kind: what was asked for: ``card``, ``nik``, ``kk``, ``phone`` or ``va``.
        text: the answer.
        birth_date: what the member gave as date of birth, to check a NIK against.
        sex: ``F`` or ``M``, to check a NIK against.

    Returns:
        The number; ``problem`` ``number_missing`` when there is none, ``va_given`` when a virtual account was typed
        instead (``details["suggestion"]`` is then the card number that it was made from).
    """
    numbers = [item for item in find(text) if item.kind in PLACEHOLDERS and item.kind != "birth_date"]
    item = next((item for item in numbers if item.kind == kind), numbers[0] if numbers else None)
    if item is None:
        digits = digits_of(text)
        if kind == "phone" and _HALF_LETTERS.search(plain(text)):  # "0812990009xx" is no shorter number
            return Identifier(kind, digits, 0, len(text), "phone_has_letters")
        item = Identifier(kind, digits, 0, len(text), None if digits else "number_missing")
    if item.problem in ("number_missing", "number_has_letters"):
        return item
    if item.kind == "va" and kind != "va":
        return replace(item, problem="va_given", details={"suggestion": item.details["card"]})
    if item.usable and item.kind != kind and {item.kind, kind} != {"nik", "kk"}:
        return replace(item, problem="number_is_other_kind", details={"kind": item.kind})
    return _as_kind(kind, item, digits_of(text[item.start : item.end]), birth_date, sex)


def _as_kind(kind: Kind, item: Identifier, digits: str, birth_date: date | None, sex: str | None) -> Identifier:
    shape = shape_of(digits, kind)
    if shape is None or shape.kind != kind:
        shape = wrong_length(kind, digits)
    problem = shape.problem
    if kind == "nik" and problem is None:
        problem = check_nik(digits, birth_date=birth_date, sex=sex)
    return replace(item, kind=kind, value=shape.value, problem=problem, details=shape.details)
