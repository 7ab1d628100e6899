"""Who read whose data, and what for: kept for every read of personal data by bot or agent (UU 27/2022 art. 31)."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal
from uuid import UUID

from sqlalchemy.orm import Session

from backend.helpers.models import HelperSession
from backend.privacy.models import AuditEntry

REASON_LENGTH = 300
ONE_LOOK = timedelta(minutes=15)
"""A page of the console fetches its parts again at every change; that is one look, not twenty."""


@dataclass(frozen=True)
class Access:
    """On whose behalf personal data is read, and what for. Every reading service asks for one.

    Attributes:
        actor_kind: ``bot``, ``agent``, ``member`` or ``system``.
        purpose: short name of the task: ``bill``, ``verification``, ``queue_booking``.
        actor_id: the agent's id; the bot has none.
        conversation_id: the conversation that the reading serves, if any.
    """

    actor_kind: Literal["bot", "agent", "member", "system"]
    purpose: str
    actor_id: str | None = None
    conversation_id: UUID | None = None

    @classmethod
    def bot(cls, conversation_id: UUID, purpose: str) -> "Access":
        """The bot answering a conversation."""
        return cls("bot", purpose, conversation_id=conversation_id)

    @classmethod
    def agent(cls, agent_id: UUID | str, conversation_id: UUID | None, purpose: str) -> "Access":
        """An agent at the console."""
        return cls("agent", purpose, str(agent_id), conversation_id)


def record_access(
    session: Session, access: Access, *, member_id: str | None, what: str, now: datetime, reason: str | None = None
) -> None:
    """Notes that personal data of a member was read or changed; where a helper acted, it is noted as theirs.

    Args:
        session: the caller's transaction: what is rolled back was not handed out either.
        access: who and what for.
        member_id: whose data; ``None`` when a look-up found nobody.
        what: name of the data (``bill``, ``member.overview``), never a value.
        now: the moment.
        reason: why an agent opened masked data, or what was changed of an account; cut at 300 characters.
    """
    helper = _helper(session, access, member_id)
    session.add(
        AuditEntry(
            at=now,
            actor_kind="helper" if helper else access.actor_kind,
            actor_id=helper or access.actor_id,
            conversation_id=access.conversation_id,
            member_id=member_id,
            what=what,
            purpose=access.purpose,
            reason=reason[:REASON_LENGTH] if reason else None,
        )
    )


def _helper(session: Session, access: Access, member_id: str | None) -> str | None:
    """The permission with which somebody else than the member asked for this in the conversation."""
    if access.actor_kind not in ("bot", "member") or access.conversation_id is None or member_id is None:
        return None
    found = session.get(HelperSession, access.conversation_id)
    return str(found.permission_id) if found and found.permission.member_id == member_id else None
