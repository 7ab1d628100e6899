"""Reading surgery dates. Nobody ever sees those of strangers, and no list by hospital exists here."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from backend.identity.viewer import Viewer
from backend.membership.authority import member_for
from backend.membership.models import Member
from backend.privacy.audit import Access, record_access
from backend.reference.calendar import today_in_jakarta
from backend.surgery.models import Surgery, SurgeryWatch


def schedule_of(
    session: Session, viewer: Viewer, member_id: str | None = None, *, access: Access, now: datetime
) -> tuple[Member, list[Surgery]]:
    """The surgery dates of the viewer or of a child acted for: those to come in order, then those done.

    The conversation that asks is told when one of them changes (see ``reports``).

    Raises:
        ServiceError: see ``authority.member_for``; another adult's dates need that adult's own code.
    """
    member = member_for(session, viewer, member_id, "care", today_in_jakarta(now))
    record_access(session, access, member_id=member.id, what="surgery.schedule", now=now)
    _watch(session, member, access, now)
    query = select(Surgery).where(Surgery.member_id == member.id).order_by(Surgery.done, Surgery.day)
    return member, list(session.scalars(query))


def _watch(session: Session, member: Member, access: Access, now: datetime) -> None:
    if access.actor_kind != "bot" or access.conversation_id is None:
        return
    values = {"conversation_id": access.conversation_id, "member_id": member.id, "asked_at": now}
    again = insert(SurgeryWatch).values(values)
    session.execute(
        again.on_conflict_do_update(index_elements=["conversation_id", "member_id"], set_={"asked_at": now})
    )
