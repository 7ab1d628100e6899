"""Conversations as channels show them."""

from typing import Any

from sqlalchemy.orm import Session

from backend.conversations import queries, service
from backend.conversations.closing import DOCTOR
from backend.conversations.models import Conversation


def chat_view(session: Session, conversation: Conversation, *, after: int) -> dict[str, Any]:
    """Messages behind ``after``, who answers, and up to which member message the answer is complete.

    ``assistant`` says that a person was asked for, and that until one comes the bot goes on answering.

    The conversation, and with it the counters, was read before the messages are: an answer that comes in between is
    shown without being called complete, never the other way round.
    """
    beside = conversation.person_asked and conversation.handled_by == "bot"
    person = beside or conversation.handled_by == DOCTOR
    who = "agent" if person else conversation.handled_by  # a person, to the channels: asked for, or there
    state: dict[str, Any] = {"handled_by": who, "answered_upto": _answered_upto(session, conversation)}
    found = service.history(session, conversation.id, after=after) if conversation.last_seq > after else []
    messages = [service.public_view(message, conversation.locale) for message in found]
    state |= {"doctor": True} if conversation.handled_by == DOCTOR else {}
    state |= {"assistant": True} if beside else {}
    return {"messages": messages, **state}


def _answered_upto(session: Session, conversation: Conversation) -> int:
    """What the bot has answered; while it is away, also what a person, or it beside the line, has written on."""
    counted = conversation.answered_seq
    if conversation.handled_by == "bot" or conversation.last_member_seq <= counted:
        return counted
    where = {"conversation": conversation.id, "after": counted}
    return session.scalar(queries.ANSWERED_AWAY, where) or counted
