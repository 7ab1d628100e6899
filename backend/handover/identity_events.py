"""What verification leads to here: a member whom no code reaches gets a person."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from backend.conversations.events import emit
from backend.conversations.messages import Reply
from backend.conversations.service import lock_conversation, post
from backend.handover import service
from backend.handover.leaving import leave_button
from backend.handover.line import open_handover
from backend.handover.texts import say
from backend.handover.tickets import HandoverTicket
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
        asked: dict[str, Any] = {"reason": reason, "topic": "membership", "priority": "P3", "context": {}}
        ticket = service.request(session, conversation_id, **asked, now=now, assistant_stays=True)
        if not waits_already:
            post(session, conversation, _asked(conversation.locale, ticket), author="system", now=now)


def _asked(locale: str, ticket: HandoverTicket) -> Reply:
    """That an agent will look at it, and whether the member can go on meanwhile."""
    if ticket.assistant_stays:
        return Reply(say(locale, "asked_beside"))
    return Reply(say(locale, "asked"), [leave_button(locale)])
