"""Tables of invoices and payments. Amounts are whole rupiah; a month is written as its first day."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Date, DateTime, ForeignKey, Index, Integer, String, UniqueConstraint
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column, relationship

from backend.db import Base
from backend.ids import uuid7


class Payment(Base):
    """Money received for a family.

    ``state``: ``matched`` to invoices, or ``unmatched``: the bank has reported it and the ledger has not yet taken it
    up, which usually lasts less than a day. ``channel``: ``virtual_account``, ``autodebit`` or ``employer``.
    ``month`` is what an employer paid for; the other channels pay invoices. ``reference`` is the bank's own number of
    the payment: a notice that comes again is no second payment. ``problem``: why the ledger could not take it up by
    itself (``amount_mismatch``), so that a person decides. ``received_at``: when we heard of it, perhaps days later.
    ``returned``: rupiah that an agent had sent back to who paid; all of it in the state ``returned``.
    """

    __tablename__ = "payments"
    __table_args__ = (
        CheckConstraint("amount > 0", name="amount"),
        CheckConstraint("state IN ('matched', 'unmatched', 'returned')", name="state"),
        Index("ix_payments_family", "family_id", "paid_at"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    family_id: Mapped[str] = mapped_column(ForeignKey("families.id", ondelete="CASCADE"))
    amount: Mapped[int] = mapped_column(Integer)
    paid_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    channel: Mapped[str] = mapped_column(String(16))
    bank: Mapped[str | None] = mapped_column(String(32))
    state: Mapped[str] = mapped_column(String(12), default="matched")
    month: Mapped[date | None] = mapped_column(Date)
    reference: Mapped[str | None] = mapped_column(String(64), unique=True)
    problem: Mapped[str | None] = mapped_column(String(24))
    returned: Mapped[int] = mapped_column(Integer, default=0, server_default="0")
    received_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    invoices: Mapped[list["Invoice"]] = relationship(back_populates="payment", order_by="Invoice.month")

    @property
    def net(self) -> int:
        """Rupiah that stay here and pay months."""
        return self.amount - self.returned


class Reactivation(Base):
    """A family's cards that became active again: what the fine for inpatient care is reckoned from.

    ``months``: the unpaid months before it, as the fine counts them.
    """

    __tablename__ = "reactivations"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    family_id: Mapped[str] = mapped_column(ForeignKey("families.id", ondelete="CASCADE"), index=True)
    on: Mapped[date] = mapped_column("on_date", Date)
    months: Mapped[int] = mapped_column(Integer)


class PaymentWatch(Base):
    """A conversation that asked where to pay, and so is told when the money has come."""

    __tablename__ = "payment_watches"

    conversation_id: Mapped[UUID] = mapped_column(ForeignKey("conversations.id", ondelete="CASCADE"), primary_key=True)
    family_id: Mapped[str] = mapped_column(ForeignKey("families.id", ondelete="CASCADE"), index=True)
    asked_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))


class News(Base):
    """Something about money that a conversation is to be told, once. ``key`` names what happened.

    ``taken_by``: the turn that has told it; the same turn, run again, tells it again.
    """

    __tablename__ = "contribution_news"
    __table_args__ = (UniqueConstraint("conversation_id", "key"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    conversation_id: Mapped[UUID] = mapped_column(ForeignKey("conversations.id", ondelete="CASCADE"))
    key: Mapped[str] = mapped_column(String(80))
    kind: Mapped[str] = mapped_column(String(32))
    facts: Mapped[dict[str, Any]] = mapped_column(JSONB)
    created_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    prompted_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    taken_by: Mapped[str | None] = mapped_column(String(200), index=True)


class Invoice(Base):
    """One month of a family that pays for itself; unpaid while it has no payment.

    ``waived_on``: the day on which the newer, billed months were paid, so that this older one is no longer asked for.
    """

    __tablename__ = "invoices"
    __table_args__ = (UniqueConstraint("family_id", "month"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    family_id: Mapped[str] = mapped_column(ForeignKey("families.id", ondelete="CASCADE"), index=True)
    month: Mapped[date] = mapped_column(Date)
    due_on: Mapped[date] = mapped_column(Date)
    waived_on: Mapped[date | None] = mapped_column(Date)
    payment_id: Mapped[UUID | None] = mapped_column(ForeignKey("payments.id"), index=True)
    payment: Mapped[Payment | None] = relationship(back_populates="invoices")
    lines: Mapped[list["InvoiceLine"]] = relationship(back_populates="invoice", cascade="all, delete-orphan")

    @property
    def amount(self) -> int:
        """Rupiah of all members."""
        return sum(line.amount for line in self.lines)


class InvoiceLine(Base):
    """One member's part of an invoice."""

    __tablename__ = "invoice_lines"
    __table_args__ = (CheckConstraint("amount >= 0", name="amount"),)

    invoice_id: Mapped[UUID] = mapped_column(ForeignKey("invoices.id", ondelete="CASCADE"), primary_key=True)
    member_id: Mapped[str] = mapped_column(ForeignKey("members.id", ondelete="CASCADE"), primary_key=True)
    amount: Mapped[int] = mapped_column(Integer)
    invoice: Mapped[Invoice] = relationship(back_populates="lines")
