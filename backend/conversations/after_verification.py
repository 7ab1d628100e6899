"""Goes on with what a member wanted before they had to show who they are."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from backend.conversations import service
from backend.conversations.contact_regions import at_home
from backend.identity.events import subscribe
from backend.identity.hooks import AgentReason
from backend.identity.models import Verification
from backend.membership.models import Member


class ResumeInterrupted:
    """Wakes the bot in the conversation the moment its member is verified, and notes where they are at home."""

    def verified(self, session: Session, conversation_id: UUID, member: Member, now: datetime) -> None:
        """Hands the bot a wordless message; it knows what was asked."""
        at_home(session, conversation_id, member.fktp_code, now=now)
        service.prompt_bot(session, conversation_id, "/verified", now=now)

    def agreed(self, session: Session, verification: Verification, member: Member, now: datetime) -> None:
        """Nothing here: ``helpers`` writes the permission down and goes on."""

    def needs_agent(self, session: Session, conversation_id: UUID, reason: AgentReason, now: datetime) -> None:
        """Nothing here: the handover answers."""


subscribe(ResumeInterrupted())
