"""Sends what waits in the outbox of text messages, as the worker would."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from backend import clock
from backend.db import session_scope
from backend.identity import text_messages
from backend.identity.models import TextMessage
from backend.identity.senders import CodeSender, configured_sender


def send_texts(sender: CodeSender | None = None) -> None:
    """Makes one call for each text that waits; to the configured sender where none is given."""

    def sender_for(session: Session, now: datetime) -> CodeSender:
        return sender or configured_sender(session, now)

    with session_scope() as session:
        waiting = list(session.scalars(select(TextMessage.id).order_by(TextMessage.created_at, TextMessage.id)))
    for text_id in waiting:
        text_messages.send(text_id, clock.now, sender_for)
