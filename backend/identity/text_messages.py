"""Text messages that are more than an answer on a page: rows of the change that promises them, sent behind its commit.

What is rolled back was never sent, what is committed is sent also where the process dies in between, and nobody waits
for a gateway with rows locked. ``sending`` is committed before the gateway is called: who finds it long after knows
that a process died during the call, so the message may have arrived and is not repeated.
"""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import delete, select, text, update
from sqlalchemy.orm import Session

from backend.db import session_scope
from backend.identity.models import TextMessage
from backend.identity.senders import CodeSender, SenderError, configured_sender
from backend.jobs.defer import defer

log = logging.getLogger(__name__)
SenderFor = Callable[[Session, datetime], CodeSender]
Clock = Callable[[], datetime]

FIRST_BACKOFF, LONGEST_BACKOFF = timedelta(seconds=2), timedelta(minutes=5)
DIED_AFTER = timedelta(minutes=1)
"""Longer than any call to a gateway takes with its time-out."""
FORGOTTEN_AFTER = timedelta(seconds=2)


def queue(session: Session, about: str, phone: str, said: str, *, now: datetime, good_for: timedelta) -> None:
    """Sends a text once the caller's change is committed; an earlier one about the same is replaced by it.

    Args:
        about: what it belongs to, such as a change of a number; the caller holds its row locked.
        good_for: how long it is worth trying where the gateway cannot be reached.
    """
    session.execute(delete(TextMessage).where(TextMessage.about == about))
    row = TextMessage(about=about, phone=phone, text=said, created_at=now, next_try_at=now, good_until=now + good_for)
    session.add(row)
    session.flush()
    _defer(session, row.id)


def _defer(session: Session, text_id: UUID) -> None:
    arguments, lock = {"text_id": str(text_id)}, f"text:{text_id}"
    defer(session, "send_text", arguments, queueing_lock=lock, queue="deliveries", priority=10)


def in_trouble(session: Session, about: str) -> bool:
    """Whether the newest text about this failed, or has to be tried again."""
    tried = (TextMessage.state == "failed") | ((TextMessage.state == "queued") & (TextMessage.attempts > 0))
    return session.scalar(select(TextMessage.id).where(TextMessage.about == about, tried)) is not None


def send(text_id: UUID, clock: Clock, sender_for: SenderFor = configured_sender) -> None:
    """Makes one call to the gateway, where the text is due and nobody else is at it. A job calls it."""
    with session_scope() as session:
        found = _claim(session, text_id, clock())
    if found is None:
        return
    # No statement runs before the call, so no connection is held during it; the demonstration's inbox writes here.
    with session_scope() as session:
        failed = _call(sender_for(session, clock()), *found)
        _record(session, text_id, failed, clock())


def _claim(session: Session, text_id: UUID, now: datetime) -> tuple[str, str] | None:
    due = TextMessage.id == text_id, TextMessage.state == "queued", TextMessage.next_try_at <= now
    row = session.scalars(select(TextMessage).where(*due).with_for_update(skip_locked=True)).one_or_none()
    if row is None:
        return None
    row.state, row.attempts, row.next_try_at = "sending", row.attempts + 1, now
    return row.phone, row.text


def _call(sender: CodeSender, phone: str, said: str) -> SenderError | None:
    try:
        sender.send(phone, said)
    except SenderError as error:
        return error
    return None


def _record(session: Session, text_id: UUID, failed: SenderError | None, now: datetime) -> None:
    row = session.get(TextMessage, text_id, with_for_update=True)
    if row is None:  # replaced by a newer one meanwhile
        return
    if failed is None:
        session.delete(row)
        return
    waited = min(FIRST_BACKOFF * 2 ** min(row.attempts - 1, 10), LONGEST_BACKOFF)
    row.error = str(failed)
    again = failed.not_accepted and now + waited < row.good_until
    row.state, row.next_try_at = ("queued", now + waited) if again else ("failed", now)
    log.warning("text about %s, try %s: %s (%s)", row.about, row.attempts, row.state, row.error)


_WITHOUT_JOB = text(
    "NOT EXISTS (SELECT 1 FROM procrastinate_jobs j"
    " WHERE j.queueing_lock = 'text:' || text_messages.id AND j.status = 'todo')"
)


def look_after(session: Session, now: datetime) -> int:
    """Queues what waits without a job: its time has come again, or its process died. A timer calls it; gives how many.

    What a process died over may have arrived, so it is given up.
    """
    died = TextMessage.state == "sending", TextMessage.next_try_at < now - DIED_AFTER
    session.execute(update(TextMessage).where(*died).values(state="failed", error="interrupted"))
    due = TextMessage.state == "queued", TextMessage.next_try_at < now - FORGOTTEN_AFTER, _WITHOUT_JOB
    found = session.scalars(select(TextMessage.id).where(*due).limit(100).with_for_update(skip_locked=True)).all()
    for text_id in found:
        _defer(session, text_id)
    return len(found)
