"""What goes in and out of a conversation, independent of channels and of Rasa."""

import re
import unicodedata
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

_HALF_PAIR = re.compile("[\ud800-\udfff]")
_INVISIBLE = frozenset({"Cc", "Cf", "Zs", "Zl", "Zp"})


def readable(text: str) -> str:
    """The text without what no database can keep: NUL bytes go, halves of surrogate pairs become the mark for it."""
    return _HALF_PAIR.sub("\N{REPLACEMENT CHARACTER}", text.replace("\0", ""))


def is_visible(text: str) -> bool:
    """Whether anything of it can be seen; spaces, controls and zero-width characters cannot."""
    return any(unicodedata.category(character) not in _INVISIBLE for character in text)


@dataclass(frozen=True)
class Location:
    """A point that the member shared, in degrees (WGS 84)."""

    latitude: float
    longitude: float


@dataclass(frozen=True)
class InboundMessage:
    """One message as a channel hands it in.

    ``chat_id`` names the member on the channel (Telegram chat id, web conversation id); ``external_id`` names the
    message there, and a repeated delivery carries the same one. At most one of text and button is set.
    """

    channel: str
    chat_id: str
    external_id: str
    text: str = ""
    button: str | None = None
    location: Location | None = None
    attachments: list[UUID] = field(default_factory=list)
    kind: str = "text"
    """``text``, or what we cannot read: ``voice``, ``sticker``, ``video``, ``other``."""
    locale: str | None = None
    display_name: str | None = None


@dataclass(frozen=True)
class Receipt:
    """What became of an inbound message. ``duplicate`` is true when it was here already."""

    conversation_id: UUID
    seq: int
    duplicate: bool = False
    sensitive: bool = False
    """The text held an identifier: a channel that can should delete the member's original."""


@dataclass(frozen=True)
class Reply:
    """One message of the bot, an agent or the system. ``buttons`` are ``{"title", "payload"}``."""

    text: str = ""
    buttons: list[dict[str, str]] = field(default_factory=list)
    card: dict[str, Any] | None = None
