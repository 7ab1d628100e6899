"""All queries on bed reports."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from backend.beds.models import BedReport

_KEY = ("facility_code", "class_code", "room_code")


@dataclass(frozen=True)
class ClassTotal:
    """The beds of one class in one hospital; ``oldest`` and ``newest`` are the times of its rooms' reports."""

    facility_code: str
    class_code: str
    capacity: int
    available: int
    men: int | None
    women: int | None
    either: int | None
    oldest: datetime
    newest: datetime


def totals(
    session: Session, facility_codes: Iterable[str], class_codes: Iterable[str] | None = None
) -> list[ClassTotal]:
    """Beds per hospital and class."""
    statement = select(
        BedReport.facility_code,
        BedReport.class_code,
        func.sum(BedReport.capacity),
        func.sum(BedReport.available),
        func.sum(BedReport.available_men),
        func.sum(BedReport.available_women),
        func.sum(BedReport.available_either),
        func.min(BedReport.reported_at),
        func.max(BedReport.reported_at),
    ).where(BedReport.facility_code.in_(list(facility_codes)))
    if class_codes is not None:
        statement = statement.where(BedReport.class_code.in_(list(class_codes)))
    grouped = statement.group_by(BedReport.facility_code, BedReport.class_code)
    return [ClassTotal(*row) for row in session.execute(grouped).all()]


def with_free_beds(session: Session, class_codes: Iterable[str], since: datetime) -> Sequence[str]:
    """Hospitals that have reported a free bed in one of the classes since a moment."""
    statement = select(BedReport.facility_code).where(
        BedReport.class_code.in_(list(class_codes)), BedReport.available > 0, BedReport.reported_at >= since
    )
    return session.scalars(statement.distinct()).all()


def upsert(session: Session, rows: list[dict[str, Any]]) -> tuple[int, int]:
    """Writes reports, never an older one over a newer; returns how many rooms are new and how many are newer."""
    if not rows:
        return 0, 0
    statement = insert(BedReport)
    changed = {name: statement.excluded[name] for name in rows[0] if name not in _KEY}
    newer = BedReport.reported_at <= statement.excluded.reported_at
    before = _times(session, rows)
    session.connection().execute(statement.on_conflict_do_update(index_elements=_KEY, set_=changed, where=newer), rows)
    known = [(before.get(tuple(row[name] for name in _KEY)), row["reported_at"]) for row in rows]
    updated = sum(1 for was, is_now in known if was is not None and was <= is_now)
    return sum(1 for was, _ in known if was is None), updated


def _times(session: Session, rows: list[dict[str, Any]]) -> dict[tuple[str, ...], datetime]:
    """When the rooms of these hospitals were last reported."""
    codes = {row["facility_code"] for row in rows}
    known = select(BedReport.facility_code, BedReport.class_code, BedReport.room_code, BedReport.reported_at)
    return {
        (row[0], row[1], row[2]): row[3] for row in session.execute(known.where(BedReport.facility_code.in_(codes)))
    }
