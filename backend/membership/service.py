"""Use cases of membership: read a membership, list a family. Every reading is recorded."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from backend.errors import ServiceError
from backend.identity.viewer import IDENTIFIED, Viewer
from backend.membership import authority, repository
from backend.membership.models import Member
from backend.privacy.audit import Access, record_access


@dataclass(frozen=True)
class FamilyView:
    """The part of a family that somebody may see; ``others`` counts the rest."""

    members: list[Member]
    others: int


def status_of(session: Session, viewer: Viewer, *, access: Access, now: datetime) -> bool:
    """Whether the card of an identified member is active.

    Raises:
        ServiceError: 401 ``identification_required``.
    """
    member = repository.by_id(session, viewer.member_id) if viewer.member_id and viewer.level >= IDENTIFIED else None
    if member is None:
        raise ServiceError("identification_required", 401, level=IDENTIFIED)
    record_access(session, access, member_id=member.id, what="member.status", now=now)
    return member.active


def overview(
    session: Session, viewer: Viewer, member_id: str | None = None, *, access: Access, now: datetime, today: date
) -> Member:
    """The membership of the viewer or of somebody whose card they may see.

    Raises:
        ServiceError: see ``authority.member_for``.
    """
    member = authority.member_for(session, viewer, member_id, "card", today)
    record_access(session, access, member_id=member.id, what="member.overview", now=now)
    return member


def family_view(session: Session, viewer: Viewer, *, access: Access, now: datetime, today: date) -> FamilyView:
    """The viewer and the family members whose cards they may see.

    Raises:
        ServiceError: 401 ``verification_required``.
    """
    members = authority.members_for(session, viewer, "card", today)
    for member in members:
        record_access(session, access, member_id=member.id, what="member.card", now=now)
    everybody = repository.family_of(session, members[0]).members
    return FamilyView(members, len(everybody) - len(members))
