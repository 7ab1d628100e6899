"""The outbox of channels that must be called: strictly in order, part by part, never blindly twice.

States of a delivery::

    queued ─▶ sending ─┬─ sent ────────▶ queued (next part), after the last part: sent | uncertain
      ▲                ├─ uncertain ───▶ the same, and the part's id stays empty: it may have arrived
      └──── retry ─────┼─ retry ───────▶ queued with next_try_at; failed when too old to be of use
                       ├─ refused ─────▶ failed
                       └─ unreachable ─▶ failed, and so is all that waits for this member

``sending`` is committed before the call. Who finds it without anyone sending knows that a process died during the call:
the channel has no way to ask whether the message arrived, so it is uncertain.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import select, text, update
from sqlalchemy.orm import Session

from backend import clock
from backend.attachments.cards import file_of
from backend.conversations.events import emit
from backend.conversations.locks import exclusive
from backend.conversations.models import Conversation, Delivery, Message
from backend.conversations.outgoing import Outcome, Outgoing, Result, Sender
from backend.conversations.texts import readable
from backend.db import session_scope
from backend.errors import NotFound
from backend.jobs.defer import defer

CALLED_CHANNELS = frozenset({"telegram"})
"""Channels that we must call to deliver; web chat reads the rows itself."""
QUEUED, SENDING, SENT, UNCERTAIN, FAILED = "queued", "sending", "sent", "uncertain", "failed"
FIRST_BACKOFF = timedelta(seconds=1)
LONGEST_BACKOFF = timedelta(minutes=5)
GIVE_UP_AFTER = timedelta(hours=24)
"""An answer older than a day helps nobody, and would arrive before those to newer questions."""


def deliver(conversation_id: UUID, sender: Sender) -> None:
    """Sends what waits for the member of one conversation, until nothing is due.

    Only one process sends for a conversation at a time; another one leaves at once, since who holds the lock looks
    again after giving it up.
    """
    while True:
        with exclusive("deliver", conversation_id) as free:
            if not free:
                return
            while _send_next(conversation_id, sender):
                pass
        if not _due_again(conversation_id):
            return


def queue(session: Session, conversation_id: UUID, *, at: datetime | None = None) -> None:
    """Queues the one job that delivers all that waits; the caller holds the conversation's row lock."""
    arguments = {"conversation_id": str(conversation_id)}
    lock = f"deliver:{conversation_id}"
    defer(session, "deliver", arguments, queueing_lock=lock, queue="deliveries", priority=10, at=at)


def queue_typing(session: Session, conversation: Conversation) -> None:
    """Shows the member of a called channel that somebody writes; other channels hear it by ``tell_typing``."""
    if conversation.channel in CALLED_CHANNELS:
        lock = f"typing:{conversation.id}"
        defer(session, "show_typing", {"chat_id": conversation.external_id}, queueing_lock=lock, queue="deliveries")


def abandon(session: Session, conversation_id: UUID, reason: str, *, now: datetime) -> None:
    """Gives up all that waits for a member whom the channel no longer reaches."""
    waiting = Delivery.conversation_id == conversation_id, Delivery.state == QUEUED
    change = update(Delivery).where(*waiting).values(state=FAILED, error=reason, next_try_at=None, updated_at=now)
    for seq in list(session.scalars(change.returning(Delivery.seq))):
        emit(session, "delivery", conversation_id=conversation_id, now=now, seq=seq, state=FAILED)


def retry(session: Session, conversation_id: UUID, seq: int, *, now: datetime) -> None:
    """Sends anew what failed or may not have arrived, from its first part that did not surely arrive.

    Raises:
        NotFound: ``nothing_to_retry``.
    """
    _lock(session, conversation_id)
    delivery = session.get(Delivery, (conversation_id, seq), populate_existing=True)
    if delivery is None or delivery.state not in (FAILED, UNCERTAIN):
        raise NotFound("nothing_to_retry")
    arrived = delivery.external_ids or []
    delivery.part = arrived.index(None) if None in arrived else len(arrived)
    delivery.external_ids = arrived[: delivery.part]
    delivery.state, delivery.attempts, delivery.error, delivery.updated_at = QUEUED, 0, None, now
    emit(session, "delivery", conversation_id=conversation_id, now=now, seq=seq, state=QUEUED)
    queue(session, conversation_id)


_FORGOTTEN = text(
    "SELECT DISTINCT conversation_id FROM deliveries d WHERE state IN ('queued', 'sending') AND updated_at < :before"
    " AND NOT EXISTS (SELECT 1 FROM procrastinate_jobs j"
    " WHERE j.queueing_lock = 'deliver:' || d.conversation_id AND j.status = 'todo')"
    " ORDER BY conversation_id LIMIT 500"
)


def queue_forgotten(session: Session, *, before: datetime) -> int:
    """Queues the delivery of what waits without a job: its worker died, or its job failed. Returns how many."""
    found = list(session.scalars(_FORGOTTEN, {"before": before}))
    for conversation_id in found:
        _lock(session, conversation_id)
        queue(session, conversation_id)
    return len(found)


@dataclass(frozen=True)
class _Attempt:
    """What is about to be sent: a call of so many; no call: an earlier process died during it."""

    seq: int
    chat_id: str
    parts: int
    call: Any


_INTERRUPTED = Outcome(Result.UNCERTAIN, reason="the process ended during the call")


def _send_next(conversation_id: UUID, sender: Sender) -> bool:
    """Takes the first delivery one step: one call, and what follows from its outcome. False: nothing is due."""
    with session_scope() as session:
        attempt = _begin(session, conversation_id, sender)
    if attempt is None:
        return False
    outcome = _INTERRUPTED if attempt.call is None else sender.send(attempt.chat_id, attempt.call)
    with session_scope() as session:
        delivery = session.get(Delivery, (conversation_id, attempt.seq))
        if delivery is None:  # the conversation was erased meanwhile
            return False
        delivery.updated_at = clock.now()
        _TRANSITIONS[outcome.result](session, delivery, outcome, attempt.parts)
    return True


def _begin(session: Session, conversation_id: UUID, sender: Sender) -> _Attempt | None:
    while (delivery := _head(session, conversation_id)) is not None and _is_due(delivery):
        conversation = session.get_one(Conversation, conversation_id)
        calls = sender.prepare(_outgoing(session, delivery, conversation))
        if delivery.part >= len(calls):
            delivery.state = SENT
            continue
        interrupted = delivery.state == SENDING
        delivery.attempts += not interrupted
        delivery.state, delivery.next_try_at, delivery.updated_at = SENDING, None, clock.now()
        call = None if interrupted else calls[delivery.part]
        return _Attempt(delivery.seq, conversation.external_id, len(calls), call)
    return None


def _head(session: Session, conversation_id: UUID) -> Delivery | None:
    mine = Delivery.conversation_id == conversation_id, Delivery.state.in_((QUEUED, SENDING))
    return session.scalars(select(Delivery).where(*mine).order_by(Delivery.seq).limit(1)).one_or_none()


def _is_due(delivery: Delivery) -> bool:
    return delivery.next_try_at is None or delivery.next_try_at <= clock.now()


def _due_again(conversation_id: UUID) -> bool:
    """Whether something became due while the lock was still held; queues the job for what is due later."""
    with session_scope() as session:
        _lock(session, conversation_id)
        head = _head(session, conversation_id)
        if head is not None and not _is_due(head):
            queue(session, conversation_id, at=head.next_try_at)
            return False
    return head is not None


def _lock(session: Session, conversation_id: UUID) -> None:
    session.execute(select(Conversation.id).where(Conversation.id == conversation_id).with_for_update())


def _outgoing(session: Session, delivery: Delivery, conversation: Conversation) -> Outgoing:
    message = session.get_one(Message, (delivery.conversation_id, delivery.seq))
    buttons = [{"id": button["id"], "title": button["title"]} for button in message.buttons or []]
    file = file_of(session, conversation.id, message.card)
    doctor = message.consultation_id is not None
    text, locale = readable(message.text, conversation.locale), conversation.locale
    return Outgoing(text, buttons, message.card, locale, message.agent_name, file, doctor)


def _part_done(session: Session, delivery: Delivery, outcome: Outcome, parts: int) -> None:
    delivery.part += 1
    delivery.external_ids = [*(delivery.external_ids or []), outcome.external_id]
    delivery.error = outcome.reason or (delivery.error if None in delivery.external_ids else None)
    if delivery.part < parts:
        delivery.state, delivery.attempts = QUEUED, 0
    elif None in delivery.external_ids:
        _finish(session, delivery, UNCERTAIN, delivery.error)
    else:
        delivery.state = SENT


def _try_later(session: Session, delivery: Delivery, outcome: Outcome, _parts: int) -> None:
    now = clock.now()
    message = session.get_one(Message, (delivery.conversation_id, delivery.seq))
    if now - message.created_at > GIVE_UP_AFTER:
        _finish(session, delivery, FAILED, outcome.reason)
        return
    delivery.state, delivery.error = QUEUED, outcome.reason
    delivery.next_try_at = now + _wait(delivery.attempts, outcome.retry_after)


def _wait(attempts: int, retry_after: float | None) -> timedelta:
    """What the channel told us to wait, else 1, 2, 4 … seconds, at most five minutes."""
    if retry_after is not None:
        return timedelta(seconds=retry_after)
    doubled: int = 2 ** min(attempts - 1, 16)
    return min(FIRST_BACKOFF * doubled, LONGEST_BACKOFF)


def _refused(session: Session, delivery: Delivery, outcome: Outcome, _parts: int) -> None:
    _finish(session, delivery, FAILED, outcome.reason)


def _unreachable(session: Session, delivery: Delivery, outcome: Outcome, _parts: int) -> None:
    _finish(session, delivery, FAILED, outcome.reason)
    abandon(session, delivery.conversation_id, outcome.reason or "unreachable", now=clock.now())


def _finish(session: Session, delivery: Delivery, state: str, reason: str | None) -> None:
    """Ends a delivery that did not surely arrive, and tells the consoles."""
    delivery.state, delivery.error, delivery.next_try_at = state, reason, None
    emit(session, "delivery", conversation_id=delivery.conversation_id, now=clock.now(), seq=delivery.seq, state=state)


_TRANSITIONS: dict[Result, Callable[[Session, Delivery, Outcome, int], None]] = {
    Result.SENT: _part_done,
    Result.UNCERTAIN: _part_done,
    Result.RETRY: _try_later,
    Result.REFUSED: _refused,
    Result.UNREACHABLE: _unreachable,
}
