"""Signs of danger before and during a consultation (``data/danger_signs.yml``): which are asked about, which are heard.

They only ever send a member to the emergency room; none of them ever says that somebody is well.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Literal

import yaml

from backend.complaints.phrases import pattern, sentences
from backend.complaints.urgency import rules
from backend.membership.authority import age_on
from backend.membership.models import Member

Who = Literal["everybody", "under_5", "may_be_pregnant", "words_only"]
UNDER_5 = 5
"""Years: who WHO's general danger signs are made for."""
MAY_BE_PREGNANT = range(12, 51)
"""Years; wide, since a question too many costs little."""
_NEGATION_REACH = 2
"""Words between a negation and what it negates ("tidak ada sesak", "no chest pain")."""
_NOT = re.compile(r"\b(?:tidak|bukan|belum|tanpa|no|not|without|never)\b")
_NONE = re.compile(r" tidak ada\b")
"""Behind it: "sesaknya tidak ada"; a bare "tidak" is not enough, as in "sesaknya tidak berhenti"."""


@dataclass(frozen=True)
class Sign:
    """One kind of danger: whom it is asked of, and the words by which it is heard."""

    key: str
    who: Who
    phrases: re.Pattern[str]


@lru_cache
def all_signs() -> tuple[Sign, ...]:
    """The signs of the data file, in the order in which they are asked."""
    loaded = yaml.safe_load((Path(__file__).parent / "data" / "danger_signs.yml").read_text("utf-8"))
    return tuple(Sign(each["key"], each["who"], pattern(each["phrases"])) for each in loaded["signs"])


def _concerns(sign: Sign, patient: Member, today: date) -> bool:
    age = age_on(patient.birth_date, today)
    if sign.who == "under_5":
        return age < UNDER_5
    if sign.who == "may_be_pregnant":
        return patient.sex == "F" and age in MAY_BE_PREGNANT
    return sign.who == "everybody"


def asked_of(patient: Member, today: date) -> list[str]:
    """The signs that are asked about before this patient is booked."""
    return [sign.key for sign in all_signs() if _concerns(sign, patient, today)]


def heard(text: str) -> str | None:
    """The first sign that a text tells as a fact; "tidak sesak" tells none."""
    parts = sentences(text, rules().spelling)
    return next((sign.key for sign in all_signs() if any(_told(sign, part) for part in parts)), None)


def _told(sign: Sign, sentence: str) -> bool:
    return any(not _negated(sentence, match) for match in sign.phrases.finditer(sentence))


def _negated(sentence: str, match: re.Match[str]) -> bool:
    in_front = " ".join(sentence[: match.start()].split()[-_NEGATION_REACH:])
    return bool(_NOT.search(in_front) or _NONE.match(sentence[match.end() :]))


def present(signs: Mapping[str, bool]) -> str | None:
    """The first sign that was answered with yes."""
    return next((key for key, answer in signs.items() if answer), None)
