"""Table of health facilities."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Boolean, DateTime, Double, Index, Integer, String, Text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from backend.db import Base
from backend.ids import uuid7


class Facility(Base):
    """A hospital, a first-level facility, a pharmacy, an optician or a BPJS office.

    ``opening_hours`` maps the ISO weekday ("1" Monday … "7" Sunday) to intervals such as ``["07:30-14:00"]`` in the
    facility's own time; a missing day is closed, None as a whole means that nobody told us. ``emergency_24h`` is an
    emergency room (IGD) that never closes, whatever the hours of the clinics are. ``queue_connected`` says whether
    queue numbers can be taken from here.
    """

    __tablename__ = "facilities"
    __table_args__ = (Index("ix_facilities_type_regency", "type", "regency_code"),)

    code: Mapped[str] = mapped_column(String(16), primary_key=True)
    name: Mapped[str] = mapped_column(String(160))
    aliases: Mapped[list[str]] = mapped_column(JSONB, default=list)
    type: Mapped[str] = mapped_column(String(16))
    hospital_class: Mapped[str | None] = mapped_column(String(1))
    owner: Mapped[str | None] = mapped_column(String(64))
    beds: Mapped[int | None] = mapped_column(Integer)
    phone: Mapped[str | None] = mapped_column(String(64))
    address: Mapped[str | None] = mapped_column(Text)
    regency_code: Mapped[str] = mapped_column(String(4))
    regency: Mapped[str] = mapped_column(String(64))
    province: Mapped[str] = mapped_column(String(64))
    time_zone: Mapped[str] = mapped_column(String(32))
    latitude: Mapped[float] = mapped_column(Double)
    longitude: Mapped[float] = mapped_column(Double)
    is_fktp: Mapped[bool] = mapped_column(Boolean, default=False)
    queue_connected: Mapped[bool] = mapped_column(Boolean, default=False)
    open_24h: Mapped[bool] = mapped_column(Boolean, default=False)
    emergency_24h: Mapped[bool] = mapped_column(Boolean, default=False)
    opening_hours: Mapped[dict[str, list[str]] | None] = mapped_column(JSONB)
    closed_on_holidays: Mapped[bool] = mapped_column(Boolean, default=True)
    updated_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))

    @property
    def is_hospital(self) -> bool:
        """A referral facility with inpatient care."""
        return self.type == "hospital"


class FacilityRevision(Base):
    """One row that changes whenever facilities do, so that every process knows when to rebuild its search index."""

    __tablename__ = "facility_revisions"

    id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False, default=1)
    revision: Mapped[UUID] = mapped_column(default=uuid7)
