"""What is told about a handover: to the bot's action, and through it to the member."""

import secrets
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from backend.conversations.models import Conversation
from backend.handover import line
from backend.handover.models import Agent, Handover
from backend.handover.presence import agents_online
from backend.sla.policy import calendar

_ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
"""No sign that is mistaken for another when read out on the phone."""
_NUMBER_LENGTH = 8


@dataclass(frozen=True)
class HandoverTicket:
    """A member's place with the care center's people.

    ``position`` is 1 for the next in line and 0 when not waiting. ``opens_at`` is when agents come back, in the care
    center's zone; ``None`` while it is open. ``agent_name`` is who has the conversation. ``assistant_stays``: until an
    agent takes it the bot goes on.
    """

    handover_id: UUID
    ticket: str
    state: str
    topic: str
    priority: str
    position: int
    agents_online: int
    within_hours: bool
    opens_at: datetime | None
    agent_name: str | None
    requested_at: datetime
    assistant_stays: bool


def new_number() -> str:
    """A ticket number that can be read out and not guessed (39 bits)."""
    return "PTG-" + "".join(secrets.choice(_ALPHABET) for _ in range(_NUMBER_LENGTH))


def ticket_of(session: Session, handover: Handover, *, now: datetime) -> HandoverTicket:
    """The ticket of a handover as things stand now."""
    hours = calendar(session, "agents")
    agent = session.get(Agent, handover.agent_id) if handover.agent_id else None
    return HandoverTicket(
        handover_id=handover.id,
        ticket=handover.number,
        state=handover.state,
        topic=handover.topic,
        priority=handover.priority,
        position=line.position(session, handover),
        agents_online=agents_online(session, now=now),
        within_hours=hours.is_open(now),
        opens_at=hours.next_opening(now),
        agent_name=agent.name if agent else None,
        requested_at=handover.requested_at,
        assistant_stays=session.get_one(Conversation, handover.conversation_id).handled_by == "bot",
    )
