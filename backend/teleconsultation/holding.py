"""A conversation in which a doctor writes with the member: who has it, and what happens when the member writes."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from backend.conversations.closing import DOCTOR
from backend.conversations.events import emit
from backend.conversations.messages import Reply
from backend.conversations.models import Conversation, Message
from backend.conversations.service import post
from backend.handover.jobs import queue_assignment
from backend.handover.line import open_handover
from backend.handover.service import give_back
from backend.teleconsultation.models import Consultation
from backend.teleconsultation.signs import heard
from backend.teleconsultation.telling import words


def running_in(session: Session, conversation_id: UUID) -> Consultation | None:
    """The consultation that runs in a conversation."""
    query = select(Consultation).where(Consultation.conversation_id == conversation_id, Consultation.state == "running")
    return session.scalar(query)


def attachment_ids(session: Session, consultation_id: UUID) -> set[str]:
    """The files that the member sent in a consultation."""
    query = select(Message.attachments).where(
        Message.consultation_id == consultation_id, Message.attachments.is_not(None)
    )
    return {str(each) for files in session.scalars(query) for each in files or []}


def hold(conversation: Conversation) -> None:
    """Sends the bot away: from now on the member writes to the doctor."""
    conversation.handled_by = DOCTOR


def let_go(session: Session, conversation: Conversation) -> None:
    """Ends the doctor's hold: the bot has the conversation again, or the agent who was asked for meanwhile."""
    if conversation.handled_by != DOCTOR:
        return
    conversation.handled_by = "agent"
    if open_handover(session, conversation.id) is None:
        give_back(session, conversation)
    else:
        queue_assignment(session)


def member_wrote(session: Session, conversation: Conversation, message: Message, *, now: datetime) -> None:
    """What follows when a member writes to the doctor: signs of danger are answered at once."""
    if heard(message.text):
        post(session, conversation, Reply(words("emergency", conversation.locale)), author="system", now=now)
        emit(session, "consultation", conversation_id=conversation.id, now=now, danger=True)
