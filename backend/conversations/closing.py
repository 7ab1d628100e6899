"""What of a conversation is about the member's health, and so closed to agents."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from backend.conversations.models import Conversation, Message

DOCTOR = "doctor"
"""``handled_by`` while a doctor writes with the member (``teleconsultation``)."""


def may_be_closed(conversation: Conversation, message: Message) -> bool:
    """What follows a question of the bot about health is sealed at once; its turn tells whether it stays so."""
    return conversation.sealing and conversation.handled_by == "bot" and message.author == "member"


def open_waiting(session: Session, conversation: Conversation) -> None:
    """Opens to agents what the member wrote to the bot and it will not answer any more."""
    waiting = select(Message).where(
        Message.conversation_id == conversation.id,
        Message.seq > conversation.answered_seq,
        Message.author == "member",
        Message.sealed.is_not(None),
        Message.consultation_id.is_(None),
    )
    for message in session.scalars(waiting):
        message.unseal()
    conversation.sealing = False


def consultation_of(session: Session, conversation: Conversation, message: Message) -> UUID | None:
    """The consultation that a message belongs to: what is written while a doctor has the conversation, but for agents'
    notes and words; and the bot's answers to what belongs to one. Agents never read it.
    """
    from backend.teleconsultation.holding import running_in  # noqa: PLC0415 - posts through this module

    if message.internal:
        return None
    if conversation.handled_by == DOCTOR:
        running = running_in(session, conversation.id)
        if running is None or (message.author == "agent" and message.agent_id != running.doctor_id):
            return None
        return running.id
    if message.author != "bot" or message.reply_to_seq is None:
        return None
    asked = session.get(Message, (conversation.id, message.reply_to_seq))
    return asked.consultation_id if asked else None


def settle(message: Message, closed: bool) -> None:
    """The turn of a member's message is over: identifiers are forgotten, and it is known what it was about."""
    message.identifiers = None
    if closed:
        message.seal()
    elif message.consultation_id is None:
        message.unseal()
