"""Files in messages of ours: the neutral card ``file``, which channels show as a picture or offer as a document.

A stored card names the attachment only. Web chat gets a signed address with each reading; a called channel gets the
bytes. ``{"type": "file", "id", "name", "media_type", "alt"}``; ``alt`` says in words what a picture shows.
"""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from itsdangerous import BadSignature, URLSafeSerializer
from sqlalchemy.orm import Session

from backend.attachments.models import Attachment
from backend.attachments.service import open_for
from backend.conversations.outgoing import OutgoingFile
from backend.errors import NotFound
from backend.settings import get_settings

TYPE = "file"
ADDRESS_LIFE_HOURS = 12
"""As long as one verification lasts at most; the chat page gets a new address whenever it reads the messages anew."""


def file_card(attachment: Attachment, alt: str = "") -> dict[str, Any]:
    """The card that brings an attachment of the conversation to its member."""
    about = {"id": str(attachment.id), "name": attachment.name, "media_type": attachment.media_type}
    return {"type": TYPE, **about, "alt": alt}


def _signer() -> URLSafeSerializer:
    return URLSafeSerializer(get_settings().signing_key, salt="file of a message")


def with_address(card: dict[str, Any] | None, now: datetime) -> dict[str, Any] | None:
    """The card as web chat gets it: with an address that works for half a day and stays the same within an hour."""
    if card is None or card.get("type") != TYPE:
        return card
    hour = now.replace(minute=0, second=0, microsecond=0)
    expires = int((hour + timedelta(hours=ADDRESS_LIFE_HOURS + 1)).timestamp())
    return card | {"url": f"/files/{_signer().dumps([card['id'], expires])!s}"}


def opened(token: str, now: datetime) -> UUID:
    """The attachment that an address stands for.

    Raises:
        NotFound: ``unknown_attachment``: forged or over.
    """
    try:
        attachment_id, expires = _signer().loads(token)
        if now < datetime.fromtimestamp(expires, UTC):
            return UUID(attachment_id)
    except (BadSignature, ValueError):
        pass
    raise NotFound("unknown_attachment")


def file_of(session: Session, conversation_id: UUID, card: dict[str, Any] | None) -> OutgoingFile | None:
    """The bytes of a ``file`` card; ``None`` for other cards, and where the file is gone."""
    if card is None or card.get("type") != TYPE:
        return None
    try:
        attachment, path = open_for(session, UUID(card["id"]), conversation_id)
    except NotFound:
        return None
    return OutgoingFile(path, attachment.name, attachment.media_type)
