"""The outbox of alerts."""

from datetime import datetime
from typing import Literal
from uuid import UUID

from sqlalchemy import CheckConstraint, DateTime, Index, Integer, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from backend.db import Base
from backend.ids import uuid7

Kind = Literal["breach", "urgent"]
State = Literal["queued", "sending", "sent", "uncertain", "failed", "dropped"]


class AlertMail(Base):
    """One alert for one receiver. ``key`` names what happened, so nothing is told twice, whoever restarts what.

    ``kind``: ``breach`` of a target (``measure``), or an ``urgent`` conversation that nobody takes. ``subject_id`` is
    the clock or the handover. ``state``: ``queued`` → ``sending`` → ``sent`` | ``uncertain`` (it may have arrived; it
    is not repeated) | ``failed``; ``dropped`` when it was over before it could be told. No data of members.
    """

    __tablename__ = "alert_mails"
    __table_args__ = (
        CheckConstraint("kind IN ('breach', 'urgent')", name="kind"),
        CheckConstraint("state IN ('queued', 'sending', 'sent', 'uncertain', 'failed', 'dropped')", name="state"),
        UniqueConstraint("key", "receiver"),
        Index("ix_alert_mails_open", "next_try_at", postgresql_where=text("state IN ('queued', 'sending')")),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    key: Mapped[str] = mapped_column(String(96))
    receiver: Mapped[str] = mapped_column(String(254))
    kind: Mapped[str] = mapped_column(String(8))
    subject_id: Mapped[UUID] = mapped_column()
    number: Mapped[str] = mapped_column(String(16))
    priority: Mapped[str] = mapped_column(String(2))
    measure: Mapped[str | None] = mapped_column(String(12))
    since: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    path: Mapped[str] = mapped_column(String(96))
    state: Mapped[str] = mapped_column(String(10), default="queued")
    attempts: Mapped[int] = mapped_column(Integer, default=0)
    error: Mapped[str | None] = mapped_column(Text)
    next_try_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    created_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
