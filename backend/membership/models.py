"""Tables of members and families. Identifiers are encrypted; ``*_hash`` columns find a row by its number."""

from datetime import date
from typing import Literal

from sqlalchemy import CheckConstraint, Date, ForeignKey, Integer, SmallInteger, String
from sqlalchemy.orm import Mapped, mapped_column, relationship, validates

from backend.db import Base
from backend.ids import uuid7
from backend.privacy.crypto import EncryptedText, lookup_hash

Relation = Literal["head", "spouse", "child"]
Segment = Literal["PBPU", "PPU", "PBI"]
Status = Literal["active", "inactive"]
StatusReason = Literal["arrears", "state_support_ended", "employment_ended", "deceased", "duplicate"]


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
    fktp_code: Mapped[str | None] = mapped_column(String(16))
    fktp_name: Mapped[str | None] = mapped_column(String(160))
    fktp_since: Mapped[date | None] = mapped_column(Date)
    class_since: Mapped[date | None] = mapped_column(Date)
    city: Mapped[str | None] = mapped_column(String(80))
    autodebit_bank: Mapped[str | None] = mapped_column(String(32))
    wage: Mapped[int | None] = mapped_column(Integer)
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
