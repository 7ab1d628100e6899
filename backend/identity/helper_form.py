"""The first step of a helper's link: who helps, as what, and for how long."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from backend.identity.models import Verification
from backend.identity.service import viewer_of
from backend.identity.verification import FieldProblem, NamedHelper
from backend.identity.viewer import VERIFIED
from backend.membership import repository
from backend.membership.models import Member
from backend.reference.calendar import today_in_jakarta
from backend.reference.service import number

KINDS = ("child", "cadre", "village_officer", "companion")
LEAST_NAME, LONGEST_NAME = 2, 60
_SIGNS = " .'-"


@dataclass(frozen=True)
class HelperTyped:
    """The fields as they came."""

    name: str = ""
    kind: str = ""
    standing: bool = False


def own_member(session: Session, verification: Verification, now: datetime) -> Member | None:
    """The helper's own record, where they are verified in the chat: then they are known, and may get 30 days."""
    own = viewer_of(session, verification.conversation_id, now)
    return repository.by_id(session, own.member_id) if own.member_id and own.level >= VERIFIED else None


def _tidy(name: str) -> str:
    """With single spaces, and with the apostrophe that telephones put instead of the plain one made plain."""
    return " ".join(name.replace("\u2019", "'").split())


def is_name(text: str) -> bool:
    """Whether a text may stand as a name in a message of ours, which nobody must use for words of their own.

    Letters of any alphabet with their marks, spaces, and ``. ' -``; 2 to 60 characters. After a dot comes a space or
    the end: anything else telephones turn into a link.
    """
    letters = sum(character.isalpha() for character in text)
    known = all(character in _SIGNS or unicodedata.category(character)[0] in "LM" for character in text)
    linked = re.search(r"\.[^ ]", text)
    return known and letters >= LEAST_NAME and len(text) <= LONGEST_NAME and not linked


def _name_problem(name: str) -> str | None:
    if not name:
        return "helper_name_missing"
    return None if is_name(name) else "helper_name_not_a_name"


def read_helper(
    session: Session, verification: Verification, typed: HelperTyped, now: datetime
) -> NamedHelper | list[FieldProblem]:
    """Who helps, or what is wrong with the fields. Notes nothing: the number may still be refused."""
    own, name = own_member(session, verification, now), _tidy(typed.name)
    problems = []
    if own is None and (wrong := _name_problem(name)):
        problems.append(FieldProblem("helper_name", wrong))
    if typed.kind not in KINDS:
        problems.append(FieldProblem("helper_kind", "helper_kind_missing"))
    elif typed.standing and not number(f"helpers.standing_days.{typed.kind}", on=today_in_jakarta(now)):
        problems.append(FieldProblem("standing", "standing_not_for_kind"))
    return problems or NamedHelper(own.name if own else name, typed.kind, typed.standing and own is not None)
