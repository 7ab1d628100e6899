"""Notes in which an agent is named."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from backend.handover.models import Mention


def see_mentions(session: Session, agent_id: UUID, conversation_id: UUID, *, now: datetime) -> bool:
    """Notes that an agent has opened a conversation in which they are named; False when there was nothing new."""
    mine = Mention.agent_id == agent_id, Mention.conversation_id == conversation_id, Mention.seen_at.is_(None)
    seen = session.execute(update(Mention).where(*mine).values(seen_at=now).returning(Mention.seq)).all()
    return bool(seen)


def unseen_mentions(session: Session, agent_id: UUID) -> int:
    """In how many conversations somebody named this agent who has not looked yet."""
    query = select(func.count(Mention.conversation_id.distinct()))
    return session.scalar(query.where(Mention.agent_id == agent_id, Mention.seen_at.is_(None))) or 0
