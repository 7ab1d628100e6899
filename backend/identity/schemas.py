"""What the identity service API takes and gives."""

from datetime import datetime
from typing import Any

from pydantic import BaseModel, Field


class VerificationIn(BaseModel):
    """A wish for a verification link."""

    return_url: str | None = Field(default=None, max_length=300, pattern=r"^https?://")


class VerificationOut(BaseModel):
    """A one-time link."""

    url: str
    expires_at: datetime


class ViewerOut(BaseModel):
    """Who the conversation is: level 0 nobody, 1 identified, 2 verified."""

    level: int
    member_id: str | None


class IdentifyIn(BaseModel):
    """What was typed. Either may come alone: a number is kept for the date of birth that follows."""

    number: str | None = Field(default=None, max_length=200)
    birth_date: str | None = Field(default=None, max_length=200)


class IdentifyOut(BaseModel):
    """What came of it: see ``identification.Identification``."""

    outcome: str
    active: bool | None
    details: dict[str, Any]
