"""Tables of consultations at a distance."""

from datetime import date, datetime, time
from typing import Literal
from uuid import UUID

from sqlalchemy import (
    CheckConstraint,
    Date,
    DateTime,
    ForeignKey,
    Index,
    SmallInteger,
    String,
    Time,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from backend.db import Base
from backend.ids import uuid7
from backend.privacy.crypto import EncryptedText

State = Literal["booked", "running", "done", "no_show", "missed", "cancelled"]
OPEN: tuple[State, ...] = ("booked", "running")
_IS_OPEN = text("state IN ('booked', 'running')")


class ConsultationHours(Base):
    """When the doctors of a facility take consultations: a weekday (1 Monday … 7 Sunday), in the facility's own time.

    The span is cut into appointments of ``minutes``; one member has each.
    """

    __tablename__ = "consultation_hours"
    __table_args__ = (
        UniqueConstraint("facility_code", "weekday", "starts"),
        CheckConstraint("weekday BETWEEN 1 AND 7", name="weekday"),
        CheckConstraint("starts < ends", name="span"),
        CheckConstraint("minutes BETWEEN 5 AND 60", name="minutes"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    facility_code: Mapped[str] = mapped_column(String(16))
    weekday: Mapped[int] = mapped_column(SmallInteger)
    starts: Mapped[time] = mapped_column(Time)
    ends: Mapped[time] = mapped_column(Time)
    minutes: Mapped[int] = mapped_column(SmallInteger)


class ConsultationConsent(Base):
    """A member agreed that doctors of their facility read what is written in consultations (UU 27/2022 art. 20).

    ``given_by`` is who said yes: a parent for a child. It is asked for once; without it nothing is booked or read.
    """

    __tablename__ = "consultation_consents"

    member_id: Mapped[str] = mapped_column(ForeignKey("members.id", ondelete="CASCADE"), primary_key=True)
    given_by: Mapped[str] = mapped_column(ForeignKey("members.id", ondelete="CASCADE"))
    given_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))


class Consultation(Base):
    """One consultation, from the request on. ``member_id`` is the patient, ``asked_by`` who writes, such as a parent.

    ``complaint``, ``signs`` (JSON: which dangers were asked about, all answered no), ``summary`` and ``advice`` are
    health data and encrypted. ``conversation_id`` is where the member is written to. ``missed``: no doctor opened it in
    time. ``come_in_on``: the day on which the doctor wants to see the patient; ``referral``: they may need a letter.
    """

    __tablename__ = "consultations"
    __table_args__ = (
        CheckConstraint("state IN ('booked', 'running', 'done', 'no_show', 'missed', 'cancelled')", name="state"),
        Index("uq_consultations_open", "member_id", unique=True, postgresql_where=_IS_OPEN),
        Index("uq_consultations_slot", "facility_code", "starts_at", unique=True, postgresql_where=_IS_OPEN),
        Index("uq_consultations_running", "conversation_id", unique=True, postgresql_where=text("state = 'running'")),
        Index("ix_consultations_facility", "facility_code", "starts_at"),
        Index("ix_consultations_member", "member_id", "starts_at"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    receipt: Mapped[str] = mapped_column(String(16), unique=True)
    member_id: Mapped[str] = mapped_column(ForeignKey("members.id", ondelete="CASCADE"))
    asked_by: Mapped[str] = mapped_column(ForeignKey("members.id", ondelete="CASCADE"))
    conversation_id: Mapped[UUID | None] = mapped_column(ForeignKey("conversations.id", ondelete="SET NULL"))
    facility_code: Mapped[str] = mapped_column(String(16))
    starts_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    minutes: Mapped[int] = mapped_column(SmallInteger)
    state: Mapped[str] = mapped_column(String(12), default="booked")
    complaint: Mapped[str] = mapped_column(EncryptedText("consultations.complaint"))
    signs: Mapped[str] = mapped_column(EncryptedText("consultations.signs"))
    share_screening: Mapped[bool] = mapped_column(default=False)
    doctor_id: Mapped[UUID | None] = mapped_column(ForeignKey("agents.id"))
    opened_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    ended_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    summary: Mapped[str | None] = mapped_column(EncryptedText("consultations.summary"))
    advice: Mapped[str | None] = mapped_column(EncryptedText("consultations.advice"))
    referral: Mapped[bool] = mapped_column(default=False)
    come_in_on: Mapped[date | None] = mapped_column(Date)
    created_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
