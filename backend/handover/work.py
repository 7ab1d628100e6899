"""The agent's side of a handover: taking a conversation, answering, noting, giving it back, finishing."""

import re
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from backend.conversations.closing import DOCTOR
from backend.conversations.events import emit
from backend.conversations.messages import Reply
from backend.conversations.models import Conversation, Message
from backend.conversations.service import TEXT_LIMIT, lock_conversation, post, prompt_bot
from backend.errors import Forbidden, ServiceError
from backend.handover import held, line
from backend.handover.accounts import get_agent
from backend.handover.jobs import queue_assignment
from backend.handover.leaving import leave_button
from backend.handover.models import OPEN, Agent, Handover, Mention
from backend.handover.service import announce, give_back, send_bot_away
from backend.handover.texts import say

RATING_SCALE = 5
STAYED = "assistant_stayed"
"""What a handover knows where the bot went on until an agent came: perhaps a form is still open there."""
ENDED = "/handover_ended"
"""Payload that tells the bot so, once it has the conversation again."""
WHISPER = "whisper"
"""Kind of a note that a supervisor writes to the agent who holds the conversation."""
_MENTION = re.compile(r"(?<![\w@.])@([a-z0-9._-]{1,64})", re.IGNORECASE)


def locked(session: Session, handover_id: UUID) -> tuple[Conversation, Handover]:
    """The conversation, locked, then the handover as it is now: all changes queue up at the conversation's row."""
    conversation = lock_conversation(session, line.get_handover(session, handover_id).conversation_id)
    return conversation, line.get_handover(session, handover_id)


def held_by(
    session: Session, handover_id: UUID, agent: Agent, *, or_supervisor: bool = False
) -> tuple[Conversation, Handover]:
    """The same, for who holds the conversation (or watches over who does).

    Raises:
        ServiceError: ``not_your_conversation``, ``handover_closed``.
    """
    conversation, handover = locked(session, handover_id)
    if handover.state not in OPEN:
        raise ServiceError("handover_closed")
    if handover.state != "claimed" or not (handover.agent_id == agent.id or (or_supervisor and agent.supervisor)):
        raise Forbidden("not_your_conversation")
    return conversation, handover


def clean_text(text: str) -> str:
    """What an agent wrote, trimmed.

    Raises:
        ServiceError: ``text_missing``, ``text_too_long``.
    """
    cleaned = text.strip()
    if not cleaned:
        raise ServiceError("text_missing", 422)
    if len(cleaned) > TEXT_LIMIT:
        raise ServiceError("text_too_long", 413, limit=TEXT_LIMIT)
    return cleaned


def _answered_upto(session: Session, handover: Handover) -> int:
    """The newest message that a person has dealt with: the last reply, or else what was before a person was asked for.

    What the member wrote behind it is new to whoever takes the conversation, whoever else has opened it meanwhile.
    """
    here = Message.conversation_id == handover.conversation_id, Message.internal.is_(False)
    replied = Message.author == "agent", Message.created_at >= handover.requested_at, Message.sealed.is_(None)
    last = session.scalar(select(func.max(Message.seq)).where(*here, *replied))
    if last is None and handover.requested_seq is not None:
        return handover.requested_seq - 1
    before = select(func.max(Message.seq)).where(*here, Message.created_at < handover.requested_at)
    return last or session.scalar(before) or 0


def take(session: Session, handover: Handover, agent: Agent, now: datetime) -> None:
    """Writes an agent down as the one who has a locked conversation, with what is unread to them."""
    handover.read_seq = _answered_upto(session, handover)
    handover.state, handover.agent_id, handover.claimed_at = "claimed", agent.id, now
    handover.snoozed_until = None
    agent.assigned_at = now


def let_go(session: Session, handover: Handover, now: datetime) -> None:
    """Writes a locked conversation down as waiting again, at its old place; what its agent wrote is sent first."""
    held.send_all(session, handover, now)
    handover.state, handover.passed_by, handover.queued_at = "waiting", handover.agent_id, now
    handover.agent_id, handover.claimed_at, handover.snoozed_until = None, None, None


def tell(session: Session, conversation: Conversation, key: str, now: datetime, **values: str) -> None:
    """Tells the member what happened, in the conversation's language."""
    post(session, conversation, Reply(say(conversation.locale, key, **values)), author="system", now=now)


def claim(session: Session, handover_id: UUID, agent_id: UUID, now: datetime) -> Handover:
    """Gives a waiting conversation to an agent; of several at once exactly one gets it. Claiming again changes nothing.

    Raises:
        ServiceError: ``already_claimed`` with the name of who has it, ``handover_closed``, ``with_doctor``: the member
            is consulting a doctor and waits until that is over.
    """
    conversation, handover = locked(session, handover_id)
    if handover.state == "claimed" and handover.agent_id == agent_id:
        return handover
    if handover.state == "claimed" and handover.agent_id is not None:
        raise ServiceError("already_claimed", agent=get_agent(session, handover.agent_id).name)
    if handover.state != "waiting":
        raise ServiceError("handover_closed")
    if conversation.handled_by == DOCTOR:
        raise ServiceError("with_doctor")
    agent = get_agent(session, agent_id)
    if conversation.handled_by == "bot":
        send_bot_away(session, conversation)
        handover.context = {**handover.context, STAYED: True}
    take(session, handover, agent, now)
    session.flush()
    announce(session, handover, now=now)
    tell(session, conversation, "claimed", now, name=agent.name)
    return handover


def reply(session: Session, handover_id: UUID, agent: Agent, text: str, now: datetime) -> Message:
    """Sends the member an agent's words at once, on whatever channel the member is.

    Raises:
        ServiceError: ``not_your_conversation``, ``handover_closed``, ``text_missing``, ``text_too_long``.
    """
    conversation, _ = held_by(session, handover_id, agent)
    words = Reply(clean_text(text))
    return post(session, conversation, words, author="agent", now=now, agent=(agent.id, agent.name))


def note(session: Session, handover_id: UUID, agent: Agent, text: str, now: datetime) -> Message:
    """Keeps a remark that only agents see; ``@login`` shows it to a colleague, who may then read the conversation.

    A supervisor may add one to any conversation; to the agent who holds it, it is whispered.

    Raises:
        ServiceError: ``not_your_conversation``, ``text_missing``, ``text_too_long``.
    """
    conversation, handover = locked(session, handover_id)
    if handover.agent_id != agent.id and not agent.supervisor:
        raise Forbidden("not_your_conversation")
    whispered = handover.state == "claimed" and handover.agent_id != agent.id
    kept = internal(session, conversation, agent, text, now)
    kept.kind = WHISPER if whispered else kept.kind
    _mention(session, kept, now)
    return kept


def internal(session: Session, conversation: Conversation, agent: Agent, text: str, now: datetime) -> Message:
    """Adds an agent's note to a locked conversation."""
    words = Reply(clean_text(text))
    return post(session, conversation, words, author="agent", now=now, agent=(agent.id, agent.name), internal=True)


def _mention(session: Session, kept: Message, now: datetime) -> None:
    named = {name.lower().rstrip(".") for name in _MENTION.findall(kept.text)}
    if not named:
        return
    session.flush()
    for agent_id in session.scalars(select(Agent.id).where(Agent.login.in_(named), Agent.id != kept.agent_id)):
        session.add(Mention(agent_id=agent_id, conversation_id=kept.conversation_id, seq=kept.seq, created_at=now))
        emit(session, "mention", conversation_id=kept.conversation_id, now=now, agent_id=str(agent_id))


def release(session: Session, handover_id: UUID, agent: Agent, now: datetime) -> None:
    """Puts a conversation back in the line, at its old place. Its agent may, or a supervisor for them.

    Raises:
        ServiceError: ``not_your_conversation``, ``handover_closed``.
    """
    conversation, handover = locked(session, handover_id)
    if handover.state != "claimed" or handover.agent_id is None:
        raise ServiceError("handover_closed")
    if handover.agent_id != agent.id and not agent.supervisor:
        raise Forbidden("not_your_conversation")
    back_in_line(session, conversation, handover, "released", now)


def back_in_line(session: Session, conversation: Conversation, handover: Handover, key: str, now: datetime) -> None:
    """Puts a locked, held conversation back in the line and tells the member why, with the way back to the bot."""
    name = get_agent(session, handover.agent_id).name if handover.agent_id else ""
    let_go(session, handover, now)
    session.flush()
    announce(session, handover, now=now)
    text = say(conversation.locale, key, name=name)
    post(session, conversation, Reply(text, [leave_button(conversation.locale)]), author="system", now=now)
    queue_assignment(session)


def resolve(session: Session, handover_id: UUID, agent_id: UUID, now: datetime) -> None:
    """Finishes a conversation: the bot has it again, says so, and asks for a mark.

    Raises:
        ServiceError: ``not_your_conversation``, ``handover_closed``.
    """
    agent = get_agent(session, agent_id)
    conversation = _end(session, handover_id, agent, "resolved", now)
    marks = [{"title": str(n), "payload": f'/handover_rate{{"rating":"{n}"}}'} for n in range(1, RATING_SCALE + 1)]
    farewell = Reply(say(conversation.locale, "resolved", name=agent.name), marks)
    post(session, conversation, farewell, author="system", now=now)


def to_bot(session: Session, handover_id: UUID, agent: Agent, now: datetime) -> None:
    """Gives a conversation back to the bot although nothing is solved: the member goes on there, and gives no mark.

    Raises:
        ServiceError: ``not_your_conversation``, ``handover_closed``.
    """
    conversation = _end(session, handover_id, agent, "returned", now)
    tell(session, conversation, "returned", now, name=agent.name)


def _end(session: Session, handover_id: UUID, agent: Agent, state: str, now: datetime) -> Conversation:
    conversation, handover = held_by(session, handover_id, agent)
    held.send_all(session, handover, now)
    handover.state, handover.resolved_at = state, now
    give_back(session, conversation)
    if handover.context.get(STAYED):
        prompt_bot(session, conversation.id, ENDED, now=now)
    session.flush()
    announce(session, handover, now=now)
    queue_assignment(session)
    return conversation
