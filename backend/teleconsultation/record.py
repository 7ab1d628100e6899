"""What of a chat belongs to a consultation beside what the doctor and the member write: agents never read it.

The member tells the bot the complaint before there is a consultation, and reads the doctor's summary with the bot
afterwards; both say as much of their health as what was written to the doctor.
"""

from uuid import UUID

from sqlalchemy import delete, or_, select
from sqlalchemy.orm import Session

from backend.conversations.models import Conversation, Message
from backend.conversations.service import unanswered
from backend.handover.models import Handover
from backend.learning.models import LearningMessage
from backend.teleconsultation.models import Consultation


def keep_form(session: Session, consultation: Consultation, since: int | None) -> None:
    """Gives the consultation what the member and the bot wrote from message ``since`` (the wish) to the booking.

    What was written while the conversation was with the agents stays theirs. None: only the turn that runs now.
    """
    conversation = _conversation(session, consultation)
    if conversation is None:
        return
    first = conversation.answered_seq + 1 if since is None else since
    with_agents = select(Handover.id).where(
        Handover.conversation_id == Message.conversation_id,
        Handover.requested_at <= Message.created_at,
        or_(Handover.resolved_at.is_(None), Handover.resolved_at >= Message.created_at),
    )
    theirs = select(Message).where(
        Message.conversation_id == conversation.id,
        Message.seq >= first,
        Message.author.in_(("member", "bot")),
        Message.consultation_id.is_(None),
        ~with_agents.exists(),
    )
    for message in session.scalars(theirs):
        message.consultation_id = consultation.id
        message.seal()
    session.flush()
    learned = select(Message.seq).where(Message.consultation_id == consultation.id)
    session.execute(
        delete(LearningMessage).where(
            LearningMessage.conversation_id == conversation.id, LearningMessage.seq.in_(learned)
        )
    )


def keep_answer(session: Session, consultation: Consultation, asked_in: Conversation) -> None:
    """Gives the consultation the question that is being answered; its answer goes with it (``conversations.post``)."""
    question = next(iter(unanswered(session, asked_in.id, limit=1)), None)
    if question is not None and question[0].consultation_id is None:
        question[0].consultation_id = consultation.id
        question[0].seal()


def closed_files(session: Session, conversation_id: UUID) -> set[UUID]:
    """Files of a conversation that the member sent about their health and nowhere else: agents do not open them."""
    query = select(Message.attachments, Message.sealed.is_not(None)).where(
        Message.conversation_id == conversation_id, Message.attachments.is_not(None)
    )
    closed: set[str] = set()
    open_too: set[str] = set()
    for files, sealed in session.execute(query):
        (closed if sealed else open_too).update(str(each) for each in files or [])
    return {UUID(each) for each in closed - open_too}


def _conversation(session: Session, consultation: Consultation) -> Conversation | None:
    known = consultation.conversation_id
    return session.get(Conversation, known) if known else None
