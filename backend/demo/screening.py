"""Demonstration screenings: one of this year, one that is due again, one half-filled."""

import json
import random
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import yaml
from sqlalchemy.orm import Session

from backend.demo.people import Person, person
from backend.membership.authority import age_on
from backend.screening.assessment import assess
from backend.screening.models import Screening


def load(session: Session, *, now: datetime, rng: random.Random) -> None:  # noqa: ARG001 -- the same signature for every topic
    """Adds the screenings; members must be there before."""
    for row in yaml.safe_load(Path(__file__).with_suffix(".yml").read_text("utf-8")):
        finished = now - timedelta(days=row["finished"]) if "finished" in row else None
        at = finished or now - timedelta(days=row["touched"])
        session.add(_screening(person(row["member"]), row["answers"], at, finished))


def _screening(who: Person, answers: dict[str, Any], at: datetime, finished: datetime | None) -> Screening:
    made = assess(answers, age=age_on(who.birth_date, at.date()), male=who.sex == "M") if finished else None
    return Screening(
        member_id=who.member_id,
        state="done" if finished else "open",
        answers=json.dumps(answers),
        assessment=json.dumps(made.as_dict()) if made else None,
        consented_at=at,
        updated_at=at,
        finished_at=finished,
    )
