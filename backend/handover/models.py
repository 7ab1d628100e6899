"""Tables of agents and of conversations that are, or were, with an agent."""

from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from sqlalchemy import (
    CheckConstraint,
    DateTime,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    SmallInteger,
    String,
    Text,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from backend.db import Base
from backend.ids import uuid7

Role = Literal["agent", "supervisor"]
Presence = Literal["online", "away", "offline"]
Priority = Literal["P1", "P2", "P3"]
State = Literal["waiting", "claimed", "resolved", "abandoned"]
OPEN: tuple[State, ...] = ("waiting", "claimed")
_IS_OPEN = text("state IN ('waiting', 'claimed')")
_IS_WAITING = text("state = 'waiting'")


class Agent(Base):
    """Someone who answers members. ``login`` is kept in lower case.

    ``presence`` is what the agent chose; it counts only while ``last_seen`` is fresh (see ``presence``).
    ``locked_until`` is set after too many wrong passwords in a row, which ``failed_logins`` counts.
    """

    __tablename__ = "agents"
    __table_args__ = (
        CheckConstraint("role IN ('agent', 'supervisor')", name="role"),
        CheckConstraint("presence IN ('online', 'away', 'offline')", name="presence"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    login: Mapped[str] = mapped_column(String(64), unique=True)
    name: Mapped[str] = mapped_column(String(64))
    role: Mapped[str] = mapped_column(String(12), default="agent")
    password_hash: Mapped[str] = mapped_column(Text)
    failed_logins: Mapped[int] = mapped_column(Integer, default=0)
    locked_until: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    presence: Mapped[str] = mapped_column(String(8), default="offline")
    last_seen: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    created_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))

    @property
    def supervisor(self) -> bool:
        """Whether this account sees every conversation."""
        return self.role == "supervisor"


class AgentSession(Base):
    """One login on one browser. Only the SHA-256 of the cookie is kept; ``csrf`` is what its forms must carry."""

    __tablename__ = "agent_sessions"

    token_hash: Mapped[bytes] = mapped_column(LargeBinary(32), primary_key=True)
    agent_id: Mapped[UUID] = mapped_column(ForeignKey("agents.id", ondelete="CASCADE"), index=True)
    csrf: Mapped[str] = mapped_column(String(64))
    created_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    expires_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    revoked_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))


class Handover(Base):
    """One time that a person took, or was asked to take, a conversation; at most one of a conversation is open.

    ``number`` is the ticket that the member may quote. ``requested_seq`` is the member message that the bot was
    answering when it asked; the bot may still finish that one answer. ``context`` is what the agent is shown (slots,
    confidence, what was asked, the complaint's ticket), identifiers masked. ``noticed`` says that a member who writes
    while waiting has been told so. ``resolved_at`` is also the end of an abandoned one. ``member_id`` and
    ``identity_level`` keep who the conversation had shown itself to be, since the bot's session ends while people talk.
    """

    __tablename__ = "handovers"
    __table_args__ = (
        CheckConstraint("state IN ('waiting', 'claimed', 'resolved', 'abandoned')", name="state"),
        CheckConstraint("priority IN ('P1', 'P2', 'P3')", name="priority"),
        CheckConstraint("rating BETWEEN 1 AND 5", name="rating"),
        Index("uq_handovers_open", "conversation_id", unique=True, postgresql_where=_IS_OPEN),
        Index("ix_handovers_line", "priority", "requested_at", postgresql_where=_IS_WAITING),
        Index("ix_handovers_conversation", "conversation_id", "requested_at"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    conversation_id: Mapped[UUID] = mapped_column(ForeignKey("conversations.id", ondelete="CASCADE"))
    number: Mapped[str] = mapped_column(String(16), unique=True)
    state: Mapped[str] = mapped_column(String(12), default="waiting")
    reason: Mapped[str] = mapped_column(String(32))
    topic: Mapped[str] = mapped_column(String(32))
    priority: Mapped[str] = mapped_column(String(2))
    context: Mapped[dict[str, Any]] = mapped_column(JSONB, default=dict)
    requested_seq: Mapped[int | None] = mapped_column(Integer)
    noticed: Mapped[bool] = mapped_column(default=False)
    requested_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    claimed_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    resolved_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    agent_id: Mapped[UUID | None] = mapped_column(ForeignKey("agents.id"), index=True)
    rating: Mapped[int | None] = mapped_column(SmallInteger)
    member_id: Mapped[str | None] = mapped_column(ForeignKey("members.id", ondelete="SET NULL"))
    identity_level: Mapped[int] = mapped_column(SmallInteger, default=0)
