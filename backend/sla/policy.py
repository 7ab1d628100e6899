"""Targets and calendars as they stand: what an administrator has set, else the defaults (``data/defaults.yml``)."""

from dataclasses import dataclass
from datetime import timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal

import yaml
from sqlalchemy import select
from sqlalchemy.orm import Session

from backend.handover.hours import WorkingHours
from backend.handover.settings import handover_settings
from backend.sla.models import CategoryTarget, ClosedDay, SlaTarget, Subject, WorkCalendar

CalendarName = Literal["agents", "office"]
MEASURES = ("first_reply", "next_reply", "resolution")
PRIORITIES = ("P1", "P2", "P3")


@lru_cache
def defaults() -> dict[str, Any]:
    """The file of defaults."""
    loaded: dict[str, Any] = yaml.safe_load((Path(__file__).parent / "data" / "defaults.yml").read_text("utf-8"))
    return loaded


@dataclass(frozen=True)
class Target:
    """Minutes of working time until each measure is due."""

    first_reply: int
    next_reply: int
    resolution: int

    def duration(self, measure: str) -> timedelta:
        """One measure as a duration."""
        return timedelta(minutes=getattr(self, measure))


def target(session: Session, subject: Subject, priority: str, category: str | None = None) -> Target:
    """The targets of a priority; a category of complaints may have a resolution of its own."""
    row = session.get(SlaTarget, (subject, priority))
    values = {name: getattr(row, name) for name in MEASURES} if row else defaults()[subject][priority]
    own = session.get(CategoryTarget, (category, priority)) if category else None
    return Target(**(values | ({"resolution": own.resolution} if own else {})))


def calendar(session: Session, name: CalendarName) -> WorkingHours:
    """The working hours of agents who chat, or of the office; days off of both are those that were entered."""
    row = session.get(WorkCalendar, name)
    usual = handover_settings().hours if name == "agents" else WorkingHours.model_validate(defaults()["office"])
    hours = WorkingHours.model_validate(row.hours) if row else usual
    closed = session.scalars(select(ClosedDay.day)).all() if hours.weekly is not None else []
    return hours.model_copy(update={"closed_on": [*hours.closed_on, *closed]})


def calendar_for(session: Session, subject: Subject) -> WorkingHours:
    """The calendar that a subject's time is counted in."""
    return calendar(session, "agents" if subject == "handover" else "office")
