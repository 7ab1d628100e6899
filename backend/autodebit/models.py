"""Tables of autodebit, and of the twin that stands for a bank. Amounts are whole rupiah."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import (
    CheckConstraint,
    Date,
    DateTime,
    ForeignKey,
    Index,
    Integer,
    SmallInteger,
    String,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from backend.db import Base
from backend.ids import uuid7


class Mandate(Base):
    """A family's order to a bank.

    ``state``: ``pending`` (the bank has not heard the member yet) → ``active`` → ``stopped`` | ``replaced``; or
    ``refused`` by the member at the bank, ``expired`` without an answer. ``account`` is masked as the bank shows it;
    the full number never leaves the bank. ``conversation_id`` is where the member is told of failed debits.
    """

    __tablename__ = "autodebit_mandates"
    __table_args__ = (
        CheckConstraint("state IN ('pending','active','stopped','replaced','refused','expired')", name="state"),
        Index("uq_autodebit_mandates_active", "family_id", unique=True, postgresql_where=text("state = 'active'")),
        Index("uq_autodebit_mandates_pending", "family_id", unique=True, postgresql_where=text("state = 'pending'")),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    family_id: Mapped[str] = mapped_column(ForeignKey("families.id", ondelete="CASCADE"), index=True)
    member_id: Mapped[str] = mapped_column(ForeignKey("members.id", ondelete="CASCADE"))
    bank: Mapped[str] = mapped_column(String(32))
    run_day: Mapped[int] = mapped_column(SmallInteger)
    account: Mapped[str | None] = mapped_column(String(32))
    state: Mapped[str] = mapped_column(String(12), default="pending")
    conversation_id: Mapped[UUID | None] = mapped_column(ForeignKey("conversations.id", ondelete="SET NULL"))
    created_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    agreed_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    ended_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))


class Debit(Base):
    """One month's debit of a family. Its id is the reference at the bank: asking again is the same debit.

    ``state``: ``asked`` (committed before the bank is called) → ``done`` | ``failed`` (``reason``:
    ``insufficient_funds``, ``account_closed``). One row for each family and month, whatever mandates there were:
    nothing is debited twice.
    """

    __tablename__ = "autodebit_debits"
    __table_args__ = (UniqueConstraint("family_id", "month"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    family_id: Mapped[str] = mapped_column(ForeignKey("families.id", ondelete="CASCADE"))
    mandate_id: Mapped[UUID] = mapped_column(ForeignKey("autodebit_mandates.id", ondelete="CASCADE"), index=True)
    mandate: Mapped[Mandate] = relationship()
    month: Mapped[date] = mapped_column(Date)
    amount: Mapped[int] = mapped_column(Integer)
    state: Mapped[str] = mapped_column(String(8), default="asked")
    reason: Mapped[str | None] = mapped_column(String(24))
    asked_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))


class TwinAccount(Base):
    """An account at the twin: what its owner agreed to, and how it behaves (``enough``, ``empty``, ``closed``)."""

    __tablename__ = "bank_twin_accounts"

    mandate_id: Mapped[UUID] = mapped_column(ForeignKey("autodebit_mandates.id", ondelete="CASCADE"), primary_key=True)
    behaviour: Mapped[str] = mapped_column(String(8))


class TwinDebit(Base):
    """What the twin did for a reference: asked again, it gives the same answer and moves no money."""

    __tablename__ = "bank_twin_debits"

    reference: Mapped[UUID] = mapped_column(primary_key=True)
    amount: Mapped[int] = mapped_column(Integer)
    result: Mapped[str] = mapped_column(String(24))
