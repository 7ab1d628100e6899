"""How fast one chat may write, and one address may open chats."""

from datetime import datetime
from functools import lru_cache

from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import Session

from backend.conversations import service
from backend.conversations.models import Conversation, Message
from backend.errors import ServiceError
from backend.limits import WINDOW, Limiter, seconds_until
from backend.settings import get_settings

_WRITTEN = select(func.count(), func.min(Message.created_at)).where(
    Message.conversation_id == bindparam("conversation"),
    Message.seq > bindparam("newest"),
    Message.author == "member",
    Message.created_at > bindparam("since"),
)  # built once: it is part of every message


def check_message_rate(session: Session, conversation: Conversation, external_id: str, now: datetime) -> None:
    """Counts the member's messages of the last minute; one that is here already may always be sent again.

    Raises:
        ServiceError: ``too_fast`` (429) with ``retry_after`` in seconds.
    """
    limit = get_settings().message_rate_per_minute
    # Only the newest rows can lie in the window: the bound keeps the count cheap in a long conversation.
    newest = conversation.last_seq - limit * 8
    asked = {"conversation": conversation.id, "newest": newest, "since": now - WINDOW}
    count, oldest = session.execute(_WRITTEN, asked).one()
    if count >= limit and service.seq_of(session, conversation.id, external_id) is None:
        raise ServiceError("too_fast", 429, retry_after=seconds_until(oldest + WINDOW, now))


@lru_cache
def _opened() -> Limiter:
    return Limiter(get_settings().session_rate_per_minute)


def check_session_rate(address: str, now: datetime) -> None:
    """Counts the chats that an address opened in the last minute, in this process.

    Raises:
        ServiceError: ``too_fast`` (429) with ``retry_after`` in seconds.
    """
    if wait := _opened().wait(address, now):
        raise ServiceError("too_fast", 429, retry_after=wait)
