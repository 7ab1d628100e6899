"""What verification leads to here: a member whom no code reaches gets a person."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from backend.conversations.events import emit
from backend.conversations.messages import Reply
from backend.conversations.service import lock_conversation, post
from backend.handover import service
from backend.handover.line import open_handover
from backend.handover.texts import say
from backend.identity.hooks import AgentReason
from backend.identity.models import Verification
from backend.identity.viewer import VERIFIED
from backend.membership.models import Member


class VerificationHandover:
    """Reacts to verifications, in their transaction."""

    def verified(self, session: Session, conversation_id: UUID, member: Member, now: datetime) -> None:
        """An agent who has the conversation sees the member's card at once."""
        handover = open_handover(session, conversation_id)
        if handover is not None:
            handover.identity_level, handover.member_id = VERIFIED, member.id
            emit(session, "identity", conversation_id=conversation_id, now=now)

    def agreed(self, session: Session, verification: Verification, member: Member, now: datetime) -> None:
        """Nothing here: ``helpers`` writes the permission down and goes on."""

    def needs_agent(self, session: Session, conversation_id: UUID, reason: AgentReason, now: datetime) -> None:
        """Puts the conversation in the line; the member reads so in the chat, since the page is soon closed."""
        conversation = lock_conversation(session, conversation_id)
        waits_already = open_handover(session, conversation_id) is not None
        service.request(session, conversation_id, reason=reason, topic="membership", priority="P3", context={}, now=now)
        if not waits_already:
            asked = Reply(say(conversation.locale, "asked"), [service.leave_button(conversation.locale)])
            post(session, conversation, asked, author="system", now=now)
