"""Table of bed reports."""

from datetime import datetime

from sqlalchemy import CheckConstraint, DateTime, ForeignKey, Index, Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from backend.db import Base


class BedReport(Base):
    """The latest report of one room, as Aplicares identifies it: facility, class code and room code.

    ``available`` counts free beds; ``available_men``, ``available_women`` and ``available_either`` split them where the
    hospital says so, and need not add up. ``reported_at`` is when the hospital said it.
    """

    __tablename__ = "bed_reports"
    __table_args__ = (
        CheckConstraint("capacity >= 0 AND available >= 0 AND available <= capacity", name="free_within_capacity"),
        Index("ix_bed_reports_class_free", "class_code", postgresql_where="available > 0"),
    )

    facility_code: Mapped[str] = mapped_column(ForeignKey("facilities.code", ondelete="CASCADE"), primary_key=True)
    class_code: Mapped[str] = mapped_column(String(3), primary_key=True)
    room_code: Mapped[str] = mapped_column(String(32), primary_key=True)
    room_name: Mapped[str] = mapped_column(String(120))
    capacity: Mapped[int] = mapped_column(Integer)
    available: Mapped[int] = mapped_column(Integer)
    available_men: Mapped[int | None] = mapped_column(Integer)
    available_women: Mapped[int | None] = mapped_column(Integer)
    available_either: Mapped[int | None] = mapped_column(Integer)
    reported_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
