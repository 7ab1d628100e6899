"""Tables of invoices and payments. Amounts are whole rupiah; a month is written as its first day."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Date, DateTime, ForeignKey, Index, Integer, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from backend.db import Base
from backend.ids import uuid7


class Payment(Base):
    """Money received for a family.

    ``state``: ``matched`` to invoices, or ``unmatched``: the bank has reported it and the ledger has not yet taken it
    up, which usually lasts less than a day. ``channel``: ``virtual_account``, ``autodebit`` or ``employer``.
    ``month`` is what an employer paid for; the other channels pay invoices.
    """

    __tablename__ = "payments"
    __table_args__ = (
        CheckConstraint("amount > 0", name="amount"),
        CheckConstraint("state IN ('matched', 'unmatched')", name="state"),
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
    invoices: Mapped[list["Invoice"]] = relationship(back_populates="payment", order_by="Invoice.month")


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
