"""Keys to web chats."""

import hashlib
import secrets
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from backend.conversations.models import ChatToken, Conversation
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


def conversation_of(session: Session, token: str) -> UUID:
    """The conversation that a key opens.

    Raises:
        ServiceError: ``unknown_token`` (401).
    """
    query = select(Conversation).join(ChatToken, ChatToken.conversation_id == Conversation.id)
    found = session.scalars(query.where(ChatToken.token_hash == _hash(token))).one_or_none()
    if found is None:
        raise ServiceError("unknown_token", 401)
    return found.id  # the row itself stays in the session, for who needs it next
