"""Tables of past visits, what was found and done at them, and the codes that open them for a doctor."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Date, DateTime, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from backend.db import Base
from backend.ids import uuid7
from backend.privacy.crypto import EncryptedText
from backend.queues.models import Poli


class Visit(Base):
    """One visit that was served. What was found and done is in ``record``: a chat is no place for diagnoses.

    ``poli_code`` is None for stays and emergencies; ``record`` where the facility has reported nothing more.
    """

    __tablename__ = "visits"
    __table_args__ = (
        CheckConstraint("care IN ('outpatient', 'inpatient', 'emergency')", name="care"),
        Index("ix_visits_member_day", "member_id", "day"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    member_id: Mapped[str] = mapped_column(ForeignKey("members.id", ondelete="CASCADE"))
    facility_code: Mapped[str] = mapped_column(String(16))
    poli_code: Mapped[str | None] = mapped_column(ForeignKey("polis.code"))
    day: Mapped[date] = mapped_column(Date)
    care: Mapped[str] = mapped_column(String(12))
    poli: Mapped[Poli | None] = relationship(lazy="joined")
    record: Mapped["VisitRecord | None"] = relationship(back_populates="visit")


class VisitRecord(Base):
    """What a facility reported of a visit: health data, all of it encrypted, shown on signed pages only."""

    __tablename__ = "visit_records"

    visit_id: Mapped[UUID] = mapped_column(ForeignKey("visits.id", ondelete="CASCADE"), primary_key=True)
    doctor: Mapped[str] = mapped_column(EncryptedText("visit_records.doctor"))
    diagnosis: Mapped[str] = mapped_column(EncryptedText("visit_records.diagnosis"))
    treatment: Mapped[str | None] = mapped_column(EncryptedText("visit_records.treatment"))
    medicines: Mapped[str | None] = mapped_column(EncryptedText("visit_records.medicines"))
    visit: Mapped[Visit] = relationship(back_populates="record")


class Share(Base):
    """A code by which a doctor may look at a member's history for a while; only its keyed hash is kept.

    ``asked_by`` is the member who asked for it: a parent for a child.
    """

    __tablename__ = "history_shares"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    member_id: Mapped[str] = mapped_column(ForeignKey("members.id", ondelete="CASCADE"), index=True)
    asked_by: Mapped[str] = mapped_column(ForeignKey("members.id", ondelete="CASCADE"))
    code_hash: Mapped[str] = mapped_column(String(64), unique=True)
    created_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    expires_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    revoked_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    readings: Mapped[list["ShareReading"]] = relationship(order_by="ShareReading.at")


class ShareReading(Base):
    """One look by a doctor: when, and who they said they are."""

    __tablename__ = "history_share_readings"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    share_id: Mapped[UUID] = mapped_column(ForeignKey("history_shares.id", ondelete="CASCADE"), index=True)
    at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    reader: Mapped[str] = mapped_column(EncryptedText("history_share_readings.reader"))
