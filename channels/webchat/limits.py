"""How fast one chat may write, and one address may open chats."""

from collections import defaultdict, deque
from datetime import datetime, timedelta

from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import Session

from backend.conversations import service
from backend.conversations.models import Conversation, Message
from backend.errors import ServiceError
from backend.settings import get_settings

WINDOW = timedelta(minutes=1)
_WRITTEN = select(func.count(), func.min(Message.created_at)).where(
    Message.conversation_id == bindparam("conversation"),
    Message.seq > bindparam("newest"),
    Message.author == "member",
    Message.created_at > bindparam("since"),
)  # built once: it is part of every message
_opened: defaultdict[str, deque[datetime]] = defaultdict(deque)


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
        raise ServiceError("too_fast", 429, retry_after=_seconds_until(oldest + WINDOW, now))


def check_session_rate(address: str, now: datetime) -> None:
    """Counts the chats that an address opened in the last minute, in this process.

    Raises:
        ServiceError: ``too_fast`` (429) with ``retry_after`` in seconds.
    """
    opened = _opened[address]
    while opened and opened[0] <= now - WINDOW:
        opened.popleft()
    if len(opened) >= get_settings().session_rate_per_minute:
        raise ServiceError("too_fast", 429, retry_after=_seconds_until(opened[0] + WINDOW, now))
    opened.append(now)


def _seconds_until(moment: datetime, now: datetime) -> int:
    return max(1, round((moment - now).total_seconds()))
