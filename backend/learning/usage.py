"""How often each intent is asked, understood, not understood, and handed over."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from backend.learning.models import LearningCount
from backend.reference.calendar import today_in_jakarta


@dataclass(frozen=True)
class Usage:
    """One intent's messages in a time; ``understood`` are those that neither fell back nor went to a person."""

    label: str
    asked: int
    fell_back: int
    handed_over: int

    @property
    def understood(self) -> int:
        """Messages that were answered by the assistant alone."""
        return max(0, self.asked - self.fell_back - self.handed_over)

    def percent(self, count: int) -> int:
        """A count as a share of what was asked, in whole percent."""
        return round(100 * count / self.asked) if self.asked else 0


def usage(session: Session, *, days: int, now: datetime) -> list[Usage]:
    """Each intent over the last ``days`` days (today included), the most asked first."""
    since = today_in_jakarta(now) - timedelta(days=days - 1)
    asked, fell, handed = LearningCount.asked, LearningCount.fell_back, LearningCount.handed_over
    query = select(LearningCount.label, func.sum(asked), func.sum(fell), func.sum(handed))
    query = query.where(LearningCount.day >= since).group_by(LearningCount.label)
    rows = [Usage(label, *(int(count) for count in counts)) for label, *counts in session.execute(query)]
    return sorted(rows, key=lambda row: (-row.asked, row.label))


def together(rows: Sequence[Usage]) -> Usage:
    """All intents in one row without a label."""
    return Usage("", *(sum(getattr(row, name) for row in rows) for name in ("asked", "fell_back", "handed_over")))
