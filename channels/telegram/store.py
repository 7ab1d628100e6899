"""Keeps what came from Telegram: each function is one transaction, and done when it returns."""

import dataclasses
import logging

from sqlalchemy import exc, select
from sqlalchemy.orm import Session

from backend import clock
from backend.attachments.service import store as store_attachment
from backend.conversations.deliveries import abandon
from backend.conversations.messages import InboundMessage, Receipt, Reply
from backend.conversations.models import Conversation
from backend.conversations.sensitive import protect
from backend.conversations.service import open_conversation, post, receive, seq_of
from backend.db import session_scope
from backend.errors import ServiceError
from channels.telegram.mapping import CHANNEL
from channels.telegram.texts import has, say

log = logging.getLogger(__name__)

UNAVAILABLE = (
    exc.OperationalError,
    exc.InterfaceError,
    exc.InternalError,
    exc.ProgrammingError,
    exc.TimeoutError,
    OSError,
)
"""The database is away or not migrated yet, or the disk is full: the message is fine and must be tried again."""
_MEBIBYTE = 1024 * 1024


@dataclasses.dataclass(frozen=True)
class Content:
    """A downloaded file."""

    name: str | None
    data: bytes


def keep(inbound: InboundMessage, content: Content | None = None) -> Receipt | None:
    """Stores a member's message with its file; what the backend refuses is answered, and gives ``None``.

    A repeated delivery says again whether the text was sensitive: we may have died before the original was deleted.
    """
    try:
        with session_scope() as session:
            receipt = _receive(session, inbound, content)
    except ServiceError as refusal:
        log.info("a message was refused: %s", refusal.code)
        answer(inbound, refusal.code, **refusal.details)
        return None
    if receipt.duplicate and inbound.text:
        return dataclasses.replace(receipt, sensitive=protect(inbound.text)[1] is not None)
    return receipt


def _receive(session: Session, inbound: InboundMessage, content: Content | None) -> Receipt:
    now = clock.now()
    if content is None:
        return receive(session, inbound, now=now)
    conversation = open_conversation(
        session, CHANNEL, inbound.chat_id, now=now, locale=inbound.locale, name=inbound.display_name
    )
    attachment = store_attachment(session, conversation.id, content.name, content.data, now=now)
    return receive(session, dataclasses.replace(inbound, attachments=[attachment.id]), now=now)


def answer(inbound: InboundMessage, key: str, **details: object) -> None:
    """Answers a message that was not taken with a text of this channel, once, in order with all other answers."""
    with session_scope() as session:
        now = clock.now()
        conversation = open_conversation(
            session, CHANNEL, inbound.chat_id, now=now, locale=inbound.locale, name=inbound.display_name
        )
        if seq_of(session, conversation.id, inbound.external_id) is not None:
            return
        text = say(key if has(key) else "not_accepted", conversation.locale, **_readable(key, details))
        notice = post(session, conversation, Reply(text=text), author="system", now=now)
        notice.external_id = inbound.external_id


def _readable(key: str, details: dict[str, object]) -> dict[str, object]:
    """Sizes in whole megabytes for people."""
    limit = details.get("limit")
    if key == "attachment_too_large" and isinstance(limit, int):
        return details | {"limit": limit // _MEBIBYTE}
    return details


def forget_waiting(chat_id: str) -> None:
    """Gives up what waits for a member who blocked the bot."""
    with session_scope() as session:
        same = Conversation.channel == CHANNEL, Conversation.external_id == chat_id
        conversation_id = session.scalar(select(Conversation.id).where(*same).with_for_update())
        if conversation_id is not None:
            abandon(session, conversation_id, "blocked by the member", now=clock.now())
