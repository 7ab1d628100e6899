"""What the transcript shows: every message with its author, its time and its way."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from backend.attachments.models import Attachment
from backend.conversations.models import Delivery, Message

PAGE = 300
"""Newest messages of a conversation that a page starts with; a talk of a day is shorter."""
_UNSETTLED_PAGE = 30


@dataclass(frozen=True)
class Line:
    """One message. ``side``: ``member``, ``ours`` (bot and agents), ``note`` or ``system``."""

    seq: int
    side: str
    author: str
    name: str | None
    text: str
    at: datetime
    kind: str
    buttons: list[str] = field(default_factory=list)
    card: str | None = None
    map_url: str | None = None
    attachments: list[Attachment] = field(default_factory=list)
    delivery: Delivery | None = None


def _side(message: Message) -> str:
    if message.internal:
        return "note"
    return message.author if message.author in ("member", "system") else "ours"


def map_link(location: dict[str, Any]) -> str:
    """A map page of a point, opened only when the agent asks for it."""
    point = {"mlat": location["latitude"], "mlon": location["longitude"]}
    return f"https://www.openstreetmap.org/?{urlencode(point)}#map=16/{point['mlat']}/{point['mlon']}"


def _line(message: Message, files: dict[str, Attachment], deliveries: dict[int, Delivery]) -> Line:
    return Line(
        seq=message.seq,
        side=_side(message),
        author="note" if message.internal else message.author,
        name=message.agent_name,
        text=message.text,
        at=message.created_at,
        kind=message.kind,
        buttons=[button["title"] for button in message.buttons or []],
        card=(message.card or {}).get("type"),
        map_url=map_link(message.location) if message.location else None,
        attachments=[files[name] for name in message.attachments or [] if name in files],
        delivery=deliveries.get(message.seq),
    )


def _files(session: Session, conversation_id: UUID, messages: Iterable[Message]) -> dict[str, Attachment]:
    names = [name for message in messages for name in message.attachments or []]
    if not names:
        return {}
    query = select(Attachment).where(Attachment.conversation_id == conversation_id, Attachment.id.in_(names))
    return {str(file.id): file for file in session.scalars(query)}


def read_lines(session: Session, conversation_id: UUID, *, after: int = 0) -> list[Line]:
    """The newest messages behind a sequence number, oldest first."""
    query = select(Message).where(Message.conversation_id == conversation_id, Message.seq > after)
    messages = list(session.scalars(query.order_by(Message.seq.desc()).limit(PAGE)))[::-1]
    deliveries = {delivery.seq: delivery for delivery in read_deliveries(session, conversation_id, after=after)}
    files = _files(session, conversation_id, messages)
    return [_line(message, files, deliveries) for message in messages]


def read_deliveries(
    session: Session, conversation_id: UUID, *, after: int = 0, upto: int | None = None
) -> Sequence[Delivery]:
    """How the newest messages of a called channel fare; with ``upto`` those that a page shows already."""
    query = select(Delivery).where(Delivery.conversation_id == conversation_id, Delivery.seq > after)
    if upto is not None:
        query = query.where(Delivery.seq <= upto).order_by(Delivery.seq.desc()).limit(_UNSETTLED_PAGE)
    return session.scalars(query.execution_options(populate_existing=True)).all()


def day_before(session: Session, conversation_id: UUID, after: int) -> datetime | None:
    """When the message with this number was written: lines behind it need a date only if the day changed."""
    message = session.get(Message, (conversation_id, after)) if after else None
    return message.created_at if message else None
