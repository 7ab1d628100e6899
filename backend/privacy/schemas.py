"""What the service API about a member's data takes and gives."""

from datetime import datetime
from typing import Literal

from pydantic import BaseModel, Field

from backend.privacy.models import PrivacyRequest
from backend.privacy.overview import Overview


class HoldingOut(BaseModel):
    """One kind of data: how many entries, whether the member may have it erased, the law that keeps it otherwise."""

    kind: str
    count: int
    erasable: bool
    law: str


class RecipientOut(BaseModel):
    """Who outside got data."""

    kind: str
    names: list[str]


class HelperLookOut(BaseModel):
    """A helper who acted for the member."""

    name: str
    kind: str
    times: int
    last: datetime


class OverviewOut(BaseModel):
    """Everything in figures."""

    name: str
    holdings: list[HoldingOut]
    looks: dict[str, int]
    recipients: list[RecipientOut]
    helpers: list[HelperLookOut]

    @classmethod
    def of(cls, found: Overview) -> "OverviewOut":
        """The overview without the member's record."""
        kinds = [
            HoldingOut(kind=h.category.key, count=h.count, erasable=h.category.erase == "member", law=h.category.law)
            for h in found.holdings
        ]
        given = [RecipientOut(kind=recipient.kind, names=recipient.names) for recipient in found.recipients]
        helpers = [HelperLookOut(name=h.name, kind=h.kind, times=h.times, last=h.last) for h in found.helpers]
        return cls(name=found.member.name, holdings=kinds, looks=found.looks, recipients=given, helpers=helpers)


class RequestIn(BaseModel):
    """What the privacy officer is to decide."""

    kind: Literal["correct", "object", "erase_more"]
    words: str = Field(default="", max_length=4096)


class RequestOut(BaseModel):
    """A request, its deadline, and what became of it."""

    number: str
    kind: str
    state: str
    created_at: datetime
    due_at: datetime
    outcome: dict[str, int]
    answer: str | None

    @classmethod
    def of(cls, request: PrivacyRequest) -> "RequestOut":
        """The request as its member sees it."""
        names = ("number", "kind", "state", "created_at", "due_at", "outcome", "answer")
        return cls(**{name: getattr(request, name) for name in names})


class CopyOut(BaseModel):
    """The link to the copy and the number under which it was asked for."""

    url: str
    expires_at: datetime
    number: str


class ForgottenOut(BaseModel):
    """How many messages were emptied."""

    messages: int
