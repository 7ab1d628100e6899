"""The signed link to a member's own record; works for a quarter of an hour and while they stay verified."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID

from itsdangerous import BadSignature, URLSafeSerializer
from sqlalchemy.orm import Session

from backend.identity.service import viewer_of
from backend.identity.viewer import VERIFIED, Viewer
from backend.settings import get_settings

LINK_LIFE = timedelta(minutes=15)
"""As long as a verification lasts without use."""


def _serializer() -> URLSafeSerializer:
    return URLSafeSerializer(get_settings().signing_key, salt="history page")


def page_link(conversation_id: UUID, viewer: Viewer, member_id: str, now: datetime) -> str:
    """The address of a member's record for the verified viewer of a conversation."""
    until = int((now + LINK_LIFE).timestamp())
    token = _serializer().dumps([conversation_id.hex, viewer.member_id, member_id, until])
    return f"{get_settings().public_base_url}/history/{token!s}"


@dataclass(frozen=True)
class Opened:
    """A link that still works: from which conversation, for whom, and whose record."""

    conversation_id: UUID
    viewer: Viewer
    member_id: str


def open_link(session: Session, token: str, now: datetime) -> Opened | None:
    """What a link opens; None when it is forged or over, or its viewer no longer verified there."""
    try:
        conversation, viewer_id, member_id, until = _serializer().loads(token)
        conversation_id = UUID(conversation)
    except (BadSignature, ValueError):
        return None
    viewer = viewer_of(session, conversation_id, now)
    if now >= datetime.fromtimestamp(until, UTC) or viewer.level < VERIFIED or viewer.member_id != viewer_id:
        return None
    return Opened(conversation_id, viewer, member_id)
