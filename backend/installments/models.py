"""Tables of plans to pay arrears in stages. Amounts are whole rupiah; a month is written as its first day."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Date, DateTime, ForeignKey, Index, Integer, SmallInteger, String, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from backend.contributions.models import Payment
from backend.db import Base
from backend.ids import uuid7


class Plan(Base):
    """One family's plan.

    ``state``: ``active`` → ``completed`` | ``ended`` (its last day passed, or a missed stage ended it). ``kind``:
    ``arrears`` (a family that pays for itself) or ``segment_change`` (one that did, and now an employer or the state
    pays). ``rule`` names the generation of the rule that it was made under. ``credit`` is what was paid towards the
    arrears beyond the months that it settled in full; it outlives a plan that ended.
    """

    __tablename__ = "installment_plans"
    __table_args__ = (
        CheckConstraint("state IN ('active', 'completed', 'ended')", name="state"),
        CheckConstraint("credit >= 0", name="credit"),
        Index("uq_installment_plans_active", "family_id", unique=True, postgresql_where=text("state = 'active'")),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    family_id: Mapped[str] = mapped_column(ForeignKey("families.id", ondelete="CASCADE"), index=True)
    member_id: Mapped[str] = mapped_column(ForeignKey("members.id", ondelete="CASCADE"))
    kind: Mapped[str] = mapped_column(String(16))
    rule: Mapped[str] = mapped_column(String(64))
    state: Mapped[str] = mapped_column(String(12), default="active")
    arrears_months: Mapped[int] = mapped_column(Integer)
    arrears_amount: Mapped[int] = mapped_column(Integer)
    credit: Mapped[int] = mapped_column(Integer, default=0)
    enrolled_on: Mapped[date] = mapped_column(Date)
    created_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    ended_on: Mapped[date | None] = mapped_column(Date)
    conversation_id: Mapped[UUID | None] = mapped_column(ForeignKey("conversations.id", ondelete="SET NULL"))
    key: Mapped[str | None] = mapped_column(String(200), unique=True)
    stages: Mapped[list["Stage"]] = relationship(
        back_populates="plan", order_by="Stage.number", cascade="all, delete-orphan"
    )


class Stage(Base):
    """One monthly payment of a plan: a share of the arrears, and the running contribution where the rule includes it.

    ``warned``: the member was told that it was missed.
    """

    __tablename__ = "installment_stages"

    plan_id: Mapped[UUID] = mapped_column(ForeignKey("installment_plans.id", ondelete="CASCADE"), primary_key=True)
    number: Mapped[int] = mapped_column(SmallInteger, primary_key=True)
    month: Mapped[date] = mapped_column(Date)
    due_on: Mapped[date] = mapped_column(Date)
    arrears_share: Mapped[int] = mapped_column(Integer)
    running_share: Mapped[int] = mapped_column(Integer)
    warned: Mapped[bool] = mapped_column(default=False)
    payment_id: Mapped[UUID | None] = mapped_column(ForeignKey("payments.id"))
    payment: Mapped[Payment | None] = relationship()
    plan: Mapped[Plan] = relationship(back_populates="stages")

    @property
    def amount(self) -> int:
        """Rupiah to pay."""
        return self.arrears_share + self.running_share

    @property
    def paid(self) -> bool:
        """Whether its money has come."""
        return self.payment_id is not None
