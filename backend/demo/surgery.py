"""Demonstration surgery dates: two to come, one done."""

import random
from datetime import datetime, time, timedelta

from sqlalchemy.orm import Session

from backend.demo.people import person
from backend.demo.queues import SUNDAY, facility_named, rows
from backend.reference.calendar import today_in_jakarta
from backend.surgery.models import Surgery


def load(session: Session, *, now: datetime, rng: random.Random) -> None:  # noqa: ARG001 -- the same signature for every topic
    """Adds the dates; queues (clinics) and members must be there before."""
    for row in rows("surgery.csv"):
        day = today_in_jakarta(now) + timedelta(days=int(row["in_days"]))
        session.add(
            Surgery(
                code=row["serial"],
                member_id=person(row["member"]).member_id,
                facility_code=facility_named(session, row["facility"]).code,
                poli_code=row["poli"],
                # No planned surgery on Sundays.
                day=day + timedelta(days=day.isoweekday() == SUNDAY),
                starts=time.fromisoformat(row["at"]),
                procedure=row["procedure"],
                done=row["done"] == "1",
                reported_at=now - timedelta(hours=26),
            )
        )
