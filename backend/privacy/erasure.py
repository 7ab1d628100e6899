"""Erasing what a member may have erased: what rests on their consent, and the words of the conversation.

Rows of messages stay without their content: their numbers keep the order of the conversation, and a delivery that is
repeated is still recognised. What a law keeps is counted and named, never silently left.
"""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Table, delete, null, update
from sqlalchemy.orm import Session

from backend.attachments.models import Attachment
from backend.conversations.models import ContactRegion, Conversation, Message, RasaTurn
from backend.conversations.service import ERASED, lock_conversation
from backend.db import affected
from backend.errors import ServiceError
from backend.handover.models import Handover
from backend.helpers.models import HelperSession
from backend.identity.models import IdentitySession, TypedNumber
from backend.learning.export import refresh
from backend.learning.models import LearningMessage
from backend.privacy.catalogue import catalogue, existing
from backend.privacy.holdings import Subject, mine
from backend.teleconsultation.record import closed_files

_CHAT = "chat"


def forget_conversation(session: Session, conversation_id: UUID, *, now: datetime) -> int:
    """Empties a conversation's answered messages, lets go of its files, and makes the bot forget; returns how many.

    What was put aside of it for agents to learn from goes too, reviewed or not, and so does what agents were told when
    they were called.

    Files that are evidence of a complaint stay with the complaint, and what belongs to a consultation stays as medical
    record (UU 17/2023 art. 173, 177). Whoever holds the conversation may ask for this; it needs no verification, as
    nothing of a member is read. Whoever writes here afterwards has to show again who they are, or for whom they act.

    Raises:
        ServiceError: ``held_by_agent`` (409): an agent is working on it.
    """
    emptied = _forget(session, conversation_id, now)
    for known in (IdentitySession, HelperSession):
        session.execute(delete(known).where(known.conversation_id == conversation_id))
    return emptied


def _forget(session: Session, conversation_id: UUID, now: datetime) -> int:
    conversation = lock_conversation(session, conversation_id)
    if conversation.handled_by != "bot":
        raise ServiceError("held_by_agent")
    emptied = _empty_messages(session, conversation)
    files = update(Attachment).where(Attachment.conversation_id == conversation_id, ~Attachment.evidence)
    files = files.where(Attachment.id.not_in(closed_files(session, conversation_id)))
    session.execute(files.values(conversation_id=None))
    session.execute(delete(RasaTurn).where(RasaTurn.sender_id == str(conversation_id)))
    session.execute(update(Handover).where(Handover.conversation_id == conversation_id).values(context={}))
    for table in (LearningMessage, ContactRegion, TypedNumber):
        session.execute(delete(table).where(table.conversation_id == conversation_id))
    refresh(session)
    conversation.display_name = None
    conversation.updated_at = now
    return emptied


def _empty_messages(session: Session, conversation: Conversation) -> int:
    """What the running turn needs is left: it is erased with the next request."""
    answered = Message.conversation_id == conversation.id, Message.seq <= conversation.answered_seq
    own = Message.consultation_id.is_(None)
    nothing = {"open_text": "", "open_payload": None, "location": null(), "attachments": null(), "identifiers": None}
    nothing |= {"open_buttons": null(), "open_card": null(), "sealed": None}
    emptied = update(Message).where(*answered, own, Message.kind != ERASED).values(kind=ERASED, **nothing)
    return affected(session, emptied)


def erase(session: Session, subject: Subject, *, now: datetime) -> dict[str, int]:
    """Erases all that rests on the member's consent; returns how many rows went, by kind of data.

    The verified member stays known in the conversation: they go on to ask for what else should go.

    Raises:
        ServiceError: ``held_by_agent``.
    """
    gone = {_CHAT: _forget(session, subject.conversation_id, now)} if subject.conversation_id else {}
    return {**gone, **end_consent(session, subject)}


def end_consent(session: Session, subject: Subject) -> dict[str, int]:
    """Ends what runs by consent only (notices, watches, screenings) and erases it; the conversation's words stay."""
    gone: dict[str, int] = {}
    for category in catalogue().categories:
        if category.erase == "member" and category.key != _CHAT:
            tables = existing(category.tables)
            gone[category.key] = sum(_delete(session, table, subject) for table in tables)
    return {key: count for key, count in gone.items() if count}


def _delete(session: Session, table: Table, subject: Subject) -> int:
    statement = delete(table).where(mine(table, subject))
    return affected(session, statement)
