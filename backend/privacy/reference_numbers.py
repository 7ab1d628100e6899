"""Referral, control letter and SEP numbers: facility (8) + month and year + a letter + serial (6), 19 characters.

These name a letter, not a person: they stay visible in texts.
"""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from backend.privacy.typing_habits import plain_upper
from backend.reference.service import number

ReferenceKind = Literal["referral", "control", "sep", "visit"]
ReferenceProblem = Literal[
    "reference_unreadable",
    "reference_wrong_length",
    "sep_given",
    "control_letter_needed",
    "referral_needed",
    "referral_likely_expired",
]

REFERENCE_LENGTH = 19

_KINDS: dict[str, ReferenceKind] = {"P": "referral", "B": "referral", "K": "control", "V": "sep", "Y": "visit"}
_GAP = r"[ .\-/]?"
REFERENCE = re.compile(
    rf"(?<![0-9A-Z])(\d{{4}}[0-9A-Z]\d{{3}}){_GAP}((?:0[1-9]|1[0-2])\d{{2}}){_GAP}([PBKVY]){_GAP}(\d{{6}})(?![0-9A-Z])"
)
_ALMOST = re.compile(r"(?<![0-9A-Z])\d{4}[0-9A-Z]\d{6,8}[PBKVY]\d{4,8}(?![0-9A-Z])")


@dataclass(frozen=True)
class Reference:
    """A letter's number, taken apart."""

    value: str
    kind: ReferenceKind
    facility: str
    issued_month: date
    start: int = 0
    end: int = 0


def find_references(text: str) -> list[Reference]:
    """All complete letter numbers in a text, typed in either case, with or without gaps."""
    found = []
    for match in REFERENCE.finditer(plain_upper(text)):
        facility, month_year, letter, serial = match.groups()
        month = date(2000 + int(month_year[2:]), int(month_year[:2]), 1)
        value = facility + month_year + letter + serial
        found.append(Reference(value, _KINDS[letter], facility, month, *match.span()))
    return found


def find_almost_references(text: str) -> list[tuple[str, int, int]]:
    """Letter numbers with too few or too many characters: (value, start, end)."""
    return [
        (match.group(), *match.span())
        for match in _ALMOST.finditer(plain_upper(text))
        if len(match.group()) != REFERENCE_LENGTH
    ]


def check_reference(text: str, needed: Literal["referral", "control"], today: date) -> ReferenceProblem | None:
    """What is wrong with a number given where a referral or a control letter is needed.

    A referral is good for about 90 days from its issue; the number carries only the month, so the answer is a
    "likely": the register of letters decides.
    """
    references = find_references(text)
    if not references:
        return "reference_wrong_length" if find_almost_references(text) else "reference_unreadable"
    reference = references[0]
    if reference.kind in ("sep", "visit"):
        return "sep_given"
    month_end = (reference.issued_month + timedelta(days=31)).replace(day=1) - timedelta(days=1)
    if reference.kind == "referral" and month_end + timedelta(days=number("referral.valid_days", on=today)) < today:
        return "referral_likely_expired"
    if reference.kind != needed:
        return "control_letter_needed" if needed == "control" else "referral_needed"
    return None
