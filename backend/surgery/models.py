"""Table of planned and done surgery."""

from datetime import date, datetime, time

from sqlalchemy import Boolean, Date, DateTime, ForeignKey, String, Time
from sqlalchemy.orm import Mapped, mapped_column, relationship

from backend.db import Base
from backend.privacy.crypto import EncryptedText
from backend.queues.models import Poli


class Surgery(Base):
    """A surgery date as the hospital reports it (``jadwaloperasi``).

    ``procedure`` (``jenistindakan``) is health data and encrypted. ``starts`` is local time, where one is named.
    """

    __tablename__ = "surgeries"

    code: Mapped[str] = mapped_column(String(30), primary_key=True)
    member_id: Mapped[str] = mapped_column(ForeignKey("members.id", ondelete="CASCADE"), index=True)
    facility_code: Mapped[str] = mapped_column(String(16))
    poli_code: Mapped[str] = mapped_column(ForeignKey("polis.code"))
    day: Mapped[date] = mapped_column(Date)
    starts: Mapped[time | None] = mapped_column(Time)
    procedure: Mapped[str] = mapped_column(EncryptedText("surgeries.procedure"))
    done: Mapped[bool] = mapped_column(Boolean, default=False)
    reported_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    poli: Mapped[Poli] = relationship(lazy="joined", innerjoin=True)
