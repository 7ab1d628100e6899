"""The agents' side of changes: what waits for a look at documents, and the decision."""

import json
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from backend.errors import NotFound, ServiceError
from backend.membership import repository
from backend.membership.changes import announce, apply_confirmed, locked
from backend.membership.models import MemberChange
from backend.membership.telling import tell
from backend.privacy.audit import Access, record_access
from backend.reference.calendar import today_in_jakarta


def in_review(session: Session, limit: int = 100) -> Sequence[MemberChange]:
    """Changes that wait for an agent, oldest first."""
    query = select(MemberChange).where(MemberChange.state == "in_review").order_by(MemberChange.created_at)
    return session.scalars(query.limit(limit)).all()


def decide(
    session: Session, receipt: str, *, approve: bool, note: str | None, agent_id: str, now: datetime
) -> MemberChange:
    """An agent's decision after looking at the documents; the member is told in their conversation.

    Raises:
        NotFound: ``change_not_found``.
        ServiceError: ``change_over``, ``nik_taken`` (409); ``message_required`` (422): a refusal without a reason.
    """
    change = locked(session, select(MemberChange).where(MemberChange.receipt == receipt))
    if change is None:
        raise NotFound("change_not_found")
    if change.state != "in_review":
        raise ServiceError("change_over", 409, state=change.state)
    if not approve and not note:
        raise ServiceError("message_required", 422)
    if approve:
        _check_nik_free(session, change)
    change.decided_by, change.note, change.decided_at = agent_id, note, now
    if not approve:
        change.state = "refused"
        tell(session, change, "refused", now)
    elif change.effective_on and change.effective_on > today_in_jakarta(now):
        change.state = "pending"
        tell(session, change, "approved", now)
    else:
        apply_confirmed(session, change, now)
    access = Access.agent(agent_id, change.conversation_id, "change")
    record_access(session, access, member_id=change.member_id, what=f"member.change.{change.kind}", now=now)
    announce(session, change, now)
    return change


def _check_nik_free(session: Session, change: MemberChange) -> None:
    """A corrected NIK must not be another member's."""
    nik = json.loads(change.value).get("nik")
    holder = repository.by_nik(session, nik) if nik else None
    if holder is not None and holder.id != change.member_id:
        raise ServiceError("nik_taken")
