"""For whom a conversation acts at this moment, and beginning and ending it."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, delete, select
from sqlalchemy.orm import Session

from backend.contributions.models import PaymentWatch
from backend.db import affected
from backend.helpers.models import HelperPermission, HelperSession
from backend.identity.settings import IDLE_TIME, LONGEST_SESSION
from backend.identity.viewer import VERIFIED, Helper, Viewer
from backend.membership.models import Member

KEPT = timedelta(days=1)
"""A session that is over is kept so long, so that its helper is told and never taken for the member or for nobody."""


@dataclass(frozen=True)
class Acting:
    """``over`` is None while it may be used: else ``revoked``, ``expired``, ``idle`` or ``deceased``."""

    permission: HelperPermission
    over: str | None

    @property
    def viewer(self) -> Viewer:
        """The member, with the helper who stands for them."""
        member = self.permission.member
        helper = Helper(self.permission.id, self.permission.kind, member.sex, masked(member))
        return Viewer(VERIFIED, member.id, helper)


def masked(member: Member) -> str:
    """The name as a helper's chat shows it: ``S***``. They know who it is; who looks over their shoulder does not."""
    return f"{member.name[:1].upper()}***"


def ended_by(permission: HelperPermission, now: datetime) -> str | None:
    """Why a permission counts no longer."""
    if permission.state != "active":
        return "revoked"
    if permission.member.status_reason == "deceased":
        return "deceased"
    return "expired" if permission.expires_at <= now else None


def acting(session: Session, conversation_id: UUID, now: datetime) -> Acting | None:
    """For whom the conversation acts; asking is no use of it."""
    found = session.get(HelperSession, conversation_id)
    if found is None:
        return None
    idle = now - found.last_used_at >= IDLE_TIME or now - found.since >= LONGEST_SESSION
    return Acting(found.permission, ended_by(found.permission, now) or ("idle" if idle else None))


def touch(session: Session, conversation_id: UUID, now: datetime) -> None:
    """Counts a use."""
    found = session.get_one(HelperSession, conversation_id)
    found.last_used_at = max(now, found.last_used_at)


def begin(session: Session, conversation_id: UUID, permission: HelperPermission, now: datetime) -> None:
    """Makes the conversation act for the member of a permission from now on."""
    end(session, conversation_id, now)
    found = HelperSession(conversation_id=conversation_id)
    session.add(found)
    found.permission_id, found.permission = permission.id, permission
    found.since = found.last_used_at = now
    session.flush()


def _end_news(session: Session, which: ColumnElement[bool]) -> None:
    """Ends being told of the member's payments in conversations of helpers: what comes later is the member's."""
    helped = (
        select(Member.family_id)
        .join(HelperPermission, HelperPermission.member_id == Member.id)
        .join(HelperSession, HelperSession.permission_id == HelperPermission.id)
        .where(which, HelperSession.conversation_id == PaymentWatch.conversation_id)
    )
    watched = delete(PaymentWatch).where(PaymentWatch.family_id.in_(helped.correlate(PaymentWatch)))
    session.execute(watched.execution_options(synchronize_session=False))


def may_hear(session: Session, conversation_id: UUID, family_id: str, now: datetime) -> bool:
    """Whether news of a family may still be told in a conversation; not where a helper asked whose time is over."""
    found = acting(session, conversation_id, now)
    return found is None or found.permission.member.family_id != family_id or found.over is None


def forget_old(session: Session, now: datetime) -> int:
    """Deletes sessions that are long over, and what they would still be told; returns how many."""
    old = HelperSession.last_used_at <= now - KEPT
    _end_news(session, old)
    return affected(session, delete(HelperSession).where(old))


def end(session: Session, conversation_id: UUID, now: datetime) -> bool:
    """Back to the conversation's own identity; False when it acted for nobody. A code lets in once: it is used up."""
    found = session.get(HelperSession, conversation_id, with_for_update=True)
    if found is None:
        return False
    permission = found.permission
    if permission.method == "code" and not permission.standing:
        permission.expires_at = min(permission.expires_at, now)
    _end_news(session, HelperSession.conversation_id == conversation_id)
    session.delete(found)
    session.flush()
    return True
