"""Counting wrong tries safely: the row of a subject is locked while a try is judged."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from backend.identity.models import Tries
from backend.identity.settings import LOCK_TIME
from backend.privacy.crypto import lookup_hash


def subject(kind: str, value: str) -> str:
    """What tries are counted by; a keyed hash, so the table tells nobody which numbers were tried."""
    return lookup_hash(f"tries of {kind}", value)


@dataclass
class Counter:
    """The tries about one subject, locked until the transaction ends."""

    row: Tries
    limit: int
    now: datetime

    @property
    def locked_until(self) -> datetime | None:
        """End of the pause, or ``None`` when a try is allowed."""
        until = self.row.locked_until
        return until if until and until > self.now else None

    def wrong(self) -> int:
        """Counts a wrong try; returns how many are left (0: locked from now on)."""
        self.row.wrong += 1
        self.row.last_wrong_at = self.now
        if self.row.wrong >= self.limit:
            self.row.locked_until = self.now + LOCK_TIME
            self.row.wrong = 0
            return 0
        return self.limit - self.row.wrong

    def right(self) -> None:
        """Forgets earlier wrong tries."""
        self.row.wrong, self.row.locked_until = 0, None


def counter(session: Session, subject_hash: str, limit: int, now: datetime) -> Counter:
    """The counter of a subject. Wrong tries longer ago than ``LOCK_TIME`` no longer count."""
    session.execute(insert(Tries).values(subject_hash=subject_hash, wrong=0).on_conflict_do_nothing())
    query = select(Tries).where(Tries.subject_hash == subject_hash).with_for_update()
    row = session.scalars(query.execution_options(populate_existing=True)).one()
    if row.last_wrong_at and row.last_wrong_at + LOCK_TIME <= now:
        row.wrong = 0
    return Counter(row, limit, now)
