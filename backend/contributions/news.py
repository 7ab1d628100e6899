"""News about money for conversations that wait for it: payments that came, debits that failed, stages that were missed.

The words are the bot's: a piece of news wakes it with a wordless message, and it fetches what there is to tell. What no
turn has fetched is brought up again, so nothing is lost while an agent holds the conversation or the bot is down.
"""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import delete, or_, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from backend.contributions.models import News, PaymentWatch
from backend.conversations.models import Conversation
from backend.conversations.retention import TALK_KEPT
from backend.conversations.service import prompt_bot
from backend.helpers.acting import may_hear
from backend.ids import uuid7

PROMPT = "/contributions_news"
AGAIN_AFTER = timedelta(minutes=2)
WATCH_LIFE = timedelta(days=14)
"""Who asked for an account two weeks ago has paid or will not; the chat is not told for ever."""


def watch(session: Session, conversation_id: UUID, family_id: str, *, now: datetime) -> None:
    """From now on this conversation is told when money of that family comes."""
    values = {"family_id": family_id, "asked_at": now}
    added = insert(PaymentWatch).values(conversation_id=conversation_id, **values)
    session.execute(added.on_conflict_do_update(index_elements=["conversation_id"], set_=values))


def tell_family(
    session: Session,
    family_id: str,
    key: str,
    kind: str,
    facts: dict[str, Any],
    *,
    now: datetime,
    also: UUID | None = None,
) -> None:
    """Tells all conversations that watch a family, and ``also`` the one that it concerns; the same key is told once.

    A helper who asked for the member hears of it only as long as they act for them.
    """
    query = select(PaymentWatch.conversation_id).where(
        PaymentWatch.family_id == family_id, PaymentWatch.asked_at > now - WATCH_LIFE
    )
    told = set(session.scalars(query)) | ({also} if also else set())
    for conversation_id in sorted(one for one in told if may_hear(session, one, family_id, now)):
        tell(session, conversation_id, key, kind, facts, now=now)


def tell(session: Session, conversation_id: UUID, key: str, kind: str, facts: dict[str, Any], *, now: datetime) -> bool:
    """Leaves news for one conversation and wakes the bot there; ``False``: it was told already."""
    values = {"id": uuid7(), "conversation_id": conversation_id, "key": key, "kind": kind, "facts": facts}
    added = insert(News).values(**values, created_at=now, prompted_at=now).on_conflict_do_nothing()
    if session.scalar(added.returning(News.id)) is None:
        return False
    prompt_bot(session, conversation_id, PROMPT, now=now)
    return True


def take(session: Session, conversation_id: UUID, turn: str) -> list[News]:
    """What the conversation has not been told, oldest first; the same turn run again gets the same."""
    query = select(News).where(News.conversation_id == conversation_id)
    mine = query.where(or_(News.taken_by.is_(None), News.taken_by == turn)).order_by(News.created_at, News.id)
    found = list(session.scalars(mine.with_for_update()))
    for item in found:
        item.taken_by = turn
    return found


def forget_old(session: Session, now: datetime) -> None:
    """Deletes watches that tell nothing any more, and news of long ago; a timer calls it."""
    session.execute(delete(PaymentWatch).where(PaymentWatch.asked_at <= now - WATCH_LIFE))
    session.execute(delete(News).where(News.created_at < now - TALK_KEPT))


def bring_up_again(session: Session, now: datetime) -> int:
    """Wakes the bot for news that nobody took, where no agent talks; returns how many conversations."""
    waiting = (
        select(News)
        .join(Conversation, Conversation.id == News.conversation_id)
        .where(News.taken_by.is_(None), News.prompted_at < now - AGAIN_AFTER, Conversation.handled_by == "bot")
    )
    found = list(session.scalars(waiting.with_for_update(of=News, skip_locked=True)))
    for item in found:
        item.prompted_at = now
    for conversation_id in sorted({item.conversation_id for item in found}):
        prompt_bot(session, conversation_id, PROMPT, now=now)
    return len({item.conversation_id for item in found})
