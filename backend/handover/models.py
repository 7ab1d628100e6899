"""Tables of agents and of conversations that are, or were, with an agent."""

from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from sqlalchemy import (
    CheckConstraint,
    DateTime,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    LargeBinary,
    SmallInteger,
    String,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlalchemy.orm import Mapped, mapped_column

from backend.db import Base
from backend.ids import uuid7

Role = Literal["agent", "supervisor", "admin", "auditor", "privacy", "doctor"]
Presence = Literal["online", "busy", "away", "offline"]
Priority = Literal["P1", "P2", "P3"]
State = Literal["waiting", "claimed", "resolved", "returned", "abandoned"]
OPEN: tuple[State, ...] = ("waiting", "claimed")
_IS_OPEN = text("state IN ('waiting', 'claimed')")
_IS_WAITING = text("state = 'waiting'")


_NONE = text("'{}'")


class Team(Base):
    """Agents who work on the same things; a conversation can be passed on to a team."""

    __tablename__ = "teams"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    name: Mapped[str] = mapped_column(String(64), unique=True)


class Agent(Base):
    """Someone with an account at the console. ``login`` is kept in lower case; only an ``active`` one can log in.

    ``presence`` is what the agent chose; it counts only while ``last_seen`` is fresh (see ``presence``).
    ``locked_until`` is set after too many wrong passwords in a row, which ``failed_logins`` counts.

    Conversations are given to who is ``online``; ``busy`` finishes what they hold. ``capacity`` is how many they hold
    at once. ``topics``, ``languages`` and ``regions`` are what they can do; an empty list is everything.
    ``assigned_at`` is when they were given the last one: among equals the one who waited longest is next.
    ``facility_code`` is where a doctor works; nobody else has one.
    """

    __tablename__ = "agents"
    __table_args__ = (
        CheckConstraint("role IN ('agent', 'supervisor', 'admin', 'auditor', 'privacy', 'doctor')", name="role"),
        CheckConstraint("(role = 'doctor') = (facility_code IS NOT NULL)", name="facility"),
        CheckConstraint("presence IN ('online', 'busy', 'away', 'offline')", name="presence"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    login: Mapped[str] = mapped_column(String(64), unique=True)
    name: Mapped[str] = mapped_column(String(64))
    role: Mapped[str] = mapped_column(String(12), default="agent")
    active: Mapped[bool] = mapped_column(default=True, server_default=text("true"))
    password_hash: Mapped[str] = mapped_column(Text)
    failed_logins: Mapped[int] = mapped_column(Integer, default=0)
    locked_until: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    presence: Mapped[str] = mapped_column(String(8), default="offline")
    last_seen: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    capacity: Mapped[int] = mapped_column(SmallInteger, default=4, server_default=text("4"))
    topics: Mapped[list[str]] = mapped_column(ARRAY(String(32)), default=list, server_default=_NONE)
    languages: Mapped[list[str]] = mapped_column(ARRAY(String(8)), default=list, server_default=_NONE)
    regions: Mapped[list[str]] = mapped_column(ARRAY(String(64)), default=list, server_default=_NONE)
    team_id: Mapped[UUID | None] = mapped_column(ForeignKey("teams.id", ondelete="SET NULL"))
    facility_code: Mapped[str | None] = mapped_column(String(16))
    assigned_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    created_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))

    @property
    def supervisor(self) -> bool:
        """Whether this account sees every conversation."""
        return self.role == "supervisor"


class AgentSession(Base):
    """One login on one browser. Only the SHA-256 of the cookie is kept; ``csrf`` is what its forms must carry.

    ``id`` names it in lists; ``device`` and ``address`` are what the browser said and came from.
    """

    __tablename__ = "agent_sessions"

    token_hash: Mapped[bytes] = mapped_column(LargeBinary(32), primary_key=True)
    id: Mapped[UUID] = mapped_column(unique=True, default=uuid7)
    device: Mapped[str] = mapped_column(String(200), default="")
    address: Mapped[str] = mapped_column(String(64), default="")
    seen_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
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
    while waiting has been told so. ``returned`` went back to the bot unresolved; ``resolved_at`` is every end.
    ``member_id`` and ``identity_level`` keep who the conversation had shown itself to be, since the bot's session ends
    while people talk.

    ``team_id`` is the team that it was passed on to, ``passed_by`` the agent who gave it back last, ``region`` (lower
    case) where the member lives or asks about. ``queued_at`` is when it last began to wait. ``snoozed_until``: its
    agent expects nothing before then, and it takes none of their capacity. ``read_seq`` is the newest message that its
    agent has seen; who takes it begins behind the last reply of a person.
    """

    __tablename__ = "handovers"
    __table_args__ = (
        CheckConstraint("state IN ('waiting', 'claimed', 'resolved', 'returned', 'abandoned')", name="state"),
        CheckConstraint("priority IN ('P1', 'P2', 'P3')", name="priority"),
        CheckConstraint("rating BETWEEN 1 AND 5", name="rating"),
        Index("uq_handovers_open", "conversation_id", unique=True, postgresql_where=_IS_OPEN),
        Index("ix_handovers_line", "priority", "requested_at", postgresql_where=_IS_WAITING),
        Index("ix_handovers_conversation", "conversation_id", "requested_at"),
        Index("ix_handovers_requested_at", "requested_at"),
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
    team_id: Mapped[UUID | None] = mapped_column(ForeignKey("teams.id", ondelete="SET NULL"))
    passed_by: Mapped[UUID | None] = mapped_column(ForeignKey("agents.id", ondelete="SET NULL"))
    region: Mapped[str | None] = mapped_column(String(64))
    queued_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    snoozed_until: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    labels: Mapped[list[str]] = mapped_column(ARRAY(String(32)), default=list, server_default=_NONE)
    read_seq: Mapped[int] = mapped_column(Integer, default=0, server_default=text("0"))


class HeldReply(Base):
    """What an agent wrote and may still take back; it is sent at ``send_at``. ``id`` comes from the page."""

    __tablename__ = "held_replies"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    handover_id: Mapped[UUID] = mapped_column(ForeignKey("handovers.id", ondelete="CASCADE"), index=True)
    agent_id: Mapped[UUID] = mapped_column(ForeignKey("agents.id"))
    text: Mapped[str] = mapped_column(Text)
    created_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    send_at: Mapped[datetime] = mapped_column(DateTime(timezone=True), index=True)


class CannedText(Base):
    """A text that agents send often, found by its ``code``; without an owner everybody has it."""

    __tablename__ = "canned_texts"
    __table_args__ = (
        Index("uq_canned_texts_own", "owner_id", "code", unique=True, postgresql_where=text("owner_id IS NOT NULL")),
        Index("uq_canned_texts_shared", "code", unique=True, postgresql_where=text("owner_id IS NULL")),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    code: Mapped[str] = mapped_column(String(32))
    text: Mapped[str] = mapped_column(Text)
    owner_id: Mapped[UUID | None] = mapped_column(ForeignKey("agents.id", ondelete="CASCADE"))
    updated_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))


class Mention(Base):
    """A note that names an agent, who may read its conversation therefore; ``seen_at`` when they did."""

    __tablename__ = "mentions"
    __table_args__ = (
        ForeignKeyConstraint(
            ["conversation_id", "seq"], ["messages.conversation_id", "messages.seq"], ondelete="CASCADE"
        ),
    )

    agent_id: Mapped[UUID] = mapped_column(ForeignKey("agents.id", ondelete="CASCADE"), primary_key=True)
    conversation_id: Mapped[UUID] = mapped_column(primary_key=True)
    seq: Mapped[int] = mapped_column(Integer, primary_key=True)
    created_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    seen_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))


class SavedView(Base):
    """A search that an agent keeps under a name: ``query`` holds the parameters of its page."""

    __tablename__ = "saved_views"
    __table_args__ = (UniqueConstraint("agent_id", "name"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    agent_id: Mapped[UUID] = mapped_column(ForeignKey("agents.id", ondelete="CASCADE"))
    name: Mapped[str] = mapped_column(String(64))
    query: Mapped[dict[str, Any]] = mapped_column(JSONB)


class CardOpening(Base):
    """An agent opened a member's masked data for a reason; they stay open to them for a while (see ``opening``)."""

    __tablename__ = "card_openings"
    __table_args__ = (Index("ix_card_openings_agent_id", "agent_id", "conversation_id", "opened_at"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    agent_id: Mapped[UUID] = mapped_column(ForeignKey("agents.id", ondelete="CASCADE"))
    conversation_id: Mapped[UUID] = mapped_column(ForeignKey("conversations.id", ondelete="CASCADE"))
    member_id: Mapped[str] = mapped_column(ForeignKey("members.id", ondelete="CASCADE"))
    reason: Mapped[str] = mapped_column(String(300))
    opened_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
