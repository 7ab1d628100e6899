"""Table of registrations, from the first answer to the agent's decision."""

from datetime import date, datetime
from typing import Literal
from uuid import UUID

from sqlalchemy import CheckConstraint, Date, DateTime, ForeignKey, Index, String, Text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from backend.db import Base
from backend.ids import uuid7
from backend.privacy.crypto import EncryptedText

Kind = Literal["new", "family", "newborn", "job_loss", "foreigner"]
State = Literal["draft", "submitted", "needs_documents", "approved", "refused", "withdrawn"]


class Registration(Base):
    """One registration. ``data`` are the answers as JSON, encrypted.

    It belongs to the conversation in which it was last worked on and to ``member_id``, the verified member who began
    it. Elsewhere it is gone on with by ``receipt`` and ``access_code``. ``kk_hash`` finds double ones. The first
    payment is possible from ``pay_from`` to ``pay_until``; ``billed_on`` says that it is on a bill.
    """

    __tablename__ = "registrations"
    __table_args__ = (
        CheckConstraint("kind IN ('new', 'family', 'newborn', 'job_loss', 'foreigner')", name="kind"),
        CheckConstraint(
            "state IN ('draft', 'submitted', 'needs_documents', 'approved', 'refused', 'withdrawn')", name="state"
        ),
        Index("ix_registrations_state", "state", "updated_at"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    receipt: Mapped[str] = mapped_column(String(24), unique=True)
    access_code: Mapped[str] = mapped_column(EncryptedText("registrations.access_code"))
    kind: Mapped[str] = mapped_column(String(12))
    state: Mapped[str] = mapped_column(String(16), default="draft")
    data: Mapped[str] = mapped_column(EncryptedText("registrations.data"), default="{}")
    kk_hash: Mapped[str | None] = mapped_column(String(64), index=True)
    attachments: Mapped[list[str]] = mapped_column(JSONB, default=list)
    conversation_id: Mapped[UUID | None] = mapped_column(index=True)
    locale: Mapped[str] = mapped_column(String(8), default="id")
    member_id: Mapped[str | None] = mapped_column(ForeignKey("members.id", ondelete="CASCADE"), index=True)
    family_id: Mapped[str | None] = mapped_column(ForeignKey("families.id", ondelete="SET NULL"))
    pay_from: Mapped[date | None] = mapped_column(Date)
    pay_until: Mapped[date | None] = mapped_column(Date)
    billed_on: Mapped[date | None] = mapped_column(Date)
    created_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    updated_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    decided_by: Mapped[str | None] = mapped_column(String(64))
    note: Mapped[str | None] = mapped_column(Text)
