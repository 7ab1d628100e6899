"""What stands in a conversation, and what of it agents may read."""

from uuid import UUID

from sqlalchemy import create_engine, select
from sqlalchemy.orm import Session

from backend.console.transcript_view import read_lines
from backend.conversations.models import Message
from backend.conversations.service import ERASED, PROMPT
from backend.db import sqlalchemy_url
from tests.support.dump import tables_with


def transcript(session: Session, conversation_id: UUID) -> list[Message]:
    """All of a conversation, agents' notes included, oldest first."""
    shown = Message.conversation_id == conversation_id, Message.kind.not_in((PROMPT, ERASED))
    query = select(Message).where(*shown)
    return list(session.scalars(query.order_by(Message.seq)))


def open_to_agents(database_url: str, conversation_id: str) -> list[str]:
    """The texts of the agents' transcript, oldest first."""
    engine = create_engine(sqlalchemy_url(database_url))
    with Session(engine) as session:
        texts = [line.text for line in read_lines(session, UUID(conversation_id))]
    engine.dispose()
    return texts


def in_the_clear(database_url: str, words: str) -> list[str]:
    """The tables of a running system's database in which these words can be read."""
    engine = create_engine(sqlalchemy_url(database_url))
    with engine.connect() as connection:
        found = tables_with(connection, words)
    engine.dispose()
    return found
