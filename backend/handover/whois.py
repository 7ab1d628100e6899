"""Who a conversation has shown itself to be, read without keeping its session alive."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from backend.handover import line
from backend.identity.models import IdentitySession
from backend.identity.service import is_over
from backend.identity.viewer import Viewer


def known_as(session: Session, conversation_id: UUID, *, now: datetime) -> Viewer:
    """The identity of the running session; asking does not count as use, unlike ``viewer_of``."""
    found = session.get(IdentitySession, conversation_id, populate_existing=True)
    if found is None or is_over(found, now):
        return Viewer()
    return Viewer(found.level, found.member_id)


def known_to_agents(session: Session, conversation_id: UUID, *, now: datetime) -> Viewer:
    """The identity that an agent may rely on: the running session, or the one in which a person was asked for.

    Talking with an agent does not use the bot's session, so it runs out although the member never left.
    """
    running = known_as(session, conversation_id, now=now)
    handover = line.open_handover(session, conversation_id)
    if handover is None or running.level >= handover.identity_level:
        return running
    return Viewer(handover.identity_level, handover.member_id)
