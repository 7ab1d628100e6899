"""Demonstration visits of the past months, and what was found at some of them."""

import random
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from backend.demo.people import person
from backend.demo.queues import facility_named, rows
from backend.history.models import Visit, VisitRecord
from backend.reference.calendar import today_in_jakarta


def load(session: Session, *, now: datetime, rng: random.Random) -> None:  # noqa: ARG001 -- the same signature for every topic
    """Adds the visits; queues (clinics) and members must be there before."""
    for row in rows("history.csv"):
        session.add(
            Visit(
                member_id=person(row["member"]).member_id,
                facility_code=facility_named(session, row["facility"], row["city"]).code,
                poli_code=row["poli"] or None,
                day=today_in_jakarta(now) - timedelta(days=int(row["days_ago"])),
                care=row["care"],
                record=_record(row),
            )
        )


def _record(row: dict[str, str]) -> VisitRecord | None:
    if not row["diagnosis"]:
        return None
    more = {"treatment": row["treatment"] or None, "medicines": row["medicines"] or None}
    return VisitRecord(doctor=row["doctor"], diagnosis=row["diagnosis"], **more)
