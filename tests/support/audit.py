"""The access record as tests look at it."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from backend.privacy.models import AuditEntry


def accesses_to(session: Session, member_id: str) -> Sequence[AuditEntry]:
    """The entries about a member, newest first."""
    newest_first = (AuditEntry.at.desc(), AuditEntry.id.desc())
    return session.scalars(select(AuditEntry).where(AuditEntry.member_id == member_id).order_by(*newest_first)).all()
