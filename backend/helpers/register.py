"""Who may act for whom: for members, who may take it back; for helpers, who come again; for the log."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session

from backend.errors import NotFound, ServiceError
from backend.helpers.acting import ended_by, masked
from backend.helpers.models import HelperPermission
from backend.helpers.settings import LISTED, LONGEST_REASON
from backend.identity.viewer import VERIFIED, Viewer
from backend.membership.authority import verified_member
from backend.membership.models import Member
from backend.privacy.audit import Access, record_access
from backend.privacy.models import AuditEntry


def over(session: Session, member: Member, *, access: Access, now: datetime) -> Sequence[HelperPermission]:
    """The permissions that count and are about a member, newest first; the reading is recorded."""
    record_access(session, access, member_id=member.id, what="helpers", now=now)
    query = select(HelperPermission).where(
        HelperPermission.member_id == member.id, HelperPermission.state == "active", HelperPermission.expires_at > now
    )
    return session.scalars(query.order_by(HelperPermission.created_at.desc())).all()


def _usable(viewer: Viewer, conversation_id: UUID) -> ColumnElement[bool]:
    """An agent's in the conversation for which it was given; a standing one wherever its helper is verified."""
    once = ~HelperPermission.standing & (HelperPermission.method == "agent")
    here = once & (HelperPermission.conversation_id == conversation_id)
    if viewer.level < VERIFIED:
        return here
    return or_(here, HelperPermission.standing & (HelperPermission.helper_member_id == viewer.member_id))


def usable(session: Session, viewer: Viewer, conversation_id: UUID, now: datetime) -> list[HelperPermission]:
    """Those with which the writer may begin without another code."""
    query = select(HelperPermission).where(
        HelperPermission.state == "active", HelperPermission.expires_at > now, _usable(viewer, conversation_id)
    )
    found = session.scalars(query.order_by(HelperPermission.created_at.desc()).limit(LISTED)).all()
    return [permission for permission in found if ended_by(permission, now) is None]


def to_use(
    session: Session, viewer: Viewer, permission_id: UUID, conversation_id: UUID, now: datetime
) -> HelperPermission:
    """A permission with which the writer wants to begin, locked: its first use is told once.

    Raises:
        NotFound: ``permission_not_found``: not theirs, or not known; the two are not told apart.
        ServiceError: 403 ``helper_over_<why>``.
    """
    named = select(HelperPermission).where(HelperPermission.id == permission_id)
    usable_here = named.where(_usable(viewer, conversation_id)).with_for_update()
    permission = session.scalars(usable_here.execution_options(populate_existing=True)).one_or_none()
    if permission is None or permission.state in ("requested", "refused"):
        raise NotFound("permission_not_found")
    if why := ended_by(permission, now):
        raise ServiceError(f"helper_over_{why}", 403, sex=permission.member.sex, name=masked(permission.member))
    return permission


def revoke(session: Session, viewer: Viewer, permission_id: UUID, *, access: Access, now: datetime) -> HelperPermission:
    """Takes a permission back at once (UU 27/2022 art. 9); taken back again it stays so.

    Raises:
        ServiceError: 401 ``verification_required``.
        NotFound: ``permission_not_found``: not about this member.
    """
    me = verified_member(session, viewer)
    permission = session.get(HelperPermission, permission_id, with_for_update=True, populate_existing=True)
    if permission is None or permission.member_id != me.id or permission.state != "active":
        raise NotFound("permission_not_found")
    permission.state, permission.decided_at, permission.decided_by = "revoked", now, "member"
    record_access(session, access, member_id=me.id, what="helper.revoked", now=now)
    return permission


def running(session: Session, now: datetime, limit: int = 100) -> Sequence[HelperPermission]:
    """Permissions that count, newest first, for agents whom a member asks by telephone to take one back."""
    query = select(HelperPermission).where(HelperPermission.state == "active", HelperPermission.expires_at > now)
    return session.scalars(query.order_by(HelperPermission.created_at.desc()).limit(limit)).all()


def revoke_for_member(
    session: Session, permission_id: UUID, *, note: str, agent_id: str, now: datetime
) -> HelperPermission:
    """Takes a permission back for a member who asked for it otherwise than in the chat.

    Raises:
        NotFound: ``permission_not_found``.
        ServiceError: ``message_required`` (422): how the member was recognised has to be written down.
    """
    permission = session.get(HelperPermission, permission_id, with_for_update=True, populate_existing=True)
    if permission is None or permission.state != "active":
        raise NotFound("permission_not_found")
    if not note.strip():
        raise ServiceError("message_required", 422)
    permission.state, permission.note = "revoked", note.strip()[:LONGEST_REASON]
    permission.decided_at, permission.decided_by = now, agent_id
    access = Access.agent(agent_id, permission.conversation_id, "helper_request")
    record_access(session, access, member_id=permission.member_id, what="helper.revoked", now=now)
    return permission


@dataclass(frozen=True)
class Looked:
    """A helper in a member's log: how often and when last."""

    name: str
    kind: str
    times: int
    last: datetime


def looks_of(session: Session, member_id: str, since: datetime) -> list[Looked]:
    """The helpers who read or changed data of a member since then, the latest first."""
    seen = (
        select(AuditEntry.actor_id, func.count().label("times"), func.max(AuditEntry.at).label("last"))
        .where(AuditEntry.member_id == member_id, AuditEntry.actor_kind == "helper", AuditEntry.at > since)
        .group_by(AuditEntry.actor_id)
    )
    found: dict[tuple[str, str], Looked] = {}
    for actor_id, times, last in session.execute(seen):
        permission = session.get(HelperPermission, UUID(actor_id))
        if permission is None:
            continue
        who = (permission.helper_name, permission.kind)
        before = found.get(who)
        found[who] = Looked(*who, times + (before.times if before else 0), max(last, before.last if before else last))
    return sorted(found.values(), key=lambda looked: looked.last, reverse=True)
