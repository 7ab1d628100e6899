"""The identity of a conversation: who it is now, how it became that, and when it ends."""

from datetime import datetime
from typing import Literal
from uuid import UUID

from sqlalchemy.orm import Session

from backend.errors import NotFound
from backend.identity import events
from backend.identity.models import IdentitySession
from backend.identity.requesters import VERIFIED_ENTRY
from backend.identity.settings import IDLE_TIME, LONGEST_SESSION
from backend.identity.typed import forget
from backend.identity.viewer import IDENTIFIED, VERIFIED, Viewer
from backend.membership import repository
from backend.privacy.audit import Access, record_access

Method = Literal["birth_date", "code", "agent"]


def is_over(found: IdentitySession, now: datetime) -> bool:
    """Whether fifteen minutes without use, or twelve hours in all, have ended a session (design, section 6)."""
    return now - found.last_used_at >= IDLE_TIME or now - found.verified_at >= LONGEST_SESSION


def viewer_of(session: Session, conversation_id: UUID, now: datetime) -> Viewer:
    """Who the conversation is at this moment; asking counts as use."""
    found = session.get(IdentitySession, conversation_id, with_for_update=True)
    if found is None:
        return Viewer()
    if is_over(found, now):
        session.delete(found)
        session.flush()
        return Viewer()
    found.last_used_at = max(now, found.last_used_at)
    return Viewer(found.level, found.member_id)


def open_session(
    session: Session, conversation_id: UUID, *, member_id: str, level: int, method: Method, now: datetime
) -> Viewer:
    """Makes the conversation that of a member; whoever it was before is forgotten."""
    found = session.get(IdentitySession, conversation_id, with_for_update=True)
    if found is None:
        found = IdentitySession(conversation_id=conversation_id)
        session.add(found)
    found.member_id, found.level, found.method = member_id, level, method
    found.verified_at = found.last_used_at = now
    session.flush()
    return Viewer(level, member_id)


def end_session(session: Session, conversation_id: UUID) -> bool:
    """Forgets who the conversation is and what it typed half; ``False`` when it was nobody."""
    forget(session, conversation_id)
    found = session.get(IdentitySession, conversation_id, with_for_update=True)
    if found is None:
        return False
    session.delete(found)
    session.flush()
    return True


def verify_by_agent(
    session: Session, conversation_id: UUID, member_id: str, agent_id: UUID | str, now: datetime
) -> Viewer:
    """An agent has made sure by other means who is writing (the registered phone is gone).

    Raises:
        NotFound: ``member_not_found``.
    """
    member = repository.by_id(session, member_id)
    if member is None:
        raise NotFound("member_not_found")
    access = Access.agent(agent_id, conversation_id, "verification")
    record_access(session, access, member_id=member_id, what=VERIFIED_ENTRY, now=now)
    viewer = open_session(session, conversation_id, member_id=member_id, level=VERIFIED, method="agent", now=now)
    events.publish_verified(session, conversation_id, member, now)
    return viewer


def identify_as(session: Session, conversation_id: UUID, member_id: str, now: datetime) -> Viewer:
    """Opens a level 1 session, unless the conversation is verified already: that is never lost by asking.

    A verified member who asks about somebody else's card stays who they are.
    """
    current = viewer_of(session, conversation_id, now)
    if current.level >= VERIFIED:
        return current
    return open_session(session, conversation_id, member_id=member_id, level=IDENTIFIED, method="birth_date", now=now)
