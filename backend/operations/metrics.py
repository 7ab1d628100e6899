"""Figures for Prometheus: what waits, for how long, and what went wrong; read from the rows at the moment of asking.

No counter lives in a process, so any of several ``web`` processes gives the same figures, also after a restart.
"""

from collections.abc import Iterable
from datetime import datetime

from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.exposition import generate_latest
from prometheus_client.registry import Collector, CollectorRegistry
from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from backend.alerts.models import AlertMail
from backend.conversations.models import Conversation, Delivery
from backend.handover.models import OPEN, Handover

_JOBS = text("SELECT queue_name, status::text, count(*) FROM procrastinate_jobs GROUP BY 1, 2")
_UNANSWERED = (Conversation.answered_seq < Conversation.last_member_seq) & (Conversation.handled_by == "bot")


def _by_label(name: str, meaning: str, labels: list[str], rows: Iterable[tuple[object, ...]]) -> GaugeMetricFamily:
    family = GaugeMetricFamily(name, meaning, labels=labels)
    for *values, number in rows:
        family.add_metric([str(value) for value in values], float(str(number)))
    return family


def _age(since: datetime | None, now: datetime) -> float:
    return (now - since).total_seconds() if since else 0.0


class Figures(Collector):
    """The figures of one moment."""

    def __init__(self, session: Session, now: datetime) -> None:
        self._session, self._now = session, now

    def collect(self) -> Iterable[Metric]:
        """Asks the database; each figure is one grouped query over what is open."""
        yield from self._turns()
        yield from self._handovers()
        jobs = self._session.execute(_JOBS).all()
        yield _by_label("care165_jobs", "Jobs in the queue.", ["queue", "status"], jobs)
        states = self._session.execute(select(Delivery.state, func.count()).group_by(Delivery.state)).all()
        yield _by_label("care165_deliveries", "Messages to Telegram by delivery state.", ["state"], states)
        mails = self._session.execute(select(AlertMail.state, func.count()).group_by(AlertMail.state)).all()
        yield _by_label("care165_alert_mails", "Mails to supervisors by state.", ["state"], mails)

    def _turns(self) -> Iterable[Metric]:
        query = select(func.count(), func.min(Conversation.updated_at)).where(_UNANSWERED)
        waiting, oldest = self._session.execute(query).one()
        yield GaugeMetricFamily("care165_unanswered_conversations", "Conversations the bot owes an answer.", waiting)
        age = _age(oldest, self._now)
        yield GaugeMetricFamily("care165_unanswered_age_seconds", "Age of the oldest message the bot owes.", age)

    def _handovers(self) -> Iterable[Metric]:
        query = select(Handover.state, Handover.priority, func.count()).where(Handover.state.in_(OPEN))
        rows = self._session.execute(query.group_by(Handover.state, Handover.priority)).all()
        yield _by_label("care165_handovers", "Conversations for agents.", ["state", "priority"], rows)
        oldest = self._session.scalar(select(func.min(Handover.requested_at)).where(Handover.state == "waiting"))
        age = _age(oldest, self._now)
        yield GaugeMetricFamily("care165_handover_wait_seconds", "Longest wait for an agent.", age)


def exposition(session: Session, now: datetime) -> bytes:
    """The figures in Prometheus' text format."""
    registry = CollectorRegistry()
    registry.register(Figures(session, now))
    return bytes(generate_latest(registry))
