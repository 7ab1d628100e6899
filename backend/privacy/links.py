"""The signed link to the page with a member's copy; health data and full numbers never go through the chat."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID

from itsdangerous import BadSignature, URLSafeSerializer
from sqlalchemy.orm import Session

from backend.identity.service import viewer_of
from backend.identity.viewer import VERIFIED, Viewer
from backend.settings import get_settings

LINK_LIFE = timedelta(minutes=15)
"""As long as a verification lasts without use; a phone may load the page again after a broken download."""


@dataclass(frozen=True)
class Link:
    """Works until ``expires_at`` and while the member stays verified in that conversation."""

    url: str
    expires_at: datetime


@dataclass(frozen=True)
class Opened:
    """A link that works: whose conversation, and who may have the copy."""

    conversation_id: UUID
    viewer: Viewer


def _serializer() -> URLSafeSerializer:
    return URLSafeSerializer(get_settings().signing_key, salt="my data page")


def data_link(conversation_id: UUID, member_id: str, now: datetime) -> Link:
    """The link for a verified member."""
    expires_at = now + LINK_LIFE
    token = _serializer().dumps([conversation_id.hex, member_id, int(expires_at.timestamp())])
    return Link(f"{get_settings().public_base_url}/my-data/{token!s}", expires_at)


def open_data_link(session: Session, token: str, now: datetime) -> Opened | None:
    """Who has the link; ``None`` when it is forged or over, or the member is not verified there any more."""
    try:
        conversation, member_id, expires = _serializer().loads(token)
        conversation_id = UUID(conversation)
    except (BadSignature, ValueError):
        return None
    if now >= datetime.fromtimestamp(expires, UTC):
        return None
    viewer = viewer_of(session, conversation_id, now)
    return Opened(conversation_id, viewer) if viewer.level >= VERIFIED and viewer.member_id == member_id else None
