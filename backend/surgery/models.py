"""Tables of planned and done surgery, and of the conversations that want to hear of changes."""

from datetime import date, datetime, time
from uuid import UUID

from sqlalchemy import Boolean, Date, DateTime, ForeignKey, String, Time
from sqlalchemy.orm import Mapped, mapped_column, relationship

from backend.db import Base
from backend.privacy.crypto import EncryptedText
from backend.queues.models import Poli

CODE_LENGTH = 30


class Surgery(Base):
    """A surgery date as the hospital reports it (``jadwaloperasi``).

    ``procedure`` (``jenistindakan``) is health data and encrypted. ``starts`` is local time, where one is named.
    ``moved_from`` is the date before the hospital's last change of it.
    """

    __tablename__ = "surgeries"

    code: Mapped[str] = mapped_column(String(CODE_LENGTH), primary_key=True)
    member_id: Mapped[str] = mapped_column(ForeignKey("members.id", ondelete="CASCADE"), index=True)
    facility_code: Mapped[str] = mapped_column(String(16))
    poli_code: Mapped[str] = mapped_column(ForeignKey("polis.code"))
    day: Mapped[date] = mapped_column(Date)
    starts: Mapped[time | None] = mapped_column(Time)
    procedure: Mapped[str] = mapped_column(EncryptedText("surgeries.procedure"))
    moved_from: Mapped[date | None] = mapped_column(Date)
    done: Mapped[bool] = mapped_column(Boolean, default=False)
    reported_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    poli: Mapped[Poli] = relationship(lazy="joined", innerjoin=True)


class SurgeryWatch(Base):
    """A conversation in which a member's dates were asked for: it is told when one of them changes."""

    __tablename__ = "surgery_watches"

    conversation_id: Mapped[UUID] = mapped_column(ForeignKey("conversations.id", ondelete="CASCADE"), primary_key=True)
    member_id: Mapped[str] = mapped_column(ForeignKey("members.id", ondelete="CASCADE"), primary_key=True)
    asked_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
