"""Tables of members and families. Identifiers are encrypted; ``*_hash`` columns find a row by its number."""

from datetime import date, datetime
from typing import Any, Literal
from uuid import UUID

from sqlalchemy import CheckConstraint, Date, DateTime, ForeignKey, Index, Integer, SmallInteger, String, Text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column, relationship, validates

from backend.db import Base
from backend.ids import uuid7
from backend.privacy.crypto import EncryptedText, lookup_hash

Relation = Literal["head", "spouse", "child"]
Segment = Literal["PBPU", "PPU", "PBI"]
Status = Literal["active", "inactive"]
StatusReason = Literal["arrears", "state_support_ended", "employment_ended", "deceased", "duplicate", "first_payment"]
ChangeKind = Literal["fktp", "class", "phone", "email", "address", "correction"]
ChangeState = Literal["draft", "code_sent", "in_review", "pending", "applied", "withdrawn", "refused"]


def new_member_id() -> str:
    """An opaque id: it says nothing about any number of the member, so it may stand in logs and links."""
    return str(uuid7())


class Family(Base):
    """One family card (KK). The family is billed as a whole, on the virtual account of its head."""

    __tablename__ = "families"

    id: Mapped[str] = mapped_column(String(36), primary_key=True, default=new_member_id)
    card_number: Mapped[str] = mapped_column(EncryptedText("families.card_number"))
    card_number_hash: Mapped[str] = mapped_column(String(64), unique=True)
    members: Mapped[list["Member"]] = relationship(
        back_populates="family", order_by="Member.position", cascade="all, delete-orphan", passive_deletes=True
    )

    @validates("card_number")
    def _hash_card_number(self, _: str, value: str) -> str:
        self.card_number_hash = lookup_hash("kk", value)
        return value

    @property
    def head(self) -> "Member":
        """The member in whose name the family is registered."""
        return next(member for member in self.members if member.relation == "head")


class Member(Base):
    """One insured person.

    ``arrears_months`` are the unpaid months up to and including last month, as the registry counts them; what is
    billed (24 at most) is the contributions topic's business. ``status_reason`` says why a card is inactive.
    ``wage`` is the monthly wage in rupiah that an employer reported, where known. ``fktp_code`` is the code of the
    first-level facility in ``facilities``, ``None`` when no facility of that name is known.
    ``fktp_since`` and ``class_since`` are the last change, for the rules on how soon one may change again.
    ``nik_due_on`` is set for a newborn with provisional data: the day by which the real NIK must be told.
    """

    __tablename__ = "members"
    __table_args__ = (
        CheckConstraint("relation IN ('head', 'spouse', 'child')", name="relation"),
        CheckConstraint("segment IN ('PBPU', 'PPU', 'PBI')", name="segment"),
        CheckConstraint("contribution_class BETWEEN 1 AND 3", name="class"),
        CheckConstraint("status IN ('active', 'inactive')", name="status"),
        CheckConstraint("arrears_months >= 0", name="arrears"),
    )

    id: Mapped[str] = mapped_column(String(36), primary_key=True, default=new_member_id)
    family_id: Mapped[str] = mapped_column(ForeignKey("families.id", ondelete="CASCADE"), index=True)
    position: Mapped[int] = mapped_column(SmallInteger, default=0)
    relation: Mapped[str] = mapped_column(String(8))
    name: Mapped[str] = mapped_column(String(120))
    sex: Mapped[str] = mapped_column(String(1))
    birth_date: Mapped[date] = mapped_column(Date)
    nik: Mapped[str] = mapped_column(EncryptedText("members.nik"))
    nik_hash: Mapped[str] = mapped_column(String(64), unique=True)
    card_number: Mapped[str] = mapped_column(EncryptedText("members.card_number"))
    card_number_hash: Mapped[str] = mapped_column(String(64), unique=True)
    segment: Mapped[str] = mapped_column(String(4))
    contribution_class: Mapped[int] = mapped_column(SmallInteger)
    status: Mapped[str] = mapped_column(String(8))
    status_reason: Mapped[str | None] = mapped_column(String(32))
    arrears_months: Mapped[int] = mapped_column(Integer, default=0)
    phone: Mapped[str | None] = mapped_column(EncryptedText("members.phone"))
    phone_hash: Mapped[str | None] = mapped_column(String(64), index=True)
    email: Mapped[str | None] = mapped_column(EncryptedText("members.email"))
    address: Mapped[str | None] = mapped_column(EncryptedText("members.address"))
    fktp_code: Mapped[str | None] = mapped_column(String(16))
    fktp_name: Mapped[str | None] = mapped_column(String(160))
    fktp_since: Mapped[date | None] = mapped_column(Date)
    class_since: Mapped[date | None] = mapped_column(Date)
    city: Mapped[str | None] = mapped_column(String(80))
    autodebit_bank: Mapped[str | None] = mapped_column(String(32))
    wage: Mapped[int | None] = mapped_column(Integer)
    nik_due_on: Mapped[date | None] = mapped_column(Date)
    family: Mapped[Family] = relationship(back_populates="members")

    @validates("nik")
    def _hash_nik(self, _: str, value: str) -> str:
        self.nik_hash = lookup_hash("nik", value)
        return value

    @validates("card_number")
    def _hash_card_number(self, _: str, value: str) -> str:
        self.card_number_hash = lookup_hash("card", value)
        return value

    @validates("phone")
    def _hash_phone(self, _: str, value: str | None) -> str | None:
        self.phone_hash = None if value is None else lookup_hash("phone", value)
        return value

    @property
    def active(self) -> bool:
        """Whether the card guarantees care today."""
        return self.status == "active"


class MemberChange(Base):
    """A change of a member's data, from the draft that is read back to the day on which it counts.

    ``value`` is the new value as JSON, encrypted; ``shown`` is what may be read back of it, numbers masked.
    ``code_hash`` and ``codes_sent`` belong to a new phone, which is confirmed by a code on a page of ours.
    ``receipt`` is given on confirmation. ``attachments`` are ids of the documents that came along.
    """

    __tablename__ = "member_changes"
    __table_args__ = (
        CheckConstraint("kind IN ('fktp', 'class', 'phone', 'email', 'address', 'correction')", name="kind"),
        CheckConstraint(
            "state IN ('draft', 'code_sent', 'in_review', 'pending', 'applied', 'withdrawn', 'refused')", name="state"
        ),
        Index("ix_member_changes_due", "state", "effective_on"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    receipt: Mapped[str | None] = mapped_column(String(24), unique=True)
    member_id: Mapped[str] = mapped_column(ForeignKey("members.id", ondelete="CASCADE"), index=True)
    asked_by: Mapped[str] = mapped_column(String(36), index=True)
    kind: Mapped[str] = mapped_column(String(12))
    state: Mapped[str] = mapped_column(String(12), default="draft")
    value: Mapped[str] = mapped_column(EncryptedText("member_changes.value"))
    shown: Mapped[dict[str, Any]] = mapped_column(JSONB, default=dict)
    reason: Mapped[str | None] = mapped_column(String(24))
    attachments: Mapped[list[str]] = mapped_column(JSONB, default=list)
    effective_on: Mapped[date | None] = mapped_column(Date)
    conversation_id: Mapped[UUID | None] = mapped_column(index=True)
    locale: Mapped[str] = mapped_column(String(8), default="id")
    code_hash: Mapped[str | None] = mapped_column(String(64))
    code_sent_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    codes_sent: Mapped[int] = mapped_column(SmallInteger, default=0)
    created_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    decided_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    decided_by: Mapped[str | None] = mapped_column(String(64))
    note: Mapped[str | None] = mapped_column(Text)
    member: Mapped[Member] = relationship()


class FktpRoom(Base):
    """How many members a first-level facility takes, and how many it has, as it last reported."""

    __tablename__ = "fktp_rooms"
    __table_args__ = (CheckConstraint("capacity >= 0 AND registered >= 0", name="counts"),)

    facility_code: Mapped[str] = mapped_column(ForeignKey("facilities.code", ondelete="CASCADE"), primary_key=True)
    capacity: Mapped[int] = mapped_column(Integer)
    registered: Mapped[int] = mapped_column(Integer)
    reported_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))

    @property
    def free(self) -> int:
        """Members that still fit."""
        return max(0, self.capacity - self.registered)
