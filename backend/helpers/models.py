"""Tables of permissions to act for a member, and of the conversations in which somebody does so."""

from datetime import datetime
from typing import Literal
from uuid import UUID

from sqlalchemy import CheckConstraint, DateTime, ForeignKey, Index, String, Uuid
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column, relationship

from backend.db import Base
from backend.ids import uuid7
from backend.membership.models import Member
from backend.privacy.crypto import EncryptedText

HelperKind = Literal["child", "cadre", "village_officer", "companion"]
KINDS: tuple[HelperKind, ...] = ("child", "cadre", "village_officer", "companion")


class HelperPermission(Base):
    """Somebody may act for a member, or asks to.

    ``state``: ``requested`` (waits for an agent) → ``active`` → ``revoked``; or ``refused``. With the member's code it
    is ``active`` at once. What is over by time stays ``active`` and is judged by ``expires_at``. ``helper_name`` is as
    the helper gave it, or that of their own record where they were verified (``helper_member_id``). A ``standing``
    permission is good in every conversation of that verified helper; any other one only in ``conversation_id``.
    """

    __tablename__ = "helper_permissions"
    __table_args__ = (
        CheckConstraint("kind IN ('child', 'cadre', 'village_officer', 'companion')", name="kind"),
        CheckConstraint("state IN ('requested', 'active', 'refused', 'revoked')", name="state"),
        CheckConstraint("method IN ('code', 'agent')", name="method"),
        Index("ix_helper_permissions_state", "state", "created_at"),
    )

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True, default=uuid7)
    member_id: Mapped[str] = mapped_column(ForeignKey("members.id", ondelete="CASCADE"), index=True)
    helper_name: Mapped[str] = mapped_column(EncryptedText("helper_permissions.helper_name"))
    helper_member_id: Mapped[str | None] = mapped_column(ForeignKey("members.id", ondelete="SET NULL"), index=True)
    conversation_id: Mapped[UUID | None] = mapped_column(ForeignKey("conversations.id", ondelete="SET NULL"))
    kind: Mapped[str] = mapped_column(String(16))
    state: Mapped[str] = mapped_column(String(12))
    method: Mapped[str] = mapped_column(String(8))
    standing: Mapped[bool] = mapped_column(default=False)
    reason: Mapped[str | None] = mapped_column(EncryptedText("helper_permissions.reason"))
    attachments: Mapped[list[str]] = mapped_column(JSONB, default=list)
    created_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    expires_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    """Of a request: when it lapses undecided; of a permission: when it ends."""
    used_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    """First use."""
    decided_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    decided_by: Mapped[str | None] = mapped_column(String(64))
    note: Mapped[str | None] = mapped_column(EncryptedText("helper_permissions.note"))
    member: Mapped[Member] = relationship(foreign_keys=[member_id])


class HelperSession(Base):
    """A conversation in which a helper acts for a member, until they end it or are silent too long."""

    __tablename__ = "helper_sessions"

    conversation_id: Mapped[UUID] = mapped_column(primary_key=True)
    permission_id: Mapped[UUID] = mapped_column(ForeignKey("helper_permissions.id", ondelete="CASCADE"), index=True)
    since: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    last_used_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    permission: Mapped[HelperPermission] = relationship()
