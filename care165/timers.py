"""Work that the clock starts. Each timer is short, may run twice without harm, and takes its time from the database."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import procrastinate
from sqlalchemy.orm import Session

from backend import clock
from backend.alerts.outbox import forget as forget_alerts
from backend.api.once import forget_old as forget_answered_calls
from backend.attachments.service import remove_orphans
from backend.autodebit.runs import ask_banks, plan_debits
from backend.complaints.agent_service import close_settled
from backend.contributions import news
from backend.contributions.ledger import issue_month
from backend.conversations.retention import forget_old
from backend.db import session_scope
from backend.demo.beds import refresh
from backend.identity import text_messages
from backend.identity.retention import purge
from backend.installments.service import look_for_missed
from backend.jobs.app import SECOND_CRON
from backend.learning.collect import collect, forget
from backend.membership.changes import apply_due
from backend.notifications import looking, telling, watches
from backend.notifications.retention import forget_old as forget_notices
from backend.privacy.chain import seal_new
from backend.queues.simulation import tick
from backend.registration.billing import bill_first_payments
from backend.registration.service import forget_old as forget_registrations
from backend.settings import get_settings
from backend.sla.clocks import sync
from backend.surgery.reports import forget_old as forget_surgery_watches
from backend.teleconsultation import care

Timer = Callable[[Session, datetime], Any]

HOURLY, MINUTELY, EVERY_TEN_MINUTES = "7 * * * *", "* * * * *", "*/10 * * * *"
EVERY_FIVE_SECONDS = SECOND_CRON.format(5)
TIMERS: dict[str, tuple[str, Timer]] = {
    "close_settled_complaints": (HOURLY, lambda session, now: close_settled(session, now=now)),
    "remove_orphaned_attachments": (HOURLY, lambda session, now: remove_orphans(session, now=now)),
    "forget_expired_verifications": (HOURLY, lambda session, now: purge(session, now=now)),
    "apply_due_changes": (HOURLY, apply_due),
    "bill_first_payments": (HOURLY, bill_first_payments),
    "forget_registrations": (HOURLY, forget_registrations),
    "plan_debits": (HOURLY, plan_debits),
    "ask_banks": (MINUTELY, ask_banks),
    "missed_stages": (HOURLY, look_for_missed),
    "untold_news": (MINUTELY, news.bring_up_again),
    "waiting_texts": (EVERY_FIVE_SECONDS, text_messages.look_after),
    "look_for_notices": (MINUTELY, looking.look),
    "look_for_beds": (MINUTELY, watches.look),
    "untold_notices": (MINUTELY, telling.bring_up_again),
    "vanished_doctors": (EVERY_FIVE_SECONDS, lambda session, now: care.give_back_vanished(session, now=now)),
    "missed_consultations": (EVERY_FIVE_SECONDS, lambda session, now: care.close_missed(session, now=now)),
    "withdrawn_consents": (EVERY_FIVE_SECONDS, lambda session, now: care.end_without_consent(session, now=now)),
    "sla_clocks": (EVERY_FIVE_SECONDS, lambda session, now: sync(session, now=now)),
    "seal_audit_log": (EVERY_FIVE_SECONDS, lambda session, now: seal_new(session, now=now)),
    "forget_alerts": (HOURLY, forget_alerts),
    "forget_news": (HOURLY, news.forget_old),
    "forget_notices": (HOURLY, forget_notices),
    "forget_surgery_watches": (HOURLY, forget_surgery_watches),
    "forget_answered_calls": (HOURLY, forget_answered_calls),
    "forget_old": (HOURLY, lambda session, now: forget_old(session, now=now)),
    "collect_to_learn": (MINUTELY, collect),
    "forget_to_learn": (HOURLY, forget),
}
DEMO_TIMERS: dict[str, tuple[str, Timer]] = {
    "demo_beds": (EVERY_TEN_MINUTES, refresh),
    "demo_queues": (MINUTELY, tick),
    "demo_bills": (HOURLY, issue_month),
}
"""Stand for the hospitals and the registry that would report by themselves."""


def register_timers(app: procrastinate.App) -> None:
    """Adds the timers to the queue; those of the demonstration only there."""
    timers = {**TIMERS, **(DEMO_TIMERS if get_settings().demo else {})}
    for name, (cron, timer) in timers.items():
        app.periodic(cron=cron)(app.task(name=name, queueing_lock=name, queue="timers")(_job(timer)))


def _job(timer: Timer) -> Callable[[int], None]:
    def run(timestamp: int) -> None:  # noqa: ARG001 - given by the queue
        with session_scope() as session:
            timer(session, clock.now())

    return run
