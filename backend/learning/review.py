"""Reviewing messages: one click says what a message means, and what was labelled becomes training data."""

import re
from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from backend.errors import NotFound, ServiceError
from backend.learning.labels import labels
from backend.learning.models import LearningMessage
from backend.settings import get_settings

PAGE = 30
_MARKUP = re.compile(r"[\[\](){}]")


def waiting(session: Session, *, limit: int = PAGE) -> Sequence[LearningMessage]:
    """The newest messages that nobody has reviewed."""
    open_ones = select(LearningMessage).where(LearningMessage.label.is_(None), LearningMessage.useless.is_(False))
    return session.scalars(open_ones.order_by(LearningMessage.said_at.desc()).limit(limit)).all()


def numbers(session: Session) -> dict[str, int]:
    """How many messages wait, and how many are labelled."""
    counted = select(
        func.count().filter(LearningMessage.label.is_(None), LearningMessage.useless.is_(False)),
        func.count().filter(LearningMessage.label.is_not(None)),
    )
    waits, labelled = session.execute(counted).one()
    return {"waiting": waits, "labelled": labelled}


def review(session: Session, message_id: UUID, label: str | None, *, agent_id: UUID, now: datetime) -> LearningMessage:
    """Labels a message; without a label nothing can be learned from it.

    Raises:
        NotFound: ``learning_message_not_found``.
        ServiceError: ``unknown_label``.
    """
    if label is not None and label not in labels():
        raise ServiceError("unknown_label", 422)
    message = session.get(LearningMessage, message_id, with_for_update=True)
    if message is None:
        raise NotFound("learning_message_not_found")
    message.label, message.useless = label, label is None
    message.reviewed_by, message.reviewed_at = agent_id, now
    return message


def training_data(session: Session) -> str:
    """All labelled messages as Rasa training data (YAML), each once."""
    labelled = select(LearningMessage).where(LearningMessage.label.is_not(None)).order_by(LearningMessage.id)
    by_label: dict[str, dict[str, None]] = defaultdict(dict)
    for row in session.scalars(labelled):
        if words := " ".join(_MARKUP.sub(" ", row.text).split()).lstrip("/-# "):
            by_label[str(row.label)][words] = None
    parts = ['version: "3.1"', "nlu:"] if by_label else ['version: "3.1"', "nlu: []"]
    for label in sorted(by_label):
        parts += [f"  - intent: {label}", "    examples: |", *(f"      - {words}" for words in by_label[label])]
    return "\n".join(parts) + "\n"


def learned_file() -> Path:
    """Where the next training looks for what was learned."""
    return get_settings().home / "learned" / "nlu.yml"


def export(session: Session) -> Path:
    """Writes the training data where ``care165 train`` takes it from."""
    path = learned_file()
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(training_data(session), "utf-8")
    return path
