"""Replies that an agent may still take back: they are kept for a few seconds and then sent by a job.

Nothing that was written is lost: whoever gives the conversation away, and whatever process dies, what is held is sent
before, or as soon as a worker is there.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from backend.conversations.events import emit
from backend.conversations.messages import Reply
from backend.conversations.models import Conversation, Message
from backend.conversations.service import lock_conversation, post
from backend.errors import NotFound
from backend.handover.accounts import get_agent
from backend.handover.jobs import queue_sending
from backend.handover.models import Agent, Handover, HeldReply
from backend.handover.settings import handover_settings


def hold(
    session: Session,
    conversation: Conversation,
    handover: Handover,
    agent: Agent,
    text: str,
    *,
    key: UUID,
    now: datetime,
) -> None:
    """Keeps a reply of who holds the locked conversation until it is sent; the same ``key`` again changes nothing."""
    sent = select(Message.seq).where(Message.conversation_id == conversation.id, Message.external_id == str(key))
    if session.scalar(sent) is not None:
        return
    send_at = now + timedelta(seconds=handover_settings().edit_window_s)
    values = {"id": key, "handover_id": handover.id, "agent_id": agent.id, "text": text}
    session.execute(insert(HeldReply).values(**values, created_at=now, send_at=send_at).on_conflict_do_nothing())
    if send_at <= now:
        send_all(session, handover, now)
        return
    queue_sending(session, key, send_at)
    emit(session, "held", conversation_id=conversation.id, now=now)


def of_handover(session: Session, handover_id: UUID) -> Sequence[HeldReply]:
    """What is held, in the order in which it was written."""
    query = select(HeldReply).where(HeldReply.handover_id == handover_id)
    return session.scalars(query.order_by(HeldReply.created_at, HeldReply.id)).all()


def handover_of(session: Session, held_id: UUID, agent: Agent) -> Handover:
    """The handover that an agent's own held reply is for.

    Raises:
        NotFound: ``already_sent``: it is gone, or it is not this agent's.
    """
    found = session.get(HeldReply, held_id)
    if found is None or found.agent_id != agent.id:
        raise NotFound("already_sent")
    return session.get_one(Handover, found.handover_id)


def _send(session: Session, conversation: Conversation, reply: HeldReply, now: datetime) -> None:
    agent = get_agent(session, reply.agent_id)
    post(
        session,
        conversation,
        Reply(reply.text),
        author="agent",
        now=now,
        agent=(agent.id, agent.name),
        external_id=str(reply.id),
    )
    session.delete(reply)
    emit(session, "held", conversation_id=conversation.id, now=now)


def send_all(session: Session, handover: Handover, now: datetime) -> None:
    """Sends at once all that is held; the conversation is locked."""
    conversation = session.get_one(Conversation, handover.conversation_id)
    for reply in of_handover(session, handover.id):
        _send(session, conversation, reply, now)
    session.flush()


def send(session: Session, held_id: UUID, now: datetime) -> None:
    """Sends a reply and those written before it, if it has not been sent or taken back meanwhile."""
    found = session.get(HeldReply, held_id)
    if found is None:
        return
    handover = session.get_one(Handover, found.handover_id)
    conversation = lock_conversation(session, handover.conversation_id)
    for reply in session.scalars(
        select(HeldReply)
        .where(HeldReply.handover_id == handover.id, HeldReply.created_at <= found.created_at)
        .order_by(HeldReply.created_at, HeldReply.id)
        .execution_options(populate_existing=True)
    ):
        _send(session, conversation, reply, now)


def send_due(session: Session, *, now: datetime) -> int:
    """Sends what should have been sent already: its job was lost with a worker. Returns how many."""
    late = select(HeldReply.id).join(Handover, Handover.id == HeldReply.handover_id).where(HeldReply.send_at <= now)
    due = list(session.scalars(late.order_by(Handover.conversation_id, HeldReply.created_at)))  # as they are locked
    for held_id in due:
        send(session, held_id, now)
    return len(due)


def take_back(session: Session, held_id: UUID, agent: Agent, now: datetime) -> str:
    """Takes a reply back before it is sent and gives its text.

    Raises:
        NotFound: ``already_sent``: it is too late, or it is not this agent's.
    """
    found = session.get(HeldReply, held_id)
    if found is None or found.agent_id != agent.id:
        raise NotFound("already_sent")
    conversation = lock_conversation(session, session.get_one(Handover, found.handover_id).conversation_id)
    still = session.scalars(
        select(HeldReply).where(HeldReply.id == held_id).execution_options(populate_existing=True)
    ).one_or_none()
    if still is None:
        raise NotFound("already_sent")
    session.delete(still)
    emit(session, "held", conversation_id=conversation.id, now=now)
    return still.text
