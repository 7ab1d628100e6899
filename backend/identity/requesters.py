"""Limits of who asks, and of whose number it is: a stranger who knows a number must not keep its owner out.

A requester is a conversation. Each has its own tries for a number. Conversations are free, so there is a higher limit
for the number too, which holds for all requesters together who never showed to be its owner. All of it counts by whose
number was typed, never by whether the date of birth is right: a refusal tells nothing about the date.
"""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from backend.identity import tries
from backend.membership.models import Member
from backend.privacy.models import AuditEntry

VERIFIED_ENTRY = "identity.verified"
"""What the access record says where a conversation has shown whose it is."""


@dataclass(frozen=True)
class Limit:
    """Wrong tries before a pause: of one requester, and of a number for all whom its owner never was."""

    of_requester: int
    of_number: int


@dataclass(frozen=True)
class Counters:
    """The counters that a try counts in, locked until the transaction ends; the requester's is the last."""

    all: list[tries.Counter]

    @property
    def locked_until(self) -> datetime | None:
        """When all of them allow a try again; ``None`` when they do now."""
        return max((counter.locked_until for counter in self.all if counter.locked_until), default=None)

    def wrong(self) -> int:
        """Counts a wrong try; how many are left to this requester (0: there is a pause from now on)."""
        left = [counter.wrong() for counter in self.all]
        return left[-1] if all(left) else 0

    def right(self) -> None:
        """Forgets the wrong tries of this requester; those of others stay counted."""
        self.all[-1].right()


def is_known(session: Session, conversation_id: UUID, owner: Member | None) -> bool:
    """Whether this conversation has shown before, by a code or to an agent, that it is the member's."""
    shown = select(AuditEntry.id).where(
        AuditEntry.conversation_id == conversation_id,
        AuditEntry.member_id == (owner.id if owner else ""),  # asked in any case: it takes the same time
        AuditEntry.what == VERIFIED_ENTRY,
    )
    return session.scalar(shown.limit(1)) is not None


def counters(
    session: Session, subject_hash: str, conversation_id: UUID, limit: Limit, now: datetime, *, known: bool
) -> Counters:
    """The counters of a subject for a requester; one who is ``known`` has only their own."""
    own = tries.subject("requester", f"{conversation_id} {subject_hash}")
    of_number = [] if known else [tries.counter(session, subject_hash, limit.of_number, now)]
    return Counters([*of_number, tries.counter(session, own, limit.of_requester, now)])
