"""Tables of the message path."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    Date,
    DateTime,
    ForeignKey,
    Identity,
    Index,
    Integer,
    LargeBinary,
    String,
    Text,
    UniqueConstraint,
    func,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from backend.conversations.sealing import Sealable
from backend.db import Base
from backend.ids import uuid7
from backend.privacy.crypto import EncryptedJson

WORDS = "indonesian"
"""PostgreSQL's configuration by which words of conversations are found: its stemmer takes "bayarkan" for "bayar"."""


class Conversation(Base):
    """One member on one channel, for as long as the channel knows them.

    ``last_seq`` counts all messages; ``last_member_seq`` is the newest message of the member; ``answered_seq`` the
    newest member message whose answer is complete. A turn is due while the second is behind the first.
    ``handled_by`` is the decision of the router: ``bot``, ``agent``, ``doctor``; handover and consultations change it.
    """

    __tablename__ = "conversations"
    __table_args__ = (
        UniqueConstraint("channel", "external_id"),
        Index(
            "ix_conversations_due", "id", postgresql_where=text("answered_seq < last_member_seq AND handled_by = 'bot'")
        ),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    channel: Mapped[str] = mapped_column(String(16))
    external_id: Mapped[str] = mapped_column(String(128))
    locale: Mapped[str] = mapped_column(String(8), default="id")
    handled_by: Mapped[str] = mapped_column(String(8), default="bot")
    last_seq: Mapped[int] = mapped_column(Integer, default=0)
    last_member_seq: Mapped[int] = mapped_column(Integer, default=0)
    answered_seq: Mapped[int] = mapped_column(Integer, default=0)
    person_asked: Mapped[bool] = mapped_column(default=False, server_default=text("false"))
    """A person was asked for and none is there: the bot goes on until one comes (decision 0034)."""
    sealing: Mapped[bool] = mapped_column(default=False, server_default=text("false"))
    """The bot asks about health: what the member writes next is sealed until the bot's answer tells what it was."""
    read_seq: Mapped[int] = mapped_column(Integer, default=0, server_default=text("0"))
    """The newest message that the member's chat has shown; stays 0 where the channel does not tell."""
    display_name: Mapped[str | None] = mapped_column(String(128))
    created_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    updated_at: Mapped[datetime] = mapped_column(DateTime(timezone=True), index=True)

    @property
    def due(self) -> bool:
        """Whether the bot has yet to answer something."""
        return self.handled_by == "bot" and self.answered_seq < self.last_member_seq


_CONTENT: dict[str, Any] = {"text": "", "payload": None, "buttons": None, "card": None}
"""The sealable parts of a message and what is left in the open."""


class Message(Base):
    """One message of a member, the bot, an agent or the system. Texts are stored with identifiers masked.

    ``external_id`` is the channel's own id of a member message (unique in its conversation: a repeated delivery is a
    no-op). ``reply_to_seq`` of a bot message is the member message that it answers. ``buttons`` holds
    ``{"id", "title", "payload"}``; the payload never leaves the server. ``internal`` messages are seen by agents only.

    A message with health data is ``sealed``: its content is encrypted in this column and nowhere else. Those of a
    consultation, of a wish for one that came to nothing, and of the health screening are. Agents never read them.
    """

    __tablename__ = "messages"
    __table_args__ = (
        UniqueConstraint("conversation_id", "external_id"),
        Index("ix_messages_created_at", "created_at"),
        Index("ix_messages_consultation", "consultation_id", postgresql_where=text("consultation_id IS NOT NULL")),
        Index(
            "ix_messages_words",
            text(f"to_tsvector('{WORDS}', text)"),
            postgresql_using="gin",
            postgresql_where=text("consultation_id IS NULL"),
        ),
    )

    conversation_id: Mapped[UUID] = mapped_column(ForeignKey("conversations.id", ondelete="CASCADE"), primary_key=True)
    seq: Mapped[int] = mapped_column(Integer, primary_key=True)
    author: Mapped[str] = mapped_column(String(8))
    open_text: Mapped[str] = mapped_column("text", Text, default="")
    external_id: Mapped[str | None] = mapped_column(String(64))
    kind: Mapped[str] = mapped_column(String(12), default="text")
    reply_to_seq: Mapped[int | None] = mapped_column(Integer)
    open_payload: Mapped[str | None] = mapped_column("payload", Text)
    """What Rasa gets instead of the text: set only from a button that we sent."""
    location: Mapped[dict[str, Any] | None] = mapped_column(JSONB)
    attachments: Mapped[list[Any] | None] = mapped_column(JSONB)
    identifiers: Mapped[str | None] = mapped_column(Text)
    """Identifiers that the member typed, encrypted; emptied as soon as the turn that used them is over."""
    open_buttons: Mapped[list[Any] | None] = mapped_column("buttons", JSONB)
    open_card: Mapped[dict[str, Any] | None] = mapped_column("card", JSONB)
    sealed: Mapped[dict[str, Any] | None] = mapped_column(EncryptedJson("messages.sealed"))
    agent_id: Mapped[UUID | None] = mapped_column()
    agent_name: Mapped[str | None] = mapped_column(String(64))
    internal: Mapped[bool] = mapped_column(default=False)
    consultation_id: Mapped[UUID | None] = mapped_column()
    """Of a consultation, from asking for it to its summary; such messages are sealed."""
    created_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))

    text = Sealable[str]("")
    payload = Sealable[str | None](None)
    buttons = Sealable[list[Any] | None](None)
    card = Sealable[dict[str, Any] | None](None)

    def seal(self) -> None:
        """Encrypts the content; once is enough."""
        if self.sealed is None:
            held = {name: getattr(self, name) for name in _CONTENT}
            for name, empty in _CONTENT.items():
                setattr(self, name, empty)
            self.sealed = {name: value for name, value in held.items() if value != _CONTENT[name]}

    def unseal(self) -> None:
        """Opens what was sealed in case it were health data, and is not."""
        held, self.sealed = self.sealed, None
        for name, value in (held or {}).items():
            setattr(self, name, value)


class ContactRegion(Base):
    """Where a conversation was about on one day (in Jakarta): the code of a regency. See ``contact_regions``."""

    __tablename__ = "contact_regions"

    conversation_id: Mapped[UUID] = mapped_column(ForeignKey("conversations.id", ondelete="CASCADE"), primary_key=True)
    day: Mapped[date] = mapped_column(Date, primary_key=True, index=True)
    regency_code: Mapped[str] = mapped_column(String(4))


class Delivery(Base):
    """The way of one bot or agent message to a channel that must be called (Telegram).

    ``state``: ``queued`` → ``sending`` → ``sent`` | ``uncertain`` (it may
    have arrived; it is not repeated)
    | ``failed`` (the channel refused for good; ``error`` says why).
    """

    __tablename__ = "deliveries"

    conversation_id: Mapped[UUID] = mapped_column(ForeignKey("conversations.id", ondelete="CASCADE"), primary_key=True)
    seq: Mapped[int] = mapped_column(Integer, primary_key=True)
    state: Mapped[str] = mapped_column(String(12), default="queued", index=True)
    part: Mapped[int] = mapped_column(Integer, default=0)
    attempts: Mapped[int] = mapped_column(Integer, default=0)
    error: Mapped[str | None] = mapped_column(Text)
    external_ids: Mapped[list[Any] | None] = mapped_column(JSONB)
    next_try_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    updated_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))


class ChatToken(Base):
    """The key of a web chat: only its SHA-256 is kept, so that a copy of the table opens no conversation."""

    __tablename__ = "chat_tokens"

    token_hash: Mapped[bytes] = mapped_column(LargeBinary(32), primary_key=True)
    conversation_id: Mapped[UUID] = mapped_column(ForeignKey("conversations.id", ondelete="CASCADE"), index=True)
    created_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))


class ConsoleEvent(Base):
    """Something that an open console must show.

    Consoles resume after the last event they saw. Identity numbers are given out before commit, so order of ``id`` is
    not order of visibility: ``xid`` is the writing transaction, and a reader takes only events of transactions that
    are over (see ``events.read_events``); nothing can appear later behind its back.
    """

    __tablename__ = "console_events"
    __table_args__ = (Index("ix_console_events_position", "xid", "id"),)

    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    xid: Mapped[int] = mapped_column(BigInteger, server_default=text("(pg_current_xact_id()::text)::bigint"))
    kind: Mapped[str] = mapped_column(String(32))
    conversation_id: Mapped[UUID | None] = mapped_column(ForeignKey("conversations.id", ondelete="CASCADE"))
    data: Mapped[dict[str, Any]] = mapped_column(JSONB, default=dict)
    created_at: Mapped[datetime] = mapped_column(DateTime(timezone=True), index=True)


class RasaTurn(Base):
    """The events that one turn added to a session of Rasa's memory; written and read by ``bot.tracker_store``.

    ``events`` is their outline (``memory.outline``), which is counted; ``sealed`` the events themselves, encrypted, as
    they hold what members wrote and what is remembered of it. ``closed``: the turn was about the member's health.
    """

    __tablename__ = "rasa_turns"
    __table_args__ = (Index("ix_rasa_turns_running", "sender_id", "session", "id"),)

    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    sender_id: Mapped[str] = mapped_column(String(64))
    session: Mapped[int] = mapped_column(Integer)
    events: Mapped[list[Any]] = mapped_column(JSONB)
    sealed: Mapped[list[Any]] = mapped_column(EncryptedJson("rasa_turns.sealed"))
    closed: Mapped[bool] = mapped_column(default=False, server_default=text("false"))
    created_at: Mapped[datetime] = mapped_column(DateTime(timezone=True), server_default=func.now())
