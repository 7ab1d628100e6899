"""Table of past visits."""

from datetime import date
from uuid import UUID

from sqlalchemy import CheckConstraint, Date, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from backend.db import Base
from backend.ids import uuid7
from backend.queues.models import Poli


class Visit(Base):
    """One visit that was served. What was found and done is not kept here: a chat is no place for diagnoses.

    ``poli_code`` is None for stays and emergencies.
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
