"""Messages to learn from, and how often each intent is asked."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, Date, DateTime, Float, Index, Integer, String, Text, UniqueConstraint
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from backend.db import Base


class LearningMessage(Base):
    """A member's message, masked, that the assistant was unsure of or that ended with a person.

    ``reason``: ``unsure`` or ``person``. ``suggestions``: ``[{"label", "confidence"}]``, likeliest first. ``label`` is
    what an agent says it means; ``useless`` holds for what nothing can be learned from. Both empty: to be reviewed.
    """

    __tablename__ = "learning_messages"
    __table_args__ = (
        UniqueConstraint("conversation_id", "seq"),
        Index("ix_learning_messages_waiting", "said_at", postgresql_where="label IS NULL AND NOT useless"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    conversation_id: Mapped[UUID]
    seq: Mapped[int] = mapped_column(Integer)
    said_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    text: Mapped[str] = mapped_column(Text)
    reason: Mapped[str] = mapped_column(String(10))
    understood: Mapped[str] = mapped_column(String(60))
    confidence: Mapped[float] = mapped_column(Float)
    suggestions: Mapped[list[dict[str, Any]]] = mapped_column(JSONB)
    label: Mapped[str | None] = mapped_column(String(60))
    useless: Mapped[bool] = mapped_column(default=False)
    reviewed_by: Mapped[UUID | None]
    reviewed_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))


class LearningCount(Base):
    """What became of an intent's messages on one day (in Jakarta)."""

    __tablename__ = "learning_counts"

    day: Mapped[date] = mapped_column(Date, primary_key=True)
    label: Mapped[str] = mapped_column(String(60), primary_key=True)
    asked: Mapped[int] = mapped_column(Integer, default=0)
    fell_back: Mapped[int] = mapped_column(Integer, default=0)
    handed_over: Mapped[int] = mapped_column(Integer, default=0)


class LearningPosition(Base):
    """How far the assistant's memory was read; one row."""

    __tablename__ = "learning_position"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    read_upto: Mapped[int] = mapped_column(BigInteger)
