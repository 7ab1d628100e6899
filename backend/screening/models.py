"""Table of health screenings."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, DateTime, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from backend.db import Base
from backend.ids import uuid7
from backend.privacy.crypto import EncryptedText


class Screening(Base):
    """One filled-in or half-filled questionnaire of a member.

    ``answers`` and ``assessment`` are JSON, health data and therefore encrypted. ``consented_at`` is when the member
    agreed to their being kept (UU 27/2022 art. 20 and 22). One open screening a member at most: it waits for them on
    every channel.
    """

    __tablename__ = "screenings"
    __table_args__ = (
        CheckConstraint("state IN ('open', 'done')", name="state"),
        Index("uq_screenings_open", "member_id", unique=True, postgresql_where=text("state = 'open'")),
        Index("ix_screenings_member", "member_id", "finished_at"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    member_id: Mapped[str] = mapped_column(ForeignKey("members.id", ondelete="CASCADE"))
    state: Mapped[str] = mapped_column(String(4), default="open")
    answers: Mapped[str] = mapped_column(EncryptedText("screenings.answers"))
    assessment: Mapped[str | None] = mapped_column(EncryptedText("screenings.assessment"))
    consented_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    updated_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    finished_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
