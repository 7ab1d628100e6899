"""Until when a complaint must be answered.

What the member is told is a day: working days, Monday to Friday without Indonesian national holidays. What the care
center works by is a moment: minutes of the office's hours by priority and category, never later than that day.
"""

from datetime import date, datetime, timedelta

from sqlalchemy.orm import Session

from backend.complaints.catalogue import categories
from backend.facilities.hours import is_public_holiday
from backend.reference.calendar import today_in_jakarta
from backend.reference.service import ReferenceValue, rate
from backend.sla import policy
from backend.sla.worktime import after

_SATURDAY = 5


def general_rule(on: date) -> ReferenceValue:
    """Working days to answer in (UU 24/2011 art. 48). ``checked_on`` ``None``: do not call it a right."""
    return rate("complaint.answer_working_days", on=on)


def is_working_day(day: date) -> bool:
    """Whether offices work. Collective leave (cuti bersama) counts as work, so a deadline never grows by it."""
    return day.weekday() < _SATURDAY and not is_public_holiday(day)


def after_working_days(day: date, count: int) -> date:
    """The last of ``count`` working days that follow a day."""
    while count:
        day += timedelta(days=1)
        count -= is_working_day(day)
    return day


def working_days(category: str, on: date) -> int:
    """The period of a category that begins on a day: its own, or the general one."""
    own = categories()[category].working_days
    return own if own is not None else int(general_rule(on).value)


def due_on(category: str, received: datetime) -> date:
    """The last day of the deadline; the day of receipt, in Jakarta, does not count."""
    day = today_in_jakarta(received)
    return after_working_days(day, working_days(category, day))


def due_at(session: Session, category: str, priority: str, received: datetime) -> datetime:
    """When the care center's own time for a complaint is over; at the latest with the office on its last day."""
    hours = policy.calendar(session, "office")
    allowed = policy.target(session, "complaint", priority, category).duration("resolution")
    last_day = due_on(category, received)
    closes = [end for _, end in hours.shifts_of(last_day)]
    latest = closes[-1] if closes else datetime.combine(last_day + timedelta(days=1), datetime.min.time(), hours.tz)
    return min(after(hours, received, allowed) or latest, latest)
