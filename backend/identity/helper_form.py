"""The first step of a helper's link: who helps, as what, and for how long."""

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
LEAST_NAME, LONGEST_NAME = 3, 80


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


def read_helper(
    session: Session, verification: Verification, typed: HelperTyped, now: datetime
) -> NamedHelper | list[FieldProblem]:
    """Who helps, or what is wrong with the fields. Notes nothing: the number may still be refused."""
    own, name = own_member(session, verification, now), " ".join(typed.name.split())[:LONGEST_NAME]
    problems = []
    if own is None and len(name) < LEAST_NAME:
        problems.append(FieldProblem("helper_name", "helper_name_missing"))
    if typed.kind not in KINDS:
        problems.append(FieldProblem("helper_kind", "helper_kind_missing"))
    elif typed.standing and not number(f"helpers.standing_days.{typed.kind}", on=today_in_jakarta(now)):
        problems.append(FieldProblem("standing", "standing_not_for_kind"))
    return problems or NamedHelper(own.name if own else name, typed.kind, typed.standing and own is not None)
