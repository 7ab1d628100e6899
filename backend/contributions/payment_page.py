"""The signed link to the page that shows a family's virtual accounts in full; a chat shows them masked.

A virtual account holds eleven digits of a card number, so it must not stay in the history of a chat.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID

from itsdangerous import BadSignature, URLSafeSerializer
from sqlalchemy.orm import Session

from backend.helpers.acting import acting
from backend.identity.service import viewer_of
from backend.identity.viewer import VERIFIED, Viewer
from backend.settings import get_settings

LINK_LIFE = timedelta(minutes=15)
"""As long as a verification lasts without use. The page may be opened again in that time: phones load a page anew when
one comes back to it from the bank's application."""


@dataclass(frozen=True)
class PaymentLink:
    """A link for one conversation and one member; works until ``expires_at`` and while they stay verified."""

    url: str
    expires_at: datetime


def _serializer() -> URLSafeSerializer:
    return URLSafeSerializer(get_settings().signing_key, salt="payment page")


def payment_link(conversation_id: UUID, member_id: str, now: datetime) -> PaymentLink:
    """The link to the accounts that this verified member pays into."""
    expires_at = now + LINK_LIFE
    token = _serializer().dumps([conversation_id.hex, member_id, int(expires_at.timestamp())])
    return PaymentLink(f"{get_settings().public_base_url}/bill/{token!s}", expires_at)


@dataclass(frozen=True)
class Opened:
    """A link that still works: whose conversation it is, and who may look."""

    conversation_id: UUID
    viewer: Viewer


def open_payment_link(session: Session, token: str, now: datetime) -> Opened | None:
    """Who looks at the page: the member, or their helper, to whom the link was given for them.

    ``None`` when the link is forged or over, or neither is verified there any more.
    """
    try:
        conversation, member_id, expires = _serializer().loads(token)
        conversation_id = UUID(conversation)
    except (BadSignature, ValueError):
        return None
    if now >= datetime.fromtimestamp(expires, UTC):
        return None
    helped = acting(session, conversation_id, now)
    viewer = helped.viewer if helped and not helped.over else viewer_of(session, conversation_id, now)
    if viewer.level < VERIFIED or viewer.member_id != member_id:
        return None
    return Opened(conversation_id, viewer)
