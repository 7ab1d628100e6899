"""What the service API of helping takes and gives."""

from datetime import datetime
from uuid import UUID

from pydantic import BaseModel

from backend.helpers.acting import masked
from backend.helpers.models import HelperKind, HelperPermission


class LinkIn(BaseModel):
    """As what somebody wants to help; the page asks again."""

    kind: HelperKind = "companion"


class LinkOut(BaseModel):
    """A one-time link. ``known``: the helper is verified in this chat and may get 30 days."""

    url: str
    expires_at: datetime
    known: bool


class HelpedOut(BaseModel):
    """A permission as its helper sees it: ``name`` is masked; ``state`` and ``note`` tell of a request."""

    id: UUID
    sex: str
    name: str
    kind: str
    services: list[str]
    state: str
    standing: bool
    expires_at: datetime
    note: str | None

    @classmethod
    def of(cls, one: HelperPermission, services: list[str]) -> "HelpedOut":
        """Without anything else of the member."""
        return cls(
            id=one.id,
            sex=one.member.sex,
            name=masked(one.member),
            kind=one.kind,
            services=services,
            state=one.state,
            standing=one.standing,
            expires_at=one.expires_at,
            note=one.note,
        )


class HelperOut(BaseModel):
    """A permission as the member sees it."""

    id: UUID
    name: str
    kind: str
    standing: bool
    method: str
    since: datetime
    expires_at: datetime

    @classmethod
    def of(cls, one: HelperPermission) -> "HelperOut":
        """Who may act, and until when."""
        since = one.decided_at or one.created_at
        return cls(
            id=one.id,
            name=one.helper_name,
            kind=one.kind,
            standing=one.standing,
            method=one.method,
            since=since,
            expires_at=one.expires_at,
        )


class EndedOut(BaseModel):
    """Whether the conversation acted for somebody."""

    ended: bool
