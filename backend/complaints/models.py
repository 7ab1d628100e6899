"""Tables of complaints."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Date,
    DateTime,
    ForeignKey,
    Identity,
    Index,
    String,
    Text,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from backend.attachments.models import Attachment
from backend.complaints.lifecycle import FINISHED, STATUSES
from backend.db import Base
from backend.ids import uuid7
from backend.privacy.crypto import EncryptedText


def _one_of(column: str, values: tuple[str, ...]) -> CheckConstraint:
    return CheckConstraint(f"{column} IN ({', '.join(repr(value) for value in values)})", name=column)


class Complaint(Base):
    """One complaint or request for information, from its filing on.

    ``chronology`` is what the member wrote, word for word, with identifiers masked. ``reporter`` is who writes:
    the patient (``self``), ``family``, ``other`` or ``anonymous``; an anonymous one has neither ``member_id`` nor
    ``contact``, and its ``conversation_id``, kept so that answers arrive, is never shown to agents. It outlives its
    conversation. ``due_on`` is the last day of the deadline that the member was told; ``due_at`` is the care center's
    own, never later, by category and priority in working hours. Its owner is an ``agent``, a ``branch`` or a
    ``hospital`` (its officer's name). A duplicate is merged into another complaint and follows its states.
    ``resolved_at`` starts the time for reopening.
    """

    __tablename__ = "complaints"
    __table_args__ = (
        _one_of("kind", ("complaint", "information")),
        _one_of("reporter", ("self", "family", "other", "anonymous")),
        _one_of("priority", ("P1", "P2", "P3")),
        _one_of("status", STATUSES),
        CheckConstraint("money_asked >= 0", name="money_asked"),
        CheckConstraint("owner_kind IN ('agent', 'branch', 'hospital')", name="owner_kind"),
        CheckConstraint("reporter != 'anonymous' OR (member_id IS NULL AND contact IS NULL)", name="anonymous"),
        UniqueConstraint("conversation_id", "idempotency_key"),
        Index("ix_complaints_work", "status", "priority", "due_on"),
        Index("ix_complaints_filed_at", "filed_at"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    ticket: Mapped[str] = mapped_column(String(16), unique=True)
    access_code: Mapped[str] = mapped_column(EncryptedText("complaints.access_code"))
    kind: Mapped[str] = mapped_column(String(12))
    category: Mapped[str] = mapped_column(String(32))
    priority: Mapped[str] = mapped_column(String(2))
    urgency_reason: Mapped[str] = mapped_column(String(32))
    status: Mapped[str] = mapped_column(String(16), default="new")
    facility_code: Mapped[str | None] = mapped_column(String(16))
    facility_name: Mapped[str | None] = mapped_column(String(160))
    happened_on: Mapped[date | None] = mapped_column(Date)
    happened_note: Mapped[str | None] = mapped_column(String(200))
    chronology: Mapped[str] = mapped_column(Text)
    reporter: Mapped[str] = mapped_column(String(12))
    patient_in_care: Mapped[bool | None] = mapped_column()
    money_asked: Mapped[int | None] = mapped_column(BigInteger)
    wanted_result: Mapped[str | None] = mapped_column(Text)
    contact: Mapped[str | None] = mapped_column(EncryptedText("complaints.contact"))
    language: Mapped[str] = mapped_column(String(8))
    consent_version: Mapped[str] = mapped_column(String(32))
    consent_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    conversation_id: Mapped[UUID | None] = mapped_column(ForeignKey("conversations.id", ondelete="SET NULL"))
    member_id: Mapped[str | None] = mapped_column(ForeignKey("members.id", ondelete="SET NULL"), index=True)
    idempotency_key: Mapped[str | None] = mapped_column(String(200))
    agent_id: Mapped[UUID | None] = mapped_column()
    agent_name: Mapped[str | None] = mapped_column(String(64))
    owner_kind: Mapped[str | None] = mapped_column(String(8))
    owner_id: Mapped[UUID | None] = mapped_column(ForeignKey("agents.id", ondelete="SET NULL"))
    owner_name: Mapped[str | None] = mapped_column(String(160))
    merged_into_id: Mapped[UUID | None] = mapped_column(ForeignKey("complaints.id", ondelete="SET NULL"), index=True)
    due_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    due_on: Mapped[date] = mapped_column(Date)
    filed_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    updated_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    resolved_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    timeline: Mapped[list["TimelineEntry"]] = relationship(
        order_by="TimelineEntry.id", cascade="all, delete-orphan", passive_deletes=True
    )
    attachments: Mapped[list[Attachment]] = relationship(secondary="complaint_attachments", order_by=Attachment.id)

    @property
    def anonymous(self) -> bool:
        """Whether the reporter asked not to be known to agents."""
        return self.reporter == "anonymous"

    @property
    def finished(self) -> bool:
        """Whether the work is over (unless it is reopened)."""
        return self.status in FINISHED

    @property
    def received_at(self) -> datetime:
        """When the time to answer began: with the filing, or with the last reopening."""
        reopened = [entry.at for entry in self.timeline if entry.code in ("reopened", "status_reopened")]
        return max(reopened, default=self.filed_at)


class TimelineEntry(Base):
    """Something that happened to a complaint, in order of ``id``.

    ``author`` is ``member``, ``agent`` or ``system``. ``code`` names what happened (a title in ``data/texts.yml``);
    ``text`` is what the author wrote. Only ``public`` entries are shown to the member. ``key`` makes an addition that
    is sent twice one addition.
    """

    __tablename__ = "complaint_timeline"
    __table_args__ = (
        _one_of("author", ("member", "agent", "system")),
        UniqueConstraint("complaint_id", "key"),
        Index("ix_complaint_timeline_order", "complaint_id", "id"),
    )

    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    complaint_id: Mapped[UUID] = mapped_column(ForeignKey("complaints.id", ondelete="CASCADE"))
    at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    author: Mapped[str] = mapped_column(String(8))
    code: Mapped[str] = mapped_column(String(32))
    text: Mapped[str | None] = mapped_column(Text)
    public: Mapped[bool] = mapped_column(default=True)
    agent_id: Mapped[UUID | None] = mapped_column()
    agent_name: Mapped[str | None] = mapped_column(String(64))
    key: Mapped[str | None] = mapped_column(String(200))


class ComplaintAttachment(Base):
    """A file that belongs to a complaint."""

    __tablename__ = "complaint_attachments"

    complaint_id: Mapped[UUID] = mapped_column(ForeignKey("complaints.id", ondelete="CASCADE"), primary_key=True)
    attachment_id: Mapped[UUID] = mapped_column(ForeignKey("attachments.id", ondelete="CASCADE"), primary_key=True)
