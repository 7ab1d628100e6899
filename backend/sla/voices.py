"""Who wrote when while a member was with the agents."""

from collections import defaultdict
from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from backend.conversations.models import Message
from backend.db import among
from backend.handover.models import Handover
from backend.sla.spans import Side


def said_in(session: Session, handovers: Collection[Handover]) -> dict[UUID, list[tuple[datetime, Side]]]:
    """The moments of what members and agents wrote from each handover's request to its end, in order, by its id."""
    if not handovers:
        return {}
    people = (Message.author.in_(("member", "agent")), Message.internal.is_(False), Message.consultation_id.is_(None))
    query = select(Message.conversation_id, Message.created_at, Message.author).where(
        among(Message.conversation_id, {each.conversation_id for each in handovers}),
        Message.created_at >= min(each.requested_at for each in handovers),
        *people,
    )
    said: dict[UUID, list[tuple[datetime, Side]]] = defaultdict(list)
    for conversation_id, at, author in session.execute(query.order_by(Message.conversation_id, Message.seq)):
        said[conversation_id].append((at, "staff" if author == "agent" else "member"))
    return {each.id: _during(each, said.get(each.conversation_id, [])) for each in handovers}


def _during(handover: Handover, said: list[tuple[datetime, Side]]) -> list[tuple[datetime, Side]]:
    end = handover.resolved_at
    return [(at, side) for at, side in said if at >= handover.requested_at and (end is None or at <= end)]
