"""What the registration service API takes and gives. Numbers leave it masked."""

from datetime import date, datetime
from typing import Any, Self
from uuid import UUID

from pydantic import BaseModel, Field

from backend.membership.schemas import mask_email
from backend.privacy.identifiers import mask_value
from backend.registration.access import data_of
from backend.registration.models import Kind, Registration
from backend.registration.steps import STEPS, missing


class BeginIn(BaseModel):
    """Which kind is begun."""

    kind: Kind


class ResumeIn(BaseModel):
    """A number and its code, to go on elsewhere."""

    receipt: str = Field(max_length=40)
    code: str = Field(max_length=20)


class AnswerIn(BaseModel):
    """One answer."""

    field: str = Field(max_length=20)
    text: str = Field(default="", max_length=400)
    code: str | None = Field(default=None, max_length=20)
    attachments: list[UUID] = Field(default_factory=list, max_length=10)


class RegistrationOut(BaseModel):
    """A registration as its owner sees it: what is known, read back, and what is still to be asked."""

    receipt: str
    access_code: str
    kind: str
    state: str
    steps: list[str]
    missing: list[str]
    shown: dict[str, Any]
    files: int
    pay_from: date | None
    pay_until: date | None
    note: str | None
    created_at: datetime

    @classmethod
    def of(cls, registration: Registration) -> Self:
        """Names short, numbers masked."""
        data = data_of(registration)
        same = ("receipt", "access_code", "kind", "state", "pay_from", "pay_until", "note", "created_at")
        return cls(
            **{name: getattr(registration, name) for name in same},
            steps=list(STEPS[registration.kind]),
            missing=missing(registration.kind, data),
            shown=shown(data),
            files=len(registration.attachments),
        )


_PLAIN = ("class", "bank", "sex", "name", "birth_date", "ended_on", "permit_since")


def shown(data: dict[str, Any]) -> dict[str, Any]:
    """The answers as they may be read back."""
    told: dict[str, Any] = {key: data[key] for key in _PLAIN if key in data}
    told |= {key: mask_value(data[key]) for key in ("kk", "phone") if data.get(key)}
    if data.get("email"):
        told["email"] = mask_email(data["email"])
    told["people"] = [one["name"] for one in (data.get("person") or data).get("people", [])]
    told["known"] = (data.get("person") or {}).get("known", 0)
    told["candidates"] = [one["name"] for one in data.get("candidates", [])]
    told["choice"] = (data.get("choice") or {}).get("name")
    told["fktp"] = (data.get("fktp") or {}).get("name")
    told |= {key: data[key] for key in ("late", "segment", "pay_until") if key in data}
    return told
