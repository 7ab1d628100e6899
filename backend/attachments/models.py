"""Table of attachments; the bytes lie in the file system."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import DateTime, ForeignKey, Integer, String, UniqueConstraint, false
from sqlalchemy.orm import Mapped, mapped_column

from backend.db import Base
from backend.ids import uuid7


class Attachment(Base):
    """One file of a conversation.

    ``media_type`` was recognised from the content, whatever the sender called it. ``stored_name`` is random and says
    nothing about the file. The same content sent again in a conversation is the same attachment, so that an upload
    repeated on a bad network makes no second copy.

    ``ours``: made by us for the member (a card, a receipt), not sent by them; it does not count to their daily limit.

    When a conversation is deleted, what stands in a complaint (``evidence``) stays with the complaint; the rest goes.
    """

    __tablename__ = "attachments"
    __table_args__ = (UniqueConstraint("conversation_id", "sha256"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    conversation_id: Mapped[UUID | None] = mapped_column(ForeignKey("conversations.id", ondelete="SET NULL"))
    name: Mapped[str] = mapped_column(String(120))
    media_type: Mapped[str] = mapped_column(String(32))
    size: Mapped[int] = mapped_column(Integer)
    sha256: Mapped[str] = mapped_column(String(64))
    stored_name: Mapped[str] = mapped_column(String(64), unique=True)
    evidence: Mapped[bool] = mapped_column(default=False)
    ours: Mapped[bool] = mapped_column(default=False, server_default=false())
    created_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
