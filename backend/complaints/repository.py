"""All queries on complaints."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import case, or_, select
from sqlalchemy.orm import Session

from backend.complaints.models import Complaint, TimelineEntry


def by_ticket(session: Session, ticket: str) -> Complaint | None:
    """The complaint with exactly this number."""
    return session.scalars(select(Complaint).where(Complaint.ticket == ticket)).one_or_none()


def lock(session: Session, complaint: Complaint) -> None:
    """Locks a complaint until the transaction ends, and reads it anew."""
    session.refresh(complaint, with_for_update=True)


def by_key(session: Session, conversation_id: UUID, key: str) -> Complaint | None:
    """What a conversation filed with this idempotency key."""
    query = select(Complaint).where(Complaint.conversation_id == conversation_id, Complaint.idempotency_key == key)
    return session.scalars(query).one_or_none()


def entry_by_key(session: Session, complaint_id: UUID, key: str) -> TimelineEntry | None:
    """What was added to a complaint with this idempotency key."""
    query = select(TimelineEntry).where(TimelineEntry.complaint_id == complaint_id, TimelineEntry.key == key)
    return session.scalars(query).one_or_none()


def owned(session: Session, conversation_id: UUID, member_id: str | None, limit: int) -> Sequence[Complaint]:
    """The complaints of a conversation and, where given, of a member, newest first."""
    mine = [Complaint.conversation_id == conversation_id]
    if member_id is not None:
        mine.append(Complaint.member_id == member_id)
    query = select(Complaint).where(or_(*mine)).order_by(Complaint.filed_at.desc(), Complaint.id.desc())
    return session.scalars(query.limit(limit)).all()


def of_conversation(session: Session, conversation_id: UUID) -> Sequence[Complaint]:
    """The complaints that agents may connect with a conversation: all but anonymous ones, open ones first."""
    query = select(Complaint).where(Complaint.conversation_id == conversation_id, Complaint.reporter != "anonymous")
    done = case((Complaint.status.in_(["resolved", "closed"]), 1), else_=0)
    return session.scalars(query.order_by(done, Complaint.filed_at.desc())).all()


def duplicates_of(session: Session, complaint: Complaint) -> Sequence[Complaint]:
    """The complaints that were merged into one, locked."""
    query = select(Complaint).where(Complaint.merged_into_id == complaint.id).order_by(Complaint.id)
    return session.scalars(query.with_for_update()).all()


def resolved_before(session: Session, moment: datetime) -> Sequence[Complaint]:
    """Resolved complaints whose time for reopening is over, locked; those that someone works on are left out.

    They are in the order in which their conversations are locked afterwards.
    """
    query = select(Complaint).where(Complaint.status == "resolved", Complaint.resolved_at < moment)
    return session.scalars(query.order_by(Complaint.conversation_id).with_for_update(skip_locked=True)).all()
