"""Opening a member's masked data: for a reason, for a while, and written down."""

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from backend.errors import Forbidden, NotFound, ServiceError
from backend.handover.line import open_handover
from backend.handover.models import Agent, CardOpening
from backend.handover.settings import handover_settings
from backend.handover.whois import known_to_agents
from backend.identity.viewer import VERIFIED
from backend.privacy.audit import Access, record_access

SHORTEST_REASON, LONGEST_REASON = 5, 300


def open_card(session: Session, agent: Agent, conversation_id: UUID, reason: str, now: datetime) -> None:
    """Opens the verified member of a conversation that the agent holds (or supervises) to them.

    Raises:
        Forbidden: ``not_your_conversation``.
        NotFound: ``member_not_verified``: nobody has shown who they are.
        ServiceError: ``reason_missing``.
    """
    handover = open_handover(session, conversation_id)
    if not agent.supervisor and (handover is None or handover.agent_id != agent.id):
        raise Forbidden("not_your_conversation")
    viewer = known_to_agents(session, conversation_id, now=now)
    if viewer.member_id is None or viewer.level < VERIFIED:
        raise NotFound("member_not_verified")
    reason = " ".join(reason.split())
    if len(reason) < SHORTEST_REASON:
        raise ServiceError("reason_missing", 422)
    opened = CardOpening(agent_id=agent.id, conversation_id=conversation_id, member_id=viewer.member_id)
    opened.reason, opened.opened_at = reason[:LONGEST_REASON], now
    session.add(opened)
    access = Access.agent(agent.id, conversation_id, "handover")
    record_access(session, access, member_id=viewer.member_id, what="member.opened", now=now, reason=reason)


def is_open(session: Session, agent: Agent, conversation_id: UUID, member_id: str, *, now: datetime) -> bool:
    """Whether this agent has given a reason for this member a short while ago."""
    query = select(CardOpening.id).where(
        CardOpening.agent_id == agent.id,
        CardOpening.conversation_id == conversation_id,
        CardOpening.member_id == member_id,
        CardOpening.opened_at > now - timedelta(minutes=handover_settings().opening_minutes),
    )
    return session.scalar(query.limit(1)) is not None
