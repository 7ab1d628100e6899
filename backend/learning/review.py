"""Reviewing messages: one click says what a message means, and it can be taken back.

Members write the same words again and again: what is decided about a message holds for all that read the same.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Literal
from uuid import UUID

from sqlalchemy import ColumnElement, and_, func, select
from sqlalchemy.orm import Session

from backend.errors import NotFound, ServiceError
from backend.handover.models import Agent
from backend.learning.labels import labels
from backend.learning.models import LearningMessage
from backend.learning.nameless import nameless
from backend.privacy.identifiers import mask_text

PAGE = 30
MOST_CHARACTERS = 500
Shown = Literal["waiting", "labelled", "useless"]
_STATES: dict[str, ColumnElement[bool]] = {
    "waiting": and_(LearningMessage.label.is_(None), LearningMessage.useless.is_(False)),
    "labelled": LearningMessage.label.is_not(None),
    "useless": LearningMessage.useless.is_(True),
}


def listed(session: Session, shown: Shown = "waiting", *, limit: int = PAGE) -> Sequence[LearningMessage]:
    """The newest messages of a state; those that were reviewed, by their review."""
    newest = func.coalesce(LearningMessage.reviewed_at, LearningMessage.said_at)
    query = select(LearningMessage).where(_STATES[shown]).order_by(newest.desc(), LearningMessage.id).limit(limit)
    return session.scalars(query).all()


def numbers(session: Session) -> dict[str, int]:
    """How many messages there are of each state."""
    counted = session.execute(select(*(func.count().filter(state) for state in _STATES.values()))).one()
    return dict(zip(_STATES, counted, strict=True))


def decision(message: LearningMessage) -> str:
    """What was decided: a label, ``useless``, or nothing yet."""
    return message.label or ("useless" if message.useless else "")


def review(
    session: Session,
    message_id: UUID,
    decided: str,
    *,
    before: str = "",
    words: str = "",
    agent_id: UUID,
    now: datetime,
) -> LearningMessage:
    """Decides about a message: a label, ``useless``, or with nothing takes the decision back.

    Args:
        session: of the caller.
        message_id: of the message.
        decided: as ``decision`` gives it.
        before: the decision that the reviewer saw.
        words: the message as it may be learned from, where the reviewer changed it; masked again.
        agent_id: who decides.
        now: when.

    Raises:
        NotFound: ``learning_message_not_found``.
        ServiceError: ``unknown_label`` (422), ``already_reviewed`` (409, ``name``): a colleague decided otherwise
            meanwhile.
    """
    if decided not in ("", "useless", *labels()):
        raise ServiceError("unknown_label", 422)
    message = session.get(LearningMessage, message_id)
    if message is None:
        raise NotFound("learning_message_not_found")
    alike = _locked(session, message.text)
    if decision(message) not in (before, decided):
        by = session.get(Agent, message.reviewed_by) if message.reviewed_by else None
        raise ServiceError("already_reviewed", 409, name=by.name if by else "–")
    for one in [other for other in alike if decision(other) == decision(message)]:
        _decide(one, decided, words, agent_id, now)
    return message


def _locked(session: Session, text: str) -> Sequence[LearningMessage]:
    """All messages that read so, always in the same order, so that two reviewers do not wait for each other."""
    same = select(LearningMessage).where(func.lower(LearningMessage.text) == func.lower(text))
    query = same.order_by(LearningMessage.id).with_for_update()
    return session.scalars(query, execution_options={"populate_existing": True}).all()


def _decide(message: LearningMessage, decided: str, words: str, agent_id: UUID, now: datetime) -> None:
    message.label = decided if decided not in ("", "useless") else None
    message.useless = decided == "useless"
    message.reviewed_by, message.reviewed_at = (agent_id, now) if decided else (None, None)
    if kept := " ".join(nameless(mask_text(words).text).split()):
        message.text = kept[:MOST_CHARACTERS]
