"""Tables of identity: the session of a conversation, verifications under way, codes, wrong tries, text messages."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, DateTime, ForeignKey, Index, Integer, SmallInteger, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from backend.db import Base
from backend.ids import uuid7
from backend.privacy.crypto import EncryptedText


class IdentitySession(Base):
    """Who the conversation is, until it is idle too long or the longest time is over."""

    __tablename__ = "identity_sessions"
    __table_args__ = (CheckConstraint("level IN (1, 2)", name="level"),)

    conversation_id: Mapped[UUID] = mapped_column(primary_key=True)
    member_id: Mapped[str] = mapped_column(ForeignKey("members.id", ondelete="CASCADE"), index=True)
    level: Mapped[int] = mapped_column(SmallInteger)
    method: Mapped[str] = mapped_column(String(12))
    """``birth_date``, ``code`` or ``agent``."""
    verified_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    last_used_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))


class Verification(Base):
    """One link to the verification page.

    ``state``: ``new`` → ``code_sent`` → ``verified``; ``agent`` when a person was asked for instead. The first browser
    that uses the link keeps it (``browser_hash``). ``subject_hash`` is what limits are counted by: whose number was
    typed, or the number when nobody has it, so that both behave alike; ``pair_hash`` is number and date. ``known``: the
    conversation has shown before that it is that owner's (``requesters``). ``member_id`` is set only where the date of
    birth fits. ``shown_phone`` is the masked number on the page, invented where nobody is reached. ``helper_kind`` is
    set on a link of somebody who wants to act for the member: the right code then is the member's consent and
    makes nobody the member. ``standing``: for more than this chat.
    """

    __tablename__ = "verifications"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    conversation_id: Mapped[UUID] = mapped_column(index=True)
    locale: Mapped[str] = mapped_column(String(8))
    return_url: Mapped[str | None] = mapped_column(String(300))
    state: Mapped[str] = mapped_column(String(12), default="new")
    member_id: Mapped[str | None] = mapped_column(ForeignKey("members.id", ondelete="CASCADE"))
    subject_hash: Mapped[str | None] = mapped_column(String(64))
    pair_hash: Mapped[str | None] = mapped_column(String(64))
    known: Mapped[bool] = mapped_column(default=False, server_default=text("false"))
    shown_phone: Mapped[str | None] = mapped_column(String(24))
    browser_hash: Mapped[str | None] = mapped_column(String(64))
    helper_kind: Mapped[str | None] = mapped_column(String(16))
    helper_name: Mapped[str | None] = mapped_column(EncryptedText("verifications.helper_name"))
    standing: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    expires_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))


class VerificationCode(Base):
    """A code that was sent (or, where nobody is to be reached, only counted). Only its keyed hash is kept."""

    __tablename__ = "verification_codes"
    __table_args__ = (Index("ix_verification_codes_subject", "subject_hash", "sent_at"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    verification_id: Mapped[UUID] = mapped_column(ForeignKey("verifications.id", ondelete="CASCADE"), index=True)
    subject_hash: Mapped[str] = mapped_column(String(64))
    pair_hash: Mapped[str | None] = mapped_column(String(64))
    known: Mapped[bool] = mapped_column(default=False, server_default=text("false"))
    code_hash: Mapped[str] = mapped_column(String(64))
    sent_at: Mapped[datetime] = mapped_column(DateTime(timezone=True), index=True)
    expires_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    delivered: Mapped[bool | None] = mapped_column()
    """Whether the gateway took it; ``None`` where nothing was sent."""


class Tries(Base):
    """Wrong tries of one kind about one subject; the row is the lock that makes counting safe."""

    __tablename__ = "identity_tries"

    subject_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    wrong: Mapped[int] = mapped_column(Integer, default=0)
    last_wrong_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    locked_until: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))


class TypedNumber(Base):
    """A card number or NIK typed in the chat whose date of birth is still to come, or the other way round."""

    __tablename__ = "identity_typed_numbers"

    conversation_id: Mapped[UUID] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(8))
    value: Mapped[str] = mapped_column(EncryptedText("identity_typed_numbers.value"))
    typed_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))


class TextMessage(Base):
    """A text message that a committed change promises (``text_messages``); deleted once a gateway took it.

    ``state``: ``queued`` → ``sending`` → gone, or ``failed``. ``about`` names what it belongs to; there is one a name.
    """

    __tablename__ = "text_messages"
    __table_args__ = (CheckConstraint("state IN ('queued', 'sending', 'failed')", name="state"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    about: Mapped[str] = mapped_column(String(64), unique=True)
    phone: Mapped[str] = mapped_column(EncryptedText("text_messages.phone"))
    text: Mapped[str] = mapped_column(EncryptedText("text_messages.text"))
    state: Mapped[str] = mapped_column(String(8), default="queued")
    attempts: Mapped[int] = mapped_column(Integer, default=0)
    error: Mapped[str | None] = mapped_column(Text)
    created_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    next_try_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    good_until: Mapped[datetime] = mapped_column(DateTime(timezone=True))


class DemoSms(Base):
    """A text message of the demonstration: shown on the demo inbox page instead of being sent."""

    __tablename__ = "demo_sms"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    phone: Mapped[str] = mapped_column(String(24))
    """Masked: the inbox is a page that anybody at the demonstration sees."""
    text: Mapped[str] = mapped_column(Text)
    sent_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
