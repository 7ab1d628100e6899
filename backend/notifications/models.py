"""Tables of notices: who asked for which, what was told, and which beds are watched."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import DateTime, ForeignKey, Index, SmallInteger, String, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from backend.db import Base
from backend.ids import uuid7


class Subscription(Base):
    """One kind of notice that a member asked for in one conversation: its channel is the way by which it comes.

    ``day``: day of the month from which the bill is brought up. ``next_look_at``: when it is looked into again.
    """

    __tablename__ = "notice_subscriptions"
    __table_args__ = (Index("ix_notice_subscriptions_next_look_at", "next_look_at"),)

    conversation_id: Mapped[UUID] = mapped_column(ForeignKey("conversations.id", ondelete="CASCADE"), primary_key=True)
    member_id: Mapped[str] = mapped_column(ForeignKey("members.id", ondelete="CASCADE"), primary_key=True, index=True)
    kind: Mapped[str] = mapped_column(String(24), primary_key=True)
    day: Mapped[int | None] = mapped_column(SmallInteger)
    since: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    next_look_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))


class Notice(Base):
    """One notice for one conversation. ``key`` names what happened: it is written, and so told, once at most.

    ``expires_at``: later it is not worth telling. ``taken_by``: the turn that told it; the same turn, run again, tells
    it again, no other one does. ``facts`` hold no amounts and nothing about health.
    """

    __tablename__ = "notices"
    __table_args__ = (
        UniqueConstraint("conversation_id", "key"),
        Index("ix_notices_untold", "prompted_at", postgresql_where=text("taken_by IS NULL")),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    conversation_id: Mapped[UUID] = mapped_column(ForeignKey("conversations.id", ondelete="CASCADE"))
    member_id: Mapped[str | None] = mapped_column(ForeignKey("members.id", ondelete="CASCADE"), index=True)
    kind: Mapped[str] = mapped_column(String(24))
    key: Mapped[str] = mapped_column(String(120))
    facts: Mapped[dict[str, Any]] = mapped_column(JSONB)
    zone: Mapped[str] = mapped_column(String(32))
    created_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    expires_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    prompted_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    taken_by: Mapped[str | None] = mapped_column(String(200))


class BedWatch(Base):
    """A hospital or a place that is watched for a free bed, until ``until`` or until one was free.

    ``place`` is what the beds topic searches by (``facility``, ``place_id``, ``latitude`` and ``longitude``);
    ``room_class`` are the member's words for the class, None for any ward.
    """

    __tablename__ = "bed_watches"
    __table_args__ = (
        UniqueConstraint("conversation_id", "subject"),
        Index("ix_bed_watches_next_look_at", "next_look_at", postgresql_where=text("ended_at IS NULL")),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    conversation_id: Mapped[UUID] = mapped_column(ForeignKey("conversations.id", ondelete="CASCADE"))
    subject: Mapped[str] = mapped_column(String(160))
    """Names place and class: the same wish again prolongs the watch that runs."""
    place: Mapped[dict[str, Any]] = mapped_column(JSONB)
    label: Mapped[str] = mapped_column(String(160))
    room_class: Mapped[str | None] = mapped_column(String(100))
    zone: Mapped[str] = mapped_column(String(32))
    since: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    until: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    next_look_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    ended_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
