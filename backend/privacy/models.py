"""Tables of the access record and of what members asked about their data."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import DDL, BigInteger, CheckConstraint, DateTime, ForeignKey, Index, LargeBinary, String, event
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from backend.db import Base
from backend.ids import uuid7
from backend.privacy.crypto import EncryptedText

APPEND_ONLY_SQL = """
CREATE OR REPLACE FUNCTION audit_log_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $body$
BEGIN
  RAISE EXCEPTION 'audit_log is append-only';
END
$body$;
CREATE OR REPLACE TRIGGER audit_log_append_only BEFORE UPDATE OR DELETE ON audit_log
  FOR EACH ROW EXECUTE FUNCTION audit_log_is_append_only();
"""
"""Run by the migration too: who read what must not be changed afterwards, not even by our own code."""


class AuditEntry(Base):
    """One reading or changing of personal data: who, whose, what, what for, when.

    ``actor_kind`` ``bot`` (on behalf of the conversation), ``agent`` (``actor_id`` is the agent's id), ``member``
    (on the verification page), ``helper`` (``actor_id`` is the id of their permission) or ``system`` (timers, imports).
    ``what`` names data, never contains it; ``reason`` is why an agent opened it, or what was changed of an account or
    a setting.
    """

    __tablename__ = "audit_log"
    __table_args__ = (
        CheckConstraint("actor_kind IN ('bot', 'agent', 'member', 'system', 'helper')", name="actor_kind"),
        Index("ix_audit_log_member", "member_id", "at"),
        Index("ix_audit_log_conversation", "conversation_id", "at"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    actor_kind: Mapped[str] = mapped_column(String(8))
    actor_id: Mapped[str | None] = mapped_column(String(64))
    conversation_id: Mapped[UUID | None] = mapped_column()
    member_id: Mapped[str | None] = mapped_column(String(36))
    what: Mapped[str] = mapped_column(String(64))
    purpose: Mapped[str] = mapped_column(String(64))
    reason: Mapped[str | None] = mapped_column(String(300))


class AuditSeal(Base):
    """The place of an entry in the chain: a keyed hash over the entry and the seal before it (see ``chain``)."""

    __tablename__ = "audit_chain"

    position: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    entry_id: Mapped[UUID] = mapped_column(unique=True)
    seal: Mapped[bytes] = mapped_column(LargeBinary(32))


class PrivacyRequest(Base):
    """Something that a member asked about their personal data, and what became of it.

    ``kind``: ``access`` (a copy), ``erase``, ``withdraw`` (consent) are answered at once and only noted; ``correct``,
    ``object`` and ``erase_more`` (data that a law keeps) wait for the privacy officer until ``due_at`` (72 hours,
    UU 27/2022 art. 30-32, 40-41). ``words`` are the member's own. ``outcome`` counts what was done, by kind of data.
    """

    __tablename__ = "privacy_requests"
    __table_args__ = (
        CheckConstraint("kind IN ('access', 'erase', 'withdraw', 'correct', 'object', 'erase_more')", name="kind"),
        CheckConstraint("state IN ('open', 'done', 'refused')", name="state"),
        Index("ix_privacy_requests_state", "state", "due_at"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    number: Mapped[str] = mapped_column(String(16), unique=True)
    member_id: Mapped[str] = mapped_column(ForeignKey("members.id", ondelete="CASCADE"), index=True)
    conversation_id: Mapped[UUID | None] = mapped_column(ForeignKey("conversations.id", ondelete="SET NULL"))
    kind: Mapped[str] = mapped_column(String(12))
    state: Mapped[str] = mapped_column(String(8), default="open")
    words: Mapped[str | None] = mapped_column(EncryptedText("privacy_requests.words"))
    outcome: Mapped[dict[str, Any]] = mapped_column(JSONB, default=dict)
    answer: Mapped[str | None] = mapped_column(EncryptedText("privacy_requests.answer"))
    key: Mapped[str | None] = mapped_column(String(200), unique=True)
    created_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    due_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    closed_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    closed_by: Mapped[str | None] = mapped_column(String(64))


CHAIN_APPEND_ONLY_SQL = """
CREATE OR REPLACE TRIGGER audit_chain_append_only BEFORE UPDATE OR DELETE ON audit_chain
  FOR EACH ROW EXECUTE FUNCTION audit_log_is_append_only();
"""
event.listen(AuditEntry.__table__, "after_create", DDL(APPEND_ONLY_SQL))  # type: ignore[no-untyped-call]  # DDL has no types
event.listen(AuditSeal.__table__, "after_create", DDL(CHAIN_APPEND_ONLY_SQL))  # type: ignore[no-untyped-call]  # DDL has no types
