"""Keys to web chats."""

import hashlib
import secrets
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from backend.conversations.models import ChatToken, Conversation
from backend.conversations.queries import LOCKED_BY_TOKEN, OPENED_BY_TOKEN
from backend.conversations.service import open_conversation
from backend.errors import ServiceError
from backend.ids import uuid7


def _hash(token: str) -> bytes:
    return hashlib.sha256(token.encode()).digest()


def issue_token(session: Session, channel: str, locale: str, *, now: datetime) -> tuple[UUID, str]:
    """A new conversation and its key: 256 random bits, of which only the hash is kept."""
    conversation = open_conversation(session, channel, str(uuid7()), now=now, locale=locale)
    token = secrets.token_urlsafe(32)
    session.add(ChatToken(token_hash=_hash(token), conversation_id=conversation.id, created_at=now))
    return conversation.id, token


def conversation_of(session: Session, token: str, *, lock: bool = False) -> Conversation:
    """The conversation that a key opens, as it is now; with ``lock`` locked until the transaction ends.

    Raises:
        ServiceError: ``unknown_token`` (401).
    """
    query = LOCKED_BY_TOKEN if lock else OPENED_BY_TOKEN
    found = session.scalars(query, {"token_hash": _hash(token)}).one_or_none()
    if found is None:
        raise ServiceError("unknown_token", 401)
    return found
