"""The jobs that the handover queues in its callers' transactions."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from backend.handover.settings import handover_settings
from backend.jobs.defer import defer


def queue_assignment(session: Session) -> None:
    """Queues the one job that gives out what waits."""
    if handover_settings().auto_assign:
        defer(session, "assign", {}, queueing_lock="assign", priority=20)


def queue_sending(session: Session, held_id: UUID, at: datetime) -> None:
    """Queues the sending of a reply that can be taken back until then."""
    defer(session, "send_held", {"held_id": str(held_id)}, queueing_lock=f"held:{held_id}", priority=20, at=at)


def queue_answer_meanwhile(session: Session, conversation_id: UUID, seq: int) -> None:
    """Queues the answer to a general question of a member who waits; a conversation's questions one after the other."""
    arguments = {"conversation_id": str(conversation_id), "seq": seq}
    key = f"meanwhile:{conversation_id}"
    defer(session, "answer_meanwhile", arguments, queueing_lock=f"{key}:{seq}", priority=10, lock=key)
