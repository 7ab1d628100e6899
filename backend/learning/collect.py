"""Collects from the assistant's memory what can be learned from, and counts what was asked."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from sqlalchemy import delete, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from backend.conversations.models import Message, RasaTurn
from backend.handover.models import Handover
from backend.ids import uuid7
from backend.learning.heard import Heard, heard_in
from backend.learning.models import LearningCount, LearningMessage, LearningPosition
from backend.reference.calendar import today_in_jakarta

UNSURE_BELOW = 0.6
"""Calibrated confidence: below it more than two in five guesses are wrong."""
SETTLED = timedelta(seconds=10)
"""Turns get their number before they are committed; after this time none can appear behind the position."""
KEPT = timedelta(days=90)
"""What nobody labelled is deleted after this time: it is members' words."""
BATCH, SUGGESTED = 500, 3
MOST_CHARACTERS = 500
_NOTHING_TO_LEARN = frozenset({"emergency", "talk_to_agent", "abuse"})
"""Understood as they were meant to be where they end with a person; and danger is nobody's reading."""


def collect(session: Session, now: datetime) -> int:
    """Reads on from where it stopped; gives the number of messages that are new on the review page."""
    position = session.get(LearningPosition, 1, with_for_update=True)
    if position is None:
        position = LearningPosition(id=1, read_upto=0)
        session.add(position)
    fresh = select(RasaTurn).where(RasaTurn.id > position.read_upto, RasaTurn.created_at < now - SETTLED)
    turns = list(session.scalars(fresh.order_by(RasaTurn.id).limit(BATCH)))
    if not turns:
        return 0
    heard = [(one, turn.closed) for turn in turns for one in heard_in(turn)]
    said = [one for one, _ in heard]
    with_person, sealed = _with_person(session, said), _sealed(session, said)
    kept = 0
    for one, closed in heard:
        name = (one.conversation_id, one.seq)
        kept += take(session, one, name in with_person, private=closed or name in sealed)
    position.read_upto = turns[-1].id
    return kept


def forget(session: Session, now: datetime) -> None:
    """Removes what nobody reviewed in time, and what nothing could be learned from."""
    old = delete(LearningMessage).where(LearningMessage.label.is_(None), LearningMessage.said_at < now - KEPT)
    session.execute(old)


def _with_person(session: Session, heard: Iterable[Heard]) -> set[tuple[object, int]]:
    conversations = {one.conversation_id for one in heard}
    asked = select(Handover.conversation_id, Handover.requested_seq).where(Handover.conversation_id.in_(conversations))
    return {(conversation, seq) for conversation, seq in session.execute(asked) if seq is not None}


def _sealed(session: Session, heard: Iterable[Heard]) -> set[tuple[object, int]]:
    """What is about a member's health is counted, and kept for nobody to label."""
    conversations = {one.conversation_id for one in heard}
    query = select(Message.conversation_id, Message.seq).where(
        Message.conversation_id.in_(conversations), Message.sealed.is_not(None)
    )
    return {(conversation, seq) for conversation, seq in session.execute(query)}


def take(session: Session, one: Heard, to_person: bool, *, private: bool = False) -> bool:
    """Counts a message, and keeps it for review where something may be learned from it; whether it was kept."""
    _count(session, one, to_person=to_person)
    unsure = one.fell_back or one.confidence < UNSURE_BELOW
    if private or not one.text or one.label in _NOTHING_TO_LEARN or not (unsure or to_person):
        return False
    values = {
        "id": uuid7(), "conversation_id": one.conversation_id, "seq": one.seq, "said_at": one.said_at,
        "text": one.text[:MOST_CHARACTERS], "reason": "person" if to_person else "unsure", "understood": one.label,
        "confidence": one.confidence, "suggestions": one.suggestions[:SUGGESTED], "useless": False,
    }  # fmt: skip
    session.execute(insert(LearningMessage).values(values).on_conflict_do_nothing())
    return True


def _count(session: Session, one: Heard, *, to_person: bool) -> None:
    counted = {"asked": 1, "fell_back": int(one.fell_back), "handed_over": int(to_person)}
    day = today_in_jakarta(one.said_at)
    row = insert(LearningCount).values(day=day, label=one.label, **counted)
    added = {name: getattr(LearningCount, name) + value for name, value in counted.items()}
    session.execute(row.on_conflict_do_update(index_elements=["day", "label"], set_=added))
