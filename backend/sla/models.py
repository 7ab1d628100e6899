"""Tables of working calendars, targets, and the clocks that run against them."""

from datetime import date, datetime
from typing import Any, Literal
from uuid import UUID

from sqlalchemy import CheckConstraint, Date, DateTime, ForeignKey, Index, Integer, String, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from backend.db import Base
from backend.ids import uuid7

Subject = Literal["handover", "complaint"]
Measure = Literal["first_reply", "next_reply", "resolution"]


class WorkCalendar(Base):
    """Working hours that an administrator has set: ``agents`` who chat, ``office`` that works on complaints."""

    __tablename__ = "work_calendars"

    name: Mapped[str] = mapped_column(String(16), primary_key=True)
    hours: Mapped[dict[str, Any]] = mapped_column(JSONB)


class ClosedDay(Base):
    """A day off besides the national holidays, for all calendars that close on holidays."""

    __tablename__ = "closed_days"

    day: Mapped[date] = mapped_column(Date, primary_key=True)
    name: Mapped[str] = mapped_column(String(80))


class SlaTarget(Base):
    """What is aimed at for a priority, in minutes of working time."""

    __tablename__ = "sla_targets"

    subject: Mapped[str] = mapped_column(String(12), primary_key=True)
    priority: Mapped[str] = mapped_column(String(2), primary_key=True)
    first_reply: Mapped[int] = mapped_column(Integer)
    next_reply: Mapped[int] = mapped_column(Integer)
    resolution: Mapped[int] = mapped_column(Integer)


class CategoryTarget(Base):
    """The resolution of one category of complaints where it differs from its priority's, in minutes of working time."""

    __tablename__ = "category_targets"

    category: Mapped[str] = mapped_column(String(32), primary_key=True)
    priority: Mapped[str] = mapped_column(String(2), primary_key=True)
    resolution: Mapped[int] = mapped_column(Integer)


class SlaClock(Base):
    """One target of one handover or complaint; ``turn`` numbers the replies that a talk waits for.

    ``due_at`` is when the target ends as things stand; ``None`` while the clock is paused, as it is while the member is
    waited for. ``state``: ``running``, ``paused``, ``met``, ``missed`` or ``dropped`` (nobody waits any more). What
    ``warned_at`` and ``breached_at`` tell of has happened once and never happens again, whoever restarts what.
    """

    __tablename__ = "sla_clocks"
    __table_args__ = (
        CheckConstraint("subject IN ('handover', 'complaint')", name="subject"),
        CheckConstraint("measure IN ('first_reply', 'next_reply', 'resolution')", name="measure"),
        CheckConstraint("state IN ('running', 'paused', 'met', 'missed', 'dropped')", name="state"),
        UniqueConstraint("subject", "subject_id", "measure", "turn"),
        Index("ix_sla_clocks_open", "due_at", postgresql_where=text("state IN ('running', 'paused')")),
        Index("ix_sla_clocks_started_at", "started_at"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    subject: Mapped[str] = mapped_column(String(12))
    subject_id: Mapped[UUID] = mapped_column()
    conversation_id: Mapped[UUID | None] = mapped_column()
    number: Mapped[str] = mapped_column(String(16))
    priority: Mapped[str] = mapped_column(String(2))
    measure: Mapped[str] = mapped_column(String(12))
    turn: Mapped[int] = mapped_column(Integer, default=0)
    state: Mapped[str] = mapped_column(String(8), default="running")
    started_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    warn_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    due_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    ended_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    warned_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    breached_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    seen_by: Mapped[UUID | None] = mapped_column(ForeignKey("agents.id", ondelete="SET NULL"))
    seen_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
