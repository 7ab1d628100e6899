"""What the membership service API gives. Numbers of persons leave it masked."""

from datetime import date
from typing import Any, Self

from pydantic import BaseModel

from backend.membership.models import Member
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
