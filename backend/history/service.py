"""Reading past visits."""

from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from backend.history.models import Visit
from backend.identity.viewer import Viewer
from backend.membership.authority import member_for
from backend.membership.models import Member
from backend.privacy.audit import Access, record_access
from backend.queues.letters import letters_of
from backend.queues.models import ReferralLetter
from backend.reference.calendar import today_in_jakarta


def visits_of(
    session: Session,
    viewer: Viewer,
    member_id: str | None = None,
    *,
    limit: int,
    offset: int = 0,
    access: Access,
    now: datetime,
) -> tuple[Member, list[Visit], int]:
    """The visits of the viewer or of a child acted for, the newest first, and how many there are in all.

    Raises:
        ServiceError: see ``authority.member_for``; another adult's visits need that adult's own code.
    """
    member = member_for(session, viewer, member_id, "care", today_in_jakarta(now))
    record_access(session, access, member_id=member.id, what="history.visits", now=now)
    mine = Visit.member_id == member.id
    total = session.scalar(select(func.count()).select_from(Visit).where(mine)) or 0
    query = select(Visit).where(mine).order_by(Visit.day.desc(), Visit.id.desc()).limit(limit).offset(offset)
    return member, list(session.scalars(query)), total


def valid_letters(session: Session, member: Member, now: datetime) -> list[ReferralLetter]:
    """The referrals and control letters that a member can still use; the caller has checked who may see them."""
    today = today_in_jakarta(now)
    return [letter for letter in letters_of(session, member.id) if letter.valid_until >= today]
