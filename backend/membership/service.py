"""Use cases of membership: read a membership, list a family. Every reading is recorded."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy.orm import Session

from backend.errors import NotFound, ServiceError
from backend.identity.typed import typed_now
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


def typed_member(session: Session, viewer: Viewer, conversation_id: UUID) -> Member:
    """Whose card number or NIK stands in the message being answered: the viewer's, or somebody's of the family.

    Raises:
        ServiceError: 401 ``verification_required``.
        NotFound: ``number_not_in_family``: nobody has it, or somebody else; the two are not told apart.
    """
    me = authority.verified_member(session, viewer)
    number = typed_now(session, conversation_id).number
    found = repository.by_number(session, number.kind, number.value) if number else None
    if found is None or found.family_id != me.family_id:
        raise NotFound("number_not_in_family")
    return found
