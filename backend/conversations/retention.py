"""How long what passes through is kept."""

from datetime import datetime, timedelta

from sqlalchemy import delete
from sqlalchemy.orm import Session

from backend.conversations.models import ConsoleEvent, RasaTurn

TALK_KEPT = timedelta(days=90)
"""Rasa's memory of a conversation and what was told by the way, as long as the transcript itself is proposed to be
kept (UU 27/2022 art. 42-44)."""
CONSOLE_LOG = timedelta(days=2)
"""A console that was away for longer loads its pages anew."""


def forget_old(session: Session, *, now: datetime) -> None:
    """Deletes Rasa's memory and console events that are past their time."""
    session.execute(delete(RasaTurn).where(RasaTurn.created_at < now - TALK_KEPT))
    session.execute(delete(ConsoleEvent).where(ConsoleEvent.created_at < now - CONSOLE_LOG))
