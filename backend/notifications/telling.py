"""Writing a notice down once, waking the bot for it, and giving it to one turn. The words are the bot's."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import or_, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from backend.conversations.models import Conversation
from backend.conversations.service import prompt_bot
from backend.ids import uuid7
from backend.notifications.hours import is_quiet
from backend.notifications.models import Notice

PROMPT = "/notices_due"
AGAIN_AFTER = timedelta(minutes=2)
BATCH = 500


def leave(
    session: Session,
    conversation_id: UUID,
    kind: str,
    key: str,
    facts: dict[str, Any],
    *,
    zone: str,
    expires_at: datetime,
    now: datetime,
    member_id: str | None = None,
) -> bool:
    """Leaves a notice and wakes the bot; ``False``: the same key was left before, by whatever process."""
    values: dict[str, Any] = {
        "id": uuid7(),
        "conversation_id": conversation_id,
        "member_id": member_id,
        "kind": kind,
        "key": key,
    }
    values |= {"facts": facts, "zone": zone, "expires_at": expires_at, "created_at": now, "prompted_at": now}
    added = insert(Notice).values(values).on_conflict_do_nothing().returning(Notice.id)
    if session.scalar(added) is None:
        return False
    prompt_bot(session, conversation_id, PROMPT, now=now)
    return True


def take(session: Session, conversation_id: UUID, turn: str, *, now: datetime) -> list[Notice]:
    """What the conversation has not been told and is still worth telling; the same turn run again gets the same."""
    mine = select(Notice).where(Notice.conversation_id == conversation_id, Notice.expires_at > now)
    untold = mine.where(or_(Notice.taken_by.is_(None), Notice.taken_by == turn)).order_by(Notice.created_at, Notice.id)
    found = [item for item in session.scalars(untold.with_for_update()) if not is_quiet(now, item.zone)]
    for item in found:
        item.taken_by = turn
    return found


def bring_up_again(session: Session, now: datetime) -> int:
    """Wakes the bot for notices that no turn took, by day and where no agent talks; returns how many conversations."""
    waiting = (
        select(Notice)
        .join(Conversation, Conversation.id == Notice.conversation_id)
        .where(Notice.taken_by.is_(None), Notice.prompted_at < now - AGAIN_AFTER, Conversation.handled_by == "bot")
        .order_by(Notice.prompted_at)
        .limit(BATCH)
    )
    found = list(session.scalars(waiting.with_for_update(of=Notice, skip_locked=True)))
    for item in found:
        item.prompted_at = now
    awake = {item.conversation_id for item in found if item.expires_at > now and not is_quiet(now, item.zone)}
    for conversation_id in sorted(awake):
        prompt_bot(session, conversation_id, PROMPT, now=now)
    over = [item.id for item in found if item.expires_at <= now]
    session.execute(update(Notice).where(Notice.id.in_(over)).values(taken_by="expired"))
    return len(awake)
