"""The signed address in a digital card's QR code: it tells whoever scans it valid or not valid, and nothing else."""

from datetime import UTC, datetime, timedelta
from typing import Literal

from itsdangerous import BadSignature, URLSafeSerializer
from sqlalchemy.orm import Session

from backend.membership import repository
from backend.privacy.audit import Access, record_access
from backend.settings import get_settings

CARD_LIFE = timedelta(hours=24)
"""A card is shown on the day it was made; a copy that goes round is worthless tomorrow."""

Verdict = Literal["valid", "not_valid", "over"]


def _serializer() -> URLSafeSerializer:
    return URLSafeSerializer(get_settings().signing_key, salt="digital card")


def valid_until(now: datetime) -> datetime:
    """When a card that is made now stops counting."""
    return now + CARD_LIFE


def card_url(member_id: str, now: datetime) -> str:
    """The address for a member's card."""
    token = _serializer().dumps([member_id, int(valid_until(now).timestamp())])
    return f"{get_settings().public_base_url}/card/{token!s}"


def judge(session: Session, token: str, now: datetime) -> Verdict:
    """Whether the card behind an address guarantees care at this moment; ``over``: forged, or older than a day."""
    try:
        member_id, expires = _serializer().loads(token)
    except (BadSignature, ValueError, TypeError):
        return "over"
    if now >= datetime.fromtimestamp(expires, UTC):
        return "over"
    member = repository.by_id(session, member_id)
    access = Access("system", "card check")
    record_access(session, access, member_id=member.id if member else None, what="member.status", now=now)
    return "valid" if member and member.active else "not_valid"
