"""Whether targets were kept, the bot understood, and complaints stayed resolved."""

from dataclasses import dataclass
from typing import get_args

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from backend.complaints.models import Complaint, TimelineEntry
from backend.conversations.bot_turns import turns_between
from backend.reports.period import Period
from backend.sla.models import Measure, SlaClock

_RESOLVED, _REOPENED = "status_resolved", ("reopened", "status_reopened")


@dataclass(frozen=True)
class Share:
    """A part of a whole."""

    part: int
    whole: int

    @property
    def value(self) -> float | None:
        """The share; ``None`` of nothing."""
        return self.part / self.whole if self.whole else None


@dataclass(frozen=True)
class Quality:
    """``sla``: targets met of those that ended, by subject and measure, for clocks that started in the period."""

    sla: dict[tuple[str, str], Share]
    fallback: Share
    reopened: Share
    complaints_filed: int
    complaints_resolved: int
    by_category: dict[str, int]

    @property
    def sla_all(self) -> Share:
        """All targets together."""
        return Share(sum(each.part for each in self.sla.values()), sum(each.whole for each in self.sla.values()))


def _sla(session: Session, period: Period) -> dict[tuple[str, str], Share]:
    met, over = SlaClock.state == "met", SlaClock.state.in_(("met", "missed")) | SlaClock.breached_at.is_not(None)
    within = (SlaClock.started_at >= period.start, SlaClock.started_at < period.end)
    query = select(SlaClock.subject, SlaClock.measure, func.count().filter(met), func.count().filter(over)).where(
        *within
    )
    rows = session.execute(query.group_by(SlaClock.subject, SlaClock.measure).order_by(SlaClock.subject.desc()))
    found = {(subject, measure): Share(kept, ended) for subject, measure, kept, ended in rows if ended}
    return dict(sorted(found.items(), key=lambda each: (each[0][0] != "handover", get_args(Measure).index(each[0][1]))))


def _reopened(session: Session, period: Period) -> Share:
    """Of the complaints that were resolved in the period, those that were opened again afterwards."""
    again = select(TimelineEntry.complaint_id, TimelineEntry.id).where(TimelineEntry.code.in_(_REOPENED)).subquery()
    within = (TimelineEntry.at >= period.start, TimelineEntry.at < period.end)
    query = (
        select(func.count(TimelineEntry.complaint_id.distinct()), func.count(again.c.complaint_id.distinct()))
        .select_from(TimelineEntry)
        .outerjoin(again, (again.c.complaint_id == TimelineEntry.complaint_id) & (again.c.id > TimelineEntry.id))
        .where(TimelineEntry.code == _RESOLVED, *within)
    )
    resolved, reopened = session.execute(query).one()
    return Share(reopened, resolved)


def quality(session: Session, period: Period) -> Quality:
    """The quality figures of a period."""
    turns, fallbacks = turns_between(session, period.start, period.end)
    filed = (Complaint.filed_at >= period.start, Complaint.filed_at < period.end)
    counted = select(Complaint.category, func.count()).where(*filed).group_by(Complaint.category)
    categories = {row[0]: row[1] for row in session.execute(counted.order_by(func.count().desc()))}
    reopened = _reopened(session, period)
    return Quality(
        sla=_sla(session, period),
        fallback=Share(fallbacks, turns),
        reopened=reopened,
        complaints_filed=sum(categories.values()),
        complaints_resolved=reopened.whole,
        by_category=categories,
    )
