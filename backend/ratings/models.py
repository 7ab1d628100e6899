"""Table of ratings."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, DateTime, ForeignKey, Index, SmallInteger, String
from sqlalchemy.orm import Mapped, mapped_column

from backend.db import Base
from backend.ids import uuid7
from backend.privacy.crypto import EncryptedText

STARS = 5


class FacilityRating(Base):
    """A member's stars (1 to 5) for a facility.

    ``visit_id`` is the recorded visit that it is about, one rating each; None where no visit was reported to us.
    ``medicine`` is None for who was given none. ``comment`` is kept as filtered (see ``comments``), and encrypted
    because a filter misses things. ``command_key`` names the command that brought it: sent twice, it counts once.
    """

    __tablename__ = "facility_ratings"
    __table_args__ = (
        CheckConstraint(
            "service BETWEEN 1 AND 5 AND waiting BETWEEN 1 AND 5 AND cleanliness BETWEEN 1 AND 5"
            " AND medicine BETWEEN 1 AND 5",
            name="stars",
        ),
        Index("ix_facility_ratings_facility", "facility_code"),
        Index("ix_facility_ratings_member", "member_id", "facility_code"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    member_id: Mapped[str] = mapped_column(ForeignKey("members.id", ondelete="CASCADE"))
    facility_code: Mapped[str] = mapped_column(String(16))
    visit_id: Mapped[UUID | None] = mapped_column(ForeignKey("visits.id", ondelete="SET NULL"), unique=True)
    service: Mapped[int] = mapped_column(SmallInteger)
    waiting: Mapped[int] = mapped_column(SmallInteger)
    cleanliness: Mapped[int] = mapped_column(SmallInteger)
    medicine: Mapped[int | None] = mapped_column(SmallInteger)
    comment: Mapped[str | None] = mapped_column(EncryptedText("facility_ratings.comment"))
    rated_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    command_key: Mapped[str | None] = mapped_column(String(200), unique=True)
