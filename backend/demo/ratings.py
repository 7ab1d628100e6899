"""Demonstration ratings by wish, all of them old enough to be followed by new ones."""

import random
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from backend.demo.people import person
from backend.demo.queues import facility_named, rows
from backend.ratings.models import FacilityRating


def load(session: Session, *, now: datetime, rng: random.Random) -> None:  # noqa: ARG001 -- the same signature for every topic
    """Adds the ratings; facilities and members must be there before."""
    for row in rows("ratings.csv"):
        session.add(
            FacilityRating(
                member_id=person(row["member"]).member_id,
                facility_code=facility_named(session, row["facility"], row["city"]).code,
                service=int(row["service"]),
                waiting=int(row["waiting"]),
                cleanliness=int(row["cleanliness"]),
                medicine=int(row["medicine"]) if row["medicine"] else None,
                comment=row["comment"] or None,
                rated_at=now - timedelta(days=int(row["days_ago"])),
            )
        )
