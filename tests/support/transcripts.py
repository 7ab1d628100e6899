"""What of a running conversation agents may read."""

from uuid import UUID

from sqlalchemy import create_engine
from sqlalchemy.orm import Session

from backend.console.transcript_view import read_lines
from backend.db import sqlalchemy_url


def open_to_agents(database_url: str, conversation_id: str) -> list[str]:
    """The texts of the agents' transcript, oldest first."""
    engine = create_engine(sqlalchemy_url(database_url))
    with Session(engine) as session:
        texts = [line.text for line in read_lines(session, UUID(conversation_id))]
    engine.dispose()
    return texts
