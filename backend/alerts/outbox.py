"""Sends the alerts that are due: each once, with retries where it surely did not arrive.

``sending`` is committed before the mail server is called. Who finds it later knows that a process died during the call:
the mail may have arrived, so it is uncertain and not repeated.
"""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from backend.alerts.mail import Mail, MailSender, SmtpSender
from backend.alerts.models import AlertMail
from backend.alerts.noting import NEWS, note
from backend.alerts.settings import alert_settings
from backend.conversations.outgoing import Outcome, Result
from backend.db import session_scope
from backend.handover.models import Handover
from backend.reference.calendar import jakarta_moment
from backend.settings import get_settings
from backend.texts import Texts

log = logging.getLogger(__name__)
_TEXTS = Texts(Path(__file__).with_name("texts.yml"))

FIRST_BACKOFF, LONGEST_BACKOFF = timedelta(seconds=10), timedelta(minutes=5)
DIED_AFTER = timedelta(minutes=2)
"""Longer than any call to a mail server takes with its timeouts."""
KEPT = timedelta(days=90)
"""Long enough to see afterwards who was told of what; what it is about has its own rows."""
AT_ONCE = 20
"""Mails of one round; the rest is left to the next, some seconds later."""
Clock = Callable[[], datetime]


def look(clock: Clock) -> None:
    """One round: notes what has happened, sends what is due. A timer calls it; without receivers it does nothing."""
    settings = alert_settings()
    if not settings.on:
        return
    with session_scope() as session:
        note(session, settings, now=clock())
    send_due(SmtpSender(settings), clock)


def send_due(sender: MailSender, clock: Clock) -> int:
    """Sends what is due, one by one; returns how many calls were made. Any number of processes may do so at once."""
    with session_scope() as session:
        _give_up_dead(session, clock())
    for made in range(AT_ONCE):
        with session_scope() as session:
            mail = _claim(session, clock())
        if mail is None:
            return made
        outcome = sender.send(mail)
        with session_scope() as session:
            _record(session, mail, outcome, clock())
    return AT_ONCE


def forget(session: Session, now: datetime) -> None:
    """Deletes what was told long ago. A timer calls it."""
    session.execute(delete(AlertMail).where(AlertMail.created_at < now - KEPT))


def _give_up_dead(session: Session, now: datetime) -> None:
    died = update(AlertMail).where(AlertMail.state == "sending", AlertMail.next_try_at <= now - DIED_AFTER)
    session.execute(died.values(state="uncertain", error="interrupted"))


def _claim(session: Session, now: datetime) -> Mail | None:
    """The next mail, from now on being sent; what is over meanwhile is dropped."""
    due = select(AlertMail).where(AlertMail.state == "queued", AlertMail.next_try_at <= now)
    due = due.order_by(AlertMail.priority, AlertMail.next_try_at, AlertMail.receiver).limit(1)
    while (row := session.scalars(due.with_for_update(skip_locked=True)).one_or_none()) is not None:
        if _still_so(session, row):
            row.state, row.attempts, row.next_try_at = "sending", row.attempts + 1, now
            return _mail(row, now)
        row.state = "dropped"
        session.flush()
    return None


def _still_so(session: Session, row: AlertMail) -> bool:
    """A breach stays one; who waited and was taken meanwhile does not."""
    if row.kind == "breach":
        return True
    handover = session.get(Handover, row.subject_id)
    return handover is not None and handover.state == "waiting"


def _record(session: Session, mail: Mail, outcome: Outcome, now: datetime) -> None:
    row = session.get_one(AlertMail, mail.id, with_for_update=True)
    row.error = outcome.reason
    waited = min(FIRST_BACKOFF * 2 ** min(row.attempts - 1, 10), LONGEST_BACKOFF)
    if outcome.result == Result.RETRY and now + waited < row.created_at + NEWS:
        row.state, row.next_try_at = "queued", now + waited
        return
    ends = {Result.SENT: "sent", Result.UNCERTAIN: "uncertain"}
    row.state = ends.get(outcome.result, "failed")
    if row.state != "sent":
        log.error("alert %s for %s is %s: %s", row.id, row.number, row.state, row.error)


def _mail(row: AlertMail, now: datetime) -> Mail:
    texts = _TEXTS.in_language(alert_settings().locale)
    what = texts[row.kind].format(since=jakarta_moment(row.since), measure=texts.get(f"measure_{row.measure}", ""))
    facts = {"number": row.number, "priority": row.priority}
    link = f"{get_settings().public_base_url}/console/{row.path}"
    subject = texts[f"subject_{row.kind}"].format(**facts)
    return Mail(row.id, row.receiver, subject, texts["body"].format(what=what, link=link, **facts), now)
