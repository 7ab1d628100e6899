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
