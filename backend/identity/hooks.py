"""What others can learn from identity without identity knowing them."""

from datetime import datetime
from typing import Literal, Protocol
from uuid import UUID

from sqlalchemy.orm import Session

from backend.identity.models import Verification
from backend.membership.models import Member

AgentReason = Literal["number_changed", "no_signal", "wrong_number", "no_code", "sender_down", "locked", "no_phone"]
"""Why the code did not work out: each becomes the reason of the handover."""


class VerificationEvents(Protocol):
    """Something that reacts to a verification, inside its transaction."""

    def verified(self, session: Session, conversation_id: UUID, member: Member, now: datetime) -> None:
        """The conversation belongs to this member from now on (level 2)."""

    def agreed(self, session: Session, verification: Verification, member: Member, now: datetime) -> None:
        """The member's code was typed on a helper's link: they consent to be helped."""

    def needs_agent(self, session: Session, conversation_id: UUID, reason: AgentReason, now: datetime) -> None:
        """The member cannot be reached by code and asks for a person."""
