"""What an agent notes on a conversation that they hold: its priority, its labels, when to look again."""

import re
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from backend.errors import ServiceError
from backend.handover.jobs import queue_assignment
from backend.handover.models import Agent, Handover, Priority
from backend.handover.service import announce
from backend.handover.work import held_by

MOST_LABELS = 8
LABEL_LENGTH = 32
SNOOZES = (15, 60, 240, 1440)
"""Minutes that are offered."""


def set_priority(session: Session, handover_id: UUID, agent: Agent, priority: Priority, now: datetime) -> None:
    """Raises or lowers how urgent a conversation is.

    Raises:
        ServiceError: ``not_your_conversation``, ``handover_closed``.
    """
    _, handover = held_by(session, handover_id, agent, or_supervisor=True)
    handover.priority = priority
    announce(session, handover, now=now)


def clean_labels(text: str) -> list[str]:
    """Labels from what was typed, separated by commas: lower case, each once."""
    named = (re.sub(r"[^\w -]", "", part).strip().lower()[:LABEL_LENGTH] for part in text.split(","))
    return list(dict.fromkeys(label for label in named if label))[:MOST_LABELS]


def set_labels(session: Session, handover_id: UUID, agent: Agent, text: str, now: datetime) -> None:
    """Replaces the labels of a conversation.

    Raises:
        ServiceError: ``not_your_conversation``, ``handover_closed``.
    """
    _, handover = held_by(session, handover_id, agent, or_supervisor=True)
    handover.labels = clean_labels(text)
    announce(session, handover, now=now)


def used_labels(session: Session, limit: int = 50) -> list[str]:
    """The labels in use, the most frequent first."""
    label = func.unnest(Handover.labels).label("label")
    query = select(label).group_by(label).order_by(func.count().desc(), label).limit(limit)
    return list(session.scalars(query))


def snooze(session: Session, handover_id: UUID, agent: Agent, minutes: int, now: datetime) -> None:
    """Puts a conversation aside for a while, or until the member writes; 0 brings it back.

    Raises:
        ServiceError: ``not_your_conversation``, ``handover_closed``, ``snooze_invalid``.
    """
    if minutes not in (0, *SNOOZES):
        raise ServiceError("snooze_invalid", 422)
    _, handover = held_by(session, handover_id, agent)
    handover.snoozed_until = now + timedelta(minutes=minutes) if minutes else None
    session.flush()
    announce(session, handover, now=now)
    queue_assignment(session)
