"""Telegram updates as neutral messages."""

import logging
from dataclasses import dataclass
from typing import cast

from telegram import Bot, CallbackQuery, Message, Update, User

from backend.conversations.messages import InboundMessage, Location, readable
from backend.texts import language_of
from channels.telegram.texts import as_text

log = logging.getLogger(__name__)

CHANNEL = "telegram"
ALLOWED_UPDATES = ("message", "callback_query", "my_chat_member")
"""Edited messages are not asked for: an edit is not a new message and must not run as one."""
EXTERNAL_ID_LENGTH = 64

_UNREADABLE = {
    "voice": "voice",
    "audio": "voice",
    "sticker": "sticker",
    "video": "video",
    "video_note": "video",
    "animation": "video",
    "poll": "other",
    "dice": "other",
    "story": "other",
    "game": "other",
    "checklist": "other",
    "paid_media": "other",
}
"""Content that we cannot read, and its neutral kind. Service messages ("pinned a message") are none of these."""


@dataclass(frozen=True)
class IncomingFile:
    """A photo or document that waits on Telegram's servers; ``size`` in bytes where Telegram tells it."""

    file_id: str
    size: int | None
    name: str | None


def update_from(raw: object, bot: Bot) -> Update | None:
    """The update, or ``None`` where the library cannot read it, as with servers newer or older than it is."""
    try:
        return Update.de_json(cast("dict[str, object]", raw), bot)
    except Exception:  # whatever the library stumbles over; what follows must still be read
        number = raw.get("update_id") if isinstance(raw, dict) else None
        log.exception("update %s cannot be read and is left out", number)
        return None


def locale_of(user: User | None) -> str:
    """English for members whose Telegram is in English, Indonesian for all others."""
    return language_of((user.language_code if user else None) or "")


def unreadable_kind(message: Message) -> str | None:
    """The neutral kind of content that we cannot read; ``None`` where there is none."""
    return next((kind for name, kind in _UNREADABLE.items() if getattr(message, name, None)), None)


def file_of(message: Message, limit: int) -> IncomingFile | None:
    """The photo in its largest size within the limit, or the document; ``None`` where there is neither."""
    if message.photo:
        fitting = [size for size in message.photo if (size.file_size or 0) <= limit] or message.photo[:1]
        best = max(fitting, key=lambda size: size.width * size.height)
        return IncomingFile(best.file_id, best.file_size, None)
    if message.document and not message.animation:
        return IncomingFile(message.document.file_id, message.document.file_size, message.document.file_name)
    return None


def from_message(update: Update, message: Message) -> InboundMessage | None:
    """The neutral message, its file left aside; ``None`` if it says nothing, like Telegram's service messages."""
    number = message.contact.phone_number if message.contact else ""  # what is shared is the number, as if typed
    text = as_text(readable(message.text or message.caption or number))
    place = message.location or (message.venue.location if message.venue else None)
    kind = "text" if place else unreadable_kind(message) or "text"
    if not (text or place or message.photo or message.document or kind != "text"):
        return None
    return InboundMessage(
        channel=CHANNEL,
        chat_id=str(message.chat.id),
        external_id=str(update.update_id),
        text=text,
        location=Location(place.latitude, place.longitude) if place else None,
        kind=kind,
        locale=locale_of(message.from_user),
        display_name=message.from_user.first_name if message.from_user else None,
    )


def from_press(query: CallbackQuery, data: str, chat_id: int, message_id: int) -> InboundMessage:
    """The neutral message of a pressed button.

    It is named by the button and not by the update: who taps twice before the keyboard is gone says it once.
    """
    return InboundMessage(
        channel=CHANNEL,
        chat_id=str(chat_id),
        external_id=f"press:{message_id}:{data}"[:EXTERNAL_ID_LENGTH],
        button=data,
        locale=locale_of(query.from_user),
        display_name=query.from_user.first_name,
    )
