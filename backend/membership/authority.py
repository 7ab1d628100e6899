"""Whose data a verified member may see (design, section 6).

Oneself: everything. The head of the family: cards and contributions of spouse and children. A parent: everything of
their children under 17. Another adult's care data needs that adult's own code. A helper who acts for a member sees
that member only, never the rest of the family.
"""

from datetime import date
from typing import Literal

from sqlalchemy.orm import Session

from backend.errors import NotFound, ServiceError
from backend.identity.viewer import VERIFIED, Viewer
from backend.membership import repository
from backend.membership.models import Member

Scope = Literal["card", "contributions", "care"]

OWN_CODE_AGE = 17
"""Years: the age of the first identity card (UU 24/2013 art. 63); from then on one verifies oneself."""

_PARENTS = ("head", "spouse")


def age_on(birth_date: date, day: date) -> int:
    """Completed years."""
    return day.year - birth_date.year - ((day.month, day.day) < (birth_date.month, birth_date.day))


def may_act_for(viewer: Member, target: Member, scope: Scope, today: date) -> bool:
    """Whether a verified member may see and do things of that scope for another (or for oneself)."""
    if viewer.id == target.id:
        return True
    if viewer.family_id != target.family_id or viewer.relation not in _PARENTS:
        return False
    if target.relation == "child" and age_on(target.birth_date, today) < OWN_CODE_AGE:
        return True
    return scope != "care" and viewer.relation == "head"


def verified_member(session: Session, viewer: Viewer) -> Member:
    """The member behind a verified conversation.

    Raises:
        ServiceError: 401 ``verification_required`` when the conversation is not verified.
    """
    member = repository.by_id(session, viewer.member_id) if viewer.member_id and viewer.level >= VERIFIED else None
    if member is None:
        raise ServiceError("verification_required", 401, level=VERIFIED)
    return member


def member_for(session: Session, viewer: Viewer, member_id: str | None, scope: Scope, today: date) -> Member:
    """The member that a request is about: the viewer, or somebody they may act for.

    Args:
        session: open transaction.
        viewer: who asks.
        member_id: whom it is about; ``None``: the viewer.
        scope: what kind of data.
        today: the day that children's ages are judged by.

    Raises:
        ServiceError: 401 ``verification_required``.
        NotFound: ``member_not_found``: does not exist or is somebody else's; the two are not told apart.
        ServiceError: 403 ``own_code_needed``: an adult of the same family, whose own code is needed; for a helper
            anybody but the member who let them.
    """
    me = verified_member(session, viewer)
    if member_id is None or member_id == me.id:
        return me
    if viewer.helper:
        raise ServiceError("own_code_needed", 403)
    target = repository.by_id(session, member_id)
    if target is None or target.family_id != me.family_id:
        raise NotFound("member_not_found")
    if not may_act_for(me, target, scope, today):
        raise ServiceError("own_code_needed", 403)
    return target


def members_for(session: Session, viewer: Viewer, scope: Scope, today: date) -> list[Member]:
    """The viewer and the family members that they may act for, head first.

    Raises:
        ServiceError: 401 ``verification_required``.
    """
    me = verified_member(session, viewer)
    if viewer.helper:
        return [me]
    family = repository.family_of(session, me)
    return [member for member in family.members if may_act_for(me, member, scope, today)]
