"""What members ask about their data: done at once where it can be, otherwise by the privacy officer within 72 hours."""

from datetime import datetime, timedelta
from typing import Any, Literal
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from backend.complaints.ticket import new_number
from backend.conversations.events import emit
from backend.errors import NotFound, ServiceError
from backend.ids import uuid7
from backend.membership.models import Member
from backend.privacy.audit import Access, record_access
from backend.privacy.models import PrivacyRequest

Kind = Literal["access", "erase", "withdraw", "correct", "object", "erase_more"]
DEADLINE = timedelta(hours=72)
"""Three times 24 hours (UU 27/2022 art. 30(2), 32(2), 40(2), 41(2))."""
WORDS_LENGTH = 1000


def note(
    session: Session,
    member: Member,
    kind: Kind,
    *,
    access: Access,
    now: datetime,
    words: str | None = None,
    outcome: dict[str, Any] | None = None,
    key: str | None = None,
) -> PrivacyRequest:
    """Writes a request down; with an ``outcome`` it is done already. The same ``key`` again gives the same request.

    Args:
        session: open transaction.
        member: whose data it is about; they asked themselves.
        kind: what was asked.
        access: on whose behalf, for the record.
        now: the moment; the deadline starts here.
        words: what the member wrote; cut at 1,000 characters.
        outcome: what was done, as counts by kind of data.
        key: makes a turn that runs again the same request.
    """
    done = outcome is not None
    values = {
        "id": uuid7(),
        "number": new_number("PDP"),
        "member_id": member.id,
        "conversation_id": access.conversation_id,
    }
    values |= {"kind": kind, "state": "done" if done else "open", "outcome": outcome or {}, "key": key}
    values |= {"words": words[:WORDS_LENGTH] if words else None, "created_at": now, "due_at": now + DEADLINE}
    values |= {"closed_at": now if done else None, "closed_by": "system" if done else None}
    added = session.scalar(insert(PrivacyRequest).values(values).on_conflict_do_nothing().returning(PrivacyRequest.id))
    if added is None:
        return session.scalars(select(PrivacyRequest).where(PrivacyRequest.key == key)).one()
    record_access(session, access, member_id=member.id, what=f"privacy.{kind}", now=now)
    _announce(session, now)
    return session.get_one(PrivacyRequest, added)


def _announce(session: Session, now: datetime) -> None:
    """Tells the open consoles that the list of requests changed."""
    emit(session, "privacy", now=now)


def requests_of(
    session: Session, member_id: str, *, access: Access, now: datetime, limit: int = 10
) -> list[PrivacyRequest]:
    """A member's own requests, newest first; the reading is recorded."""
    record_access(session, access, member_id=member_id, what="privacy.requests", now=now)
    query = select(PrivacyRequest).where(PrivacyRequest.member_id == member_id)
    return list(session.scalars(query.order_by(PrivacyRequest.created_at.desc()).limit(limit)))


def for_officer(session: Session, *, finished: bool, limit: int = 100) -> list[PrivacyRequest]:
    """What waits, the nearest deadline first; or what is over, newest first."""
    query = select(PrivacyRequest).limit(limit)
    if finished:
        query = query.where(PrivacyRequest.state != "open").order_by(PrivacyRequest.closed_at.desc())
    else:
        query = query.where(PrivacyRequest.state == "open").order_by(PrivacyRequest.due_at)
    return list(session.scalars(query))


def close(session: Session, request_id: UUID, *, done: bool, answer: str, by: str, now: datetime) -> PrivacyRequest:
    """The officer's answer. The member is told by ``telling.tell_closed``.

    Raises:
        NotFound: ``privacy_request_not_found``.
        ServiceError: ``privacy_request_closed`` (409): another officer was faster; ``answer_missing`` (422): the law
            wants a reason with a refusal, and the member an answer with everything else.
    """
    if not answer.strip():
        raise ServiceError("answer_missing", 422)
    found = session.get(PrivacyRequest, request_id, with_for_update=True, populate_existing=True)
    if found is None:
        raise NotFound("privacy_request_not_found")
    if found.state != "open":
        raise ServiceError("privacy_request_closed")
    found.state, found.answer = "done" if done else "refused", answer.strip()[:WORDS_LENGTH]
    found.closed_at, found.closed_by = now, by
    access = Access("agent", "privacy_request", by)
    record_access(session, access, member_id=found.member_id, what="privacy.answer", now=now)
    _announce(session, now)
    return found
