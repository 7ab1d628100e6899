"""What an administrator sets: working hours, days off and targets; all of it in the audit log."""

import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any, get_args

from pydantic import ValidationError
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from backend.accounts.record import record_change
from backend.complaints.catalogue import categories
from backend.errors import NotFound, ServiceError
from backend.handover.hours import Day, WorkingHours
from backend.handover.models import Agent
from backend.reference.calendar import ZONES
from backend.sla import policy
from backend.sla.models import CategoryTarget, ClosedDay, SlaTarget, Subject, WorkCalendar

DAYS: tuple[Day, ...] = get_args(Day)
LONGEST_MINUTES = 60 * 24 * 90
"""Ninety days; a longer target is a typing mistake."""
_SHIFT = re.compile(r"\s*(\d{1,2})[:.](\d{2})\s*[-–]\s*(\d{1,2})[:.](\d{2})\s*")
_MIDNIGHT = "24:00"


def shifts(typed: str) -> list[list[str]]:
    """Shifts as typed, such as ``08:00-12:00, 13:00-17:00``; nothing is a day off, ``24:00`` midnight.

    Raises:
        ServiceError: ``shift_wrong`` (422).
    """
    found = []
    for part in filter(str.strip, typed.split(",")):
        match = _SHIFT.fullmatch(part)
        if match is None:
            raise ServiceError("shift_wrong", 422, typed=part.strip())
        begin, end = f"{int(match[1]):02}:{match[2]}", f"{int(match[3]):02}:{match[4]}"
        found.append([begin, "00:00" if end == _MIDNIGHT else end])
    return found


def set_calendar(
    session: Session,
    by: Agent,
    name: policy.CalendarName,
    *,
    zone: str,
    weekly: Mapping[str, str] | None,
    national_holidays: bool,
    now: datetime,
) -> WorkingHours:
    """Sets working hours; ``weekly`` maps days to shifts as typed, ``None`` is around the clock.

    Raises:
        ServiceError: ``shift_wrong``, ``zone_wrong``, ``never_open`` (422).
    """
    days = None if weekly is None else {str(day): shifts(weekly.get(day, "")) for day in DAYS}
    if days is not None and not any(days.values()):
        raise ServiceError("never_open", 422)
    if zone not in ZONES:
        raise ServiceError("zone_wrong", 422)
    try:
        hours = WorkingHours.model_validate({"zone": zone, "weekly": days, "national_holidays": national_holidays})
    except ValidationError:
        raise ServiceError("shift_wrong", 422, typed="") from None
    row = session.get(WorkCalendar, name) or WorkCalendar(name=name)
    row.hours = hours.model_dump(mode="json")
    session.add(row)
    record_change(session, by, "settings.hours", f"{name}: {_written(days)}", now=now)
    return hours


def _written(days: Mapping[str, Sequence[Sequence[str]]] | None) -> str:
    if days is None:
        return "always"
    return "; ".join(f"{day} {','.join('-'.join(shift) for shift in spans)}" for day, spans in days.items() if spans)


def closed_days(session: Session, *, since: date) -> Sequence[ClosedDay]:
    """The days off that were entered, from a day on."""
    return session.scalars(select(ClosedDay).where(ClosedDay.day >= since).order_by(ClosedDay.day)).all()


def add_closed_day(session: Session, by: Agent, day: date, name: str, *, now: datetime) -> None:
    """Enters a day off, or renames it.

    Raises:
        ServiceError: ``name_missing`` (422).
    """
    if not name.strip():
        raise ServiceError("name_missing", 422)
    session.merge(ClosedDay(day=day, name=name.strip()[:80]))
    record_change(session, by, "settings.day_off", f"{day} {name.strip()}", now=now)


def remove_closed_day(session: Session, by: Agent, day: date, *, now: datetime) -> None:
    """Takes a day off back."""
    session.execute(delete(ClosedDay).where(ClosedDay.day == day))
    record_change(session, by, "settings.day_on", str(day), now=now)


def minutes(typed: str) -> int:
    """A target in minutes.

    Raises:
        ServiceError: ``minutes_wrong`` (422): no whole number, none at all, or more than ``LONGEST_MINUTES``.
    """
    if not typed.strip().isdecimal() or not 1 <= int(typed) <= LONGEST_MINUTES:
        raise ServiceError("minutes_wrong", 422, most=LONGEST_MINUTES)
    return int(typed)


def set_target(
    session: Session, by: Agent, subject: Subject, priority: str, values: Mapping[str, str], *, now: datetime
) -> None:
    """Sets the three targets of a priority, in minutes of working time.

    Raises:
        ServiceError: ``minutes_wrong`` (422).
    """
    wanted = {name: minutes(values.get(name, "")) for name in policy.MEASURES}
    before = policy.target(session, subject, priority)
    if all(getattr(before, name) == value for name, value in wanted.items()):
        return
    session.merge(SlaTarget(subject=subject, priority=priority, **wanted))
    detail = ", ".join(f"{name} {getattr(before, name)} → {value}" for name, value in wanted.items())
    record_change(session, by, "settings.target", f"{subject} {priority}: {detail}", now=now)


def own_targets(session: Session) -> dict[tuple[str, str], int]:
    """The resolutions that categories have of their own, in minutes, by category and priority."""
    return {(row.category, row.priority): row.resolution for row in session.scalars(select(CategoryTarget))}


def set_category_target(
    session: Session, by: Agent, category: str, priority: str, typed: str, *, now: datetime
) -> None:
    """Gives a category its own resolution; nothing typed takes it back to that of the priority.

    Raises:
        NotFound: ``unknown_category``.
        ServiceError: ``minutes_wrong`` (422).
    """
    if category not in categories() or priority not in policy.PRIORITIES:
        raise NotFound("unknown_category")
    wanted = minutes(typed) if typed.strip() else None
    present = session.get(CategoryTarget, (category, priority))
    if wanted == (present.resolution if present else None):
        return
    if wanted is None and present is not None:
        session.delete(present)
    elif wanted is not None:
        session.merge(CategoryTarget(category=category, priority=priority, resolution=wanted))
    record_change(session, by, "settings.category", f"{category} {priority}: {wanted or 'as its priority'}", now=now)


def typed_week(hours: WorkingHours) -> dict[str, Any]:
    """The shifts of a week as they are typed."""
    week = hours.weekly or {}
    return {
        day: ", ".join(
            f"{begin:%H:%M}-{'24:00' if end == end.min else f'{end:%H:%M}'}" for begin, end in week.get(day, [])
        )
        for day in DAYS
    }
