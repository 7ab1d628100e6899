"""General questions of a member who waits for an agent: the assistant answers them, and the place in the line stays.

Whatever else they write is the agent's (``docs/decisions/0026``).
"""

import logging
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from backend.conversations.assistant import Assistant, AssistantFailed, AssistantUnavailable, TurnRequest
from backend.conversations.messages import Reply
from backend.conversations.models import Conversation, Message
from backend.conversations.service import lock_conversation, post
from backend.conversations.turns import turn_request
from backend.db import looking, session_scope
from backend.handover import line
from backend.handover.jobs import queue_answer_meanwhile
from backend.handover.leaving import leave_button
from backend.handover.models import Handover
from backend.handover.service import receipt
from backend.handover.texts import asks_about_the_line, asks_something
from backend.handover.urgent import SELF_HARM, asks_of_care

log = logging.getLogger(__name__)

FLAG = "meanwhile"
"""Tells the assistant that an agent is waited for: it answers general questions alone, and nothing else."""
_GENERAL = re.compile(
    r'/(?:faq|facility_info|find_nearest_facility|check_bed_availability|inform)\{.*"(?:faq_id|code)"', re.DOTALL
)
"""Payloads of the buttons under such an answer that lead to another one: they name a general answer, a place or a
facility. What else is offered begins something, and is for when the agent is not waited for any more.
"""
Clock = Callable[[], datetime]


def is_for_the_assistant(handover: Handover, message: Message) -> bool:
    """Whether a message may be a general question; the assistant decides. Who despairs is left to people,
    unless they ask about care.
    """
    if message.attachments or message.location:
        return False
    if message.payload is not None:
        return _GENERAL.match(message.payload) is not None
    if handover.reason == SELF_HARM:
        return asks_of_care(message.text)
    return asks_something(message.text) and not asks_about_the_line(message.text)


def ask_the_assistant(session: Session, message: Message) -> None:
    """Queues the question; one after the other for a conversation."""
    queue_answer_meanwhile(session, message.conversation_id, message.seq)


def answer(conversation_id: UUID, seq: int, assistant: Assistant, clock: Clock) -> None:
    """Posts what the assistant answers to a general question, or a receipt where it is none or nobody answers.

    Nothing happens where an agent has the conversation by now, or the member left the line.
    """
    with looking() as session:
        conversation = session.get_one(Conversation, conversation_id)
        request = turn_request(session.get_one(Message, (conversation_id, seq)), conversation.locale)
    replies = _replies(replace(request, metadata=request.metadata | {FLAG: True}), assistant)
    with session_scope() as session:
        conversation = lock_conversation(session, conversation_id)
        handover = line.open_handover(session, conversation_id)
        if handover is None or handover.state != "waiting":
            return
        if not replies:
            receipt(session, conversation, handover, session.get_one(Message, (conversation_id, seq)), now=clock())
        for number, reply in enumerate(replies, start=1):
            buttons = [button for button in reply.buttons if _GENERAL.match(button["payload"])]
            buttons += [leave_button(conversation.locale)] if number == len(replies) else []
            said = replace(reply, buttons=buttons)
            post(session, conversation, said, author="bot", now=clock(), reply_to_seq=seq)


def _replies(request: TurnRequest, assistant: Assistant) -> list[Reply]:
    """Its answer; empty where it has none. What it says of a member's health is not for the agents' eyes, and so not
    said here.
    """
    try:
        answered = assistant.answer(request)
    except (AssistantUnavailable, AssistantFailed):
        log.warning("no general answer for conversation %s, message %s", request.conversation_id, request.seq)
        return []
    return [] if answered.closed else answered.replies
