"""The agent's side of a handover: taking a conversation, answering, noting, passing on, finishing."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from backend.conversations.messages import Reply
from backend.conversations.models import Conversation, Message
from backend.conversations.service import TEXT_LIMIT, lock_conversation, post
from backend.errors import Forbidden, ServiceError
from backend.handover import line
from backend.handover.accounts import get_agent
from backend.handover.models import OPEN, Agent, Handover
from backend.handover.service import announce, give_back, leave_button
from backend.handover.texts import say

RATING_SCALE = 5


def _locked(session: Session, handover_id: UUID) -> tuple[Conversation, Handover]:
    """The conversation, locked, then the handover as it is now: all changes queue up at the conversation's row."""
    conversation = lock_conversation(session, line.get_handover(session, handover_id).conversation_id)
    return conversation, line.get_handover(session, handover_id)


def _held(session: Session, handover_id: UUID, agent_id: UUID) -> tuple[Conversation, Handover]:
    conversation, handover = _locked(session, handover_id)
    if handover.state not in OPEN:
        raise ServiceError("handover_closed")
    if handover.state != "claimed" or handover.agent_id != agent_id:
        raise Forbidden("not_your_conversation")
    return conversation, handover


def _text(text: str) -> str:
    cleaned = text.strip()
    if not cleaned:
        raise ServiceError("text_missing", 422)
    if len(cleaned) > TEXT_LIMIT:
        raise ServiceError("text_too_long", 413, limit=TEXT_LIMIT)
    return cleaned


def claim(session: Session, handover_id: UUID, agent_id: UUID, now: datetime) -> Handover:
    """Gives a waiting conversation to an agent; of several at once exactly one gets it. Claiming again changes nothing.

    Raises:
        ServiceError: ``already_claimed`` with the name of who has it, ``handover_closed``.
    """
    conversation, handover = _locked(session, handover_id)
    if handover.state == "claimed" and handover.agent_id == agent_id:
        return handover
    if handover.state == "claimed" and handover.agent_id is not None:
        raise ServiceError("already_claimed", agent=get_agent(session, handover.agent_id).name)
    if handover.state != "waiting":
        raise ServiceError("handover_closed")
    agent = get_agent(session, agent_id)
    handover.state, handover.agent_id, handover.claimed_at = "claimed", agent.id, now
    session.flush()
    announce(session, handover, now=now)
    post(session, conversation, Reply(say(conversation.locale, "claimed", name=agent.name)), author="system", now=now)
    return handover


def reply(session: Session, handover_id: UUID, agent: Agent, text: str, now: datetime) -> Message:
    """Sends the member an agent's words, on whatever channel the member is.

    Raises:
        ServiceError: ``not_your_conversation``, ``handover_closed``, ``text_missing``, ``text_too_long``.
    """
    conversation, _ = _held(session, handover_id, agent.id)
    return post(session, conversation, Reply(_text(text)), author="agent", now=now, agent=(agent.id, agent.name))


def note(session: Session, handover_id: UUID, agent: Agent, text: str, now: datetime) -> Message:
    """Keeps a remark that only agents see. A supervisor may add one to any conversation.

    Raises:
        ServiceError: ``not_your_conversation``, ``text_missing``, ``text_too_long``.
    """
    conversation, handover = _locked(session, handover_id)
    if handover.agent_id != agent.id and not agent.supervisor:
        raise Forbidden("not_your_conversation")
    words = Reply(_text(text))
    return post(session, conversation, words, author="agent", now=now, agent=(agent.id, agent.name), internal=True)


def release(session: Session, handover_id: UUID, agent: Agent, now: datetime) -> None:
    """Puts a conversation back in the line, at its old place. Its agent may, or a supervisor for them.

    Raises:
        ServiceError: ``not_your_conversation``, ``handover_closed``.
    """
    conversation, handover = _locked(session, handover_id)
    if handover.state != "claimed" or handover.agent_id is None:
        raise ServiceError("handover_closed")
    if handover.agent_id != agent.id and not agent.supervisor:
        raise Forbidden("not_your_conversation")
    holder = get_agent(session, handover.agent_id)
    handover.state, handover.agent_id, handover.claimed_at = "waiting", None, None
    session.flush()
    announce(session, handover, now=now)
    text = say(conversation.locale, "released", name=holder.name)
    post(session, conversation, Reply(text, [leave_button(conversation.locale)]), author="system", now=now)


def resolve(session: Session, handover_id: UUID, agent_id: UUID, now: datetime) -> None:
    """Finishes a conversation: the bot has it again, says so, and asks for a mark.

    Raises:
        ServiceError: ``not_your_conversation``, ``handover_closed``.
    """
    conversation, handover = _held(session, handover_id, agent_id)
    handover.state, handover.resolved_at = "resolved", now
    give_back(session, conversation)
    session.flush()
    announce(session, handover, now=now)
    name = get_agent(session, agent_id).name
    marks = [{"title": str(n), "payload": f'/handover_rate{{"rating":"{n}"}}'} for n in range(1, RATING_SCALE + 1)]
    farewell = Reply(say(conversation.locale, "resolved", name=name), marks)
    post(session, conversation, farewell, author="system", now=now)
