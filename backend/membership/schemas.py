"""What the membership service API gives. Numbers of persons leave it masked."""

from datetime import date, datetime
from typing import Any, Literal, Self
from uuid import UUID

from pydantic import BaseModel, Field

from backend.membership.models import ChangeKind, Member, MemberChange
from backend.privacy.identifiers import mask_value


class StatusOut(BaseModel):
    """Active or not, and nothing else: what level 1 may know."""

    active: bool


class CardOut(BaseModel):
    """A member as the family's list shows them."""

    member_id: str
    relation: str
    name: str
    card_number: str
    active: bool
    status_reason: str | None
    segment: str
    contribution_class: int

    @classmethod
    def of(cls, member: Member) -> Self:
        """The card of a member, its number masked."""
        return cls(**_card(member))


class MemberOut(CardOut):
    """Everything that a verified member sees of their own membership."""

    nik: str
    birth_date: date
    sex: str
    arrears_months: int
    phone: str | None
    email: str | None
    address: str | None
    nik_due_on: date | None
    fktp_code: str | None
    fktp_name: str | None
    fktp_since: date | None
    class_since: date | None
    city: str | None
    autodebit_bank: str | None

    @classmethod
    def of(cls, member: Member) -> Self:
        """The overview of a member, numbers and e-mail masked."""
        return cls(
            **_card(member),
            nik=mask_value(member.nik),
            birth_date=member.birth_date,
            sex=member.sex,
            arrears_months=member.arrears_months,
            phone=mask_value(member.phone) if member.phone else None,
            email=mask_email(member.email) if member.email else None,
            address=member.address,
            nik_due_on=member.nik_due_on,
            fktp_code=member.fktp_code,
            fktp_name=member.fktp_name,
            fktp_since=member.fktp_since,
            class_since=member.class_since,
            city=member.city,
            autodebit_bank=member.autodebit_bank,
        )


class FamilyOut(BaseModel):
    """The viewer and whom they may act for. ``others``: adults of the family who must verify themselves."""

    members: list[CardOut]
    others: int


class TypedOut(BaseModel):
    """Whom a typed number names; ``None``: the viewer."""

    member_id: str | None


class FktpChangeOut(BaseModel):
    """Whether a member may change the first-level facility now, and from when it would count."""

    member_id: str
    name: str
    fktp_code: str | None
    fktp_name: str | None
    fktp_since: date | None
    earliest_on: date | None
    too_soon: bool
    by_agent: bool
    months: int
    effective_on: date
    pending: "ChangeOut | None"


class ClassOut(BaseModel):
    """One class that a family may change to; ``total`` is for everybody, a month, in rupiah."""

    contribution_class: int
    per_person: int
    total: int


class ClassChangeOut(BaseModel):
    """Whether the family may change its class now, and what each class costs."""

    contribution_class: int
    total: int
    people: list[str]
    effective_on: date
    options: list[ClassOut]
    pending: "ChangeOut | None"


class ChangeIn(BaseModel):
    """What is to be changed; which fields count depends on the kind."""

    kind: ChangeKind
    member: str | None = None
    code: str | None = Field(default=None, max_length=16)
    contribution_class: int | None = None
    field: str | None = Field(default=None, max_length=12)
    text: str | None = Field(default=None, max_length=400)
    reason: str | None = Field(default=None, max_length=24)
    attachments: list[UUID] = Field(default_factory=list, max_length=10)


class ChangeOut(BaseModel):
    """A change as its owner sees it; ``shown`` reads it back, numbers masked."""

    id: UUID
    receipt: str | None
    kind: str
    state: str
    member_id: str
    shown: dict[str, Any]
    reason: str | None
    effective_on: date | None
    created_at: datetime
    note: str | None
    page: str | None = None
    """Where the code to a new phone is typed."""

    @classmethod
    def of(cls, change: MemberChange, page: str | None = None) -> Self:
        """A change; ``page`` for one that waits for a code."""
        names = ("id", "receipt", "kind", "state", "member_id", "shown", "reason", "effective_on", "created_at", "note")
        return cls(**{name: getattr(change, name) for name in names}, page=page)


class CardsIn(BaseModel):
    """Whose digital cards, and how: a picture each, or one PDF."""

    member: str | None = None
    family: bool = False
    form: Literal["png", "pdf"] = "png"


class CardsOut(BaseModel):
    """The files, as cards of messages."""

    files: list[dict[str, Any]]


def mask_email(email: str) -> str:
    """``s***@contoh.id``: enough to recognise one's own address."""
    name, _, host = email.partition("@")
    return f"{name[:1]}***@{host}"


def _card(member: Member) -> dict[str, Any]:
    return {
        "member_id": member.id,
        "relation": member.relation,
        "name": member.name,
        "card_number": mask_value(member.card_number),
        "active": member.active,
        "status_reason": member.status_reason,
        "segment": member.segment,
        "contribution_class": member.contribution_class,
    }
