"""Table of calls that were answered, so that a repetition gets the same answer."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import DateTime, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from backend.db import Base
from backend.privacy.crypto import EncryptedJson


class AnsweredCall(Base):
    """What a writing call of a conversation was answered; ``answer`` may tell of a member and is encrypted."""

    __tablename__ = "answered_calls"

    conversation_id: Mapped[UUID] = mapped_column(ForeignKey("conversations.id", ondelete="CASCADE"), primary_key=True)
    key: Mapped[str] = mapped_column(String(200), primary_key=True)
    call: Mapped[str] = mapped_column(String(64), primary_key=True)
    answer: Mapped[Any | None] = mapped_column(EncryptedJson("answered_calls.answer"))
    at: Mapped[datetime] = mapped_column(DateTime(timezone=True), index=True)
