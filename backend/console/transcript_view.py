"""What the transcript shows: every message with its author, its time and its way."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from backend.attachments.models import Attachment
from backend.console.ways import Way, read_ways
from backend.conversations.models import Message
from backend.conversations.service import ERASED, PROMPT
from backend.handover.work import WHISPER

PAGE = 200
"""Messages of a conversation that a page starts with, and that are added when one goes further back."""


@dataclass(frozen=True)
class Line:
    """One message. ``side``: ``member``, ``ours`` (bot and agents), ``note``, ``whisper`` or ``system``."""

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
    delivery: Way | None = None


def _side(message: Message) -> str:
    if message.internal:
        return "whisper" if message.kind == WHISPER else "note"
    return message.author if message.author in ("member", "system") else "ours"


def map_link(location: dict[str, Any]) -> str:
    """A map page of a point, opened only when the agent asks for it."""
    point = {"mlat": location["latitude"], "mlon": location["longitude"]}
    return f"https://www.openstreetmap.org/?{urlencode(point)}#map=16/{point['mlat']}/{point['mlon']}"


def _line(message: Message, files: dict[str, Attachment], ways: dict[int, Way]) -> Line:
    return Line(
        seq=message.seq,
        side=_side(message),
        author=_side(message) if message.internal else message.author,
        name=message.agent_name,
        text=message.text,
        at=message.created_at,
        kind="text" if message.kind == WHISPER else message.kind,
        buttons=[button["title"] for button in message.buttons or []],
        card=(message.card or {}).get("type"),
        map_url=map_link(message.location) if message.location else None,
        attachments=[files[name] for name in message.attachments or [] if name in files],
        delivery=ways.get(message.seq),
    )


def _files(session: Session, conversation_id: UUID, messages: Iterable[Message]) -> dict[str, Attachment]:
    names = [name for message in messages for name in message.attachments or []]
    if not names:
        return {}
    query = select(Attachment).where(Attachment.conversation_id == conversation_id, Attachment.id.in_(names))
    return {str(file.id): file for file in session.scalars(query)}


def read_lines(
    session: Session,
    conversation_id: UUID,
    *,
    after: int = 0,
    before: int | None = None,
    consultation_id: UUID | None = None,
    since: datetime | None = None,
    until: datetime | None = None,
) -> list[Line]:
    """The newest messages behind a sequence number, or the newest before one, oldest first.

    Those of one consultation ``since`` it was opened ``until`` it ended, which only its doctors may see, or else all
    that are not about the member's health.
    Notes among agents are never part of a consultation.
    """
    query = select(Message).where(Message.conversation_id == conversation_id, Message.seq > after)
    query = query.where(Message.kind.not_in((PROMPT, ERASED)))
    if consultation_id is None:
        query = query.where(Message.sealed.is_(None))
    else:
        query = query.where(Message.consultation_id == consultation_id, Message.internal.is_(False))
    if since is not None:
        query = query.where(Message.created_at >= since)
    if until is not None:
        query = query.where(Message.created_at <= until)
    if before is not None:
        query = query.where(Message.seq < before)
    messages = list(session.scalars(query.order_by(Message.seq.desc()).limit(PAGE)))[::-1]
    ways = {way.seq: way for way in read_ways(session, conversation_id, after=after)}
    files = _files(session, conversation_id, messages)
    return [_line(message, files, ways) for message in messages]


def day_before(session: Session, conversation_id: UUID, after: int) -> datetime | None:
    """When the message with this number was written: lines behind it need a date only if the day changed."""
    message = session.get(Message, (conversation_id, after)) if after else None
    return message.created_at if message else None
