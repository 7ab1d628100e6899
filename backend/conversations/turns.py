"""Answering: one job drains all unanswered messages of a conversation, in order, each once."""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import select, text
from sqlalchemy.orm import Session

from backend.conversations import queries, service
from backend.conversations.assistant import Answer, Assistant, AssistantFailed, AssistantUnavailable, TurnRequest
from backend.conversations.locks import exclusive
from backend.conversations.messages import Reply
from backend.conversations.models import Conversation, Message
from backend.conversations.sensitive import reveal
from backend.conversations.texts import words
from backend.db import looking, session_scope
from backend.helpers.acting import acting

log = logging.getLogger(__name__)

DELAY_NOTICE_AFTER = timedelta(seconds=8)
"""A member who waits longer because the assistant is restarting is told so; with the retry pause still within 10 s."""
Clock = Callable[[], datetime]
_Turn = tuple[Message, TurnRequest]


def answer_all(conversation_id: UUID, assistant: Assistant, clock: Clock) -> None:
    """Answers everything that is unanswered, unless another worker does so right now.

    Raises:
        AssistantUnavailable: to be tried again; the messages stay unanswered, nothing is lost.
    """
    while True:
        with exclusive("turn", conversation_id) as free:
            if not free:
                return
            with looking() as session:
                found = _next(session, conversation_id, clock())
            while found is not None:
                found = _answer_one(*found, assistant, clock)
        # A message that came while we held the lock found it taken: look once more now that it is free.
        with looking() as session:
            if not service.is_due(session, conversation_id):
                return


def _next(session: Session, conversation_id: UUID, now: datetime) -> _Turn | None:
    """The oldest unanswered message; a helper's says for whom it is."""
    found = session.execute(queries.NEXT, {"conversation": conversation_id, "most": 1}).first()
    if found is None:
        return None
    message, language, helped = found
    helping = acting(session, conversation_id, now) if helped else None
    helper = helping.viewer.helper if helping and not helping.over else None
    person = {"sex": helper.sex, "name": helper.name} if helper else None
    return message, turn_request(message, language, person)


def _answer_one(message: Message, request: TurnRequest, assistant: Assistant, clock: Clock) -> _Turn | None:
    """Answers one message; gives the next."""
    conversation_id, language = request.conversation_id, request.language
    try:
        answer = assistant.answer(request)
    except AssistantUnavailable:
        _tell_delay(conversation_id, message, language, clock())
        raise
    except AssistantFailed:
        log.exception("no answer for conversation %s, message %s", conversation_id, message.seq)
        answer = Answer([_failure(message, language)], closed=message.sealed is not None)
    replies = answer.replies or [_said("empty", language)]
    with session_scope() as session:
        service.record_answer(session, conversation_id, message.seq, replies, now=clock(), closed=answer.closed)
        due = session.get_one(Conversation, conversation_id).due  # locked, and so as it is
        return _next(session, conversation_id, clock()) if due else None


def turn_request(message: Message, language: str, person: dict[str, str] | None = None) -> TurnRequest:
    """The message as the assistant gets it: a location, an attachment or a voice note becomes an intent of its own."""
    identifiers = [{"kind": i["kind"], "problem": i["problem"]} for i in reveal(message.identifiers)]
    metadata = {"seq": message.seq, "kind": message.kind, "identifiers": identifiers}
    metadata |= {"location": message.location, "attachments": message.attachments or []}
    metadata |= {"acting": person} if person else {}
    payload = message.payload
    if payload is None and (message.location or not message.text.strip()):
        payload = _wordless_payload(message)
    is_intent = payload is not None and payload.startswith("/")
    said = message.text if is_intent or payload is None else payload
    return TurnRequest(message.conversation_id, message.seq, said, language, payload if is_intent else None, metadata)


def _wordless_payload(message: Message) -> str:
    if message.location:
        return "/share_location"
    return "/share_attachment" if message.attachments else "/share_unreadable"


def _said(key: str, language: str) -> Reply:
    return Reply(words(key, language))


def _failure(message: Message, language: str) -> Reply:
    again = {"title": words("again", language), "payload": message.payload or message.text or "/repeat"}
    agent = {"title": words("agent", language), "payload": "/talk_to_agent"}
    return Reply(words("failed", language), [again, agent])


def _tell_delay(conversation_id: UUID, message: Message, language: str, now: datetime) -> None:
    """Says once while messages wait that they will be answered; not where an agent has taken the conversation."""
    if now - message.created_at < DELAY_NOTICE_AFTER:
        return
    with session_scope() as session:
        conversation = service.lock_conversation(session, conversation_id)
        if not conversation.due:
            return
        told = select(Message.seq).where(
            Message.conversation_id == conversation_id,
            Message.author == "system",
            Message.reply_to_seq > conversation.answered_seq,
        )
        if session.scalars(told).first() is None:
            reply = _said("delayed", language)
            service.post(session, conversation, reply, author="system", now=now, reply_to_seq=message.seq)


_DUE = text(
    "SELECT id FROM conversations c"
    " WHERE answered_seq < last_member_seq AND handled_by = 'bot' AND updated_at < :before"
    " AND NOT EXISTS (SELECT 1 FROM procrastinate_jobs j WHERE j.queueing_lock = 'turn:' || c.id AND j.status = 'todo')"
    " ORDER BY id LIMIT 500"  # one order of locking for all who lock many
)


def queue_forgotten(session: Session, *, before: datetime) -> int:
    """Queues a turn for each waiting conversation that has no job (its worker died); gives their number."""
    found = list(session.scalars(_DUE, {"before": before}))
    for conversation_id in found:
        service.queue_turn(session, service.lock_conversation(session, conversation_id))
    return len(found)
