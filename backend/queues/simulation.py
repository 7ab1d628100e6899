"""Demonstration queues: numbers are called as the clock goes on, so that members see their turn come nearer."""

from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from backend.facilities.models import Facility
from backend.queues.models import OPEN_STATES, Booking, BookingTask, DoctorSchedule, QueueRules, SessionDay
from backend.queues.places import Place

_CALLED, _DONE, _NO_SHOW = 4, 5, 99
_ADMISSION = {2: 2, 3: 5}
"""Minutes after check-in at which a new patient's admission starts and ends (tasks 2 and 3)."""


def tick(session: Session, now: datetime) -> int:
    """Brings the simulated queues of today to where the clock says they are, and gives the number of changed ones.

    The same moment always gives the same state. Rows that somebody else holds are left for the next tick: no waiting.
    """
    today = (
        select(SessionDay, QueueRules, Facility)
        .join(DoctorSchedule, SessionDay.schedule_id == DoctorSchedule.id)
        .join(QueueRules, QueueRules.facility_code == DoctorSchedule.facility_code)
        .join(Facility, Facility.code == DoctorSchedule.facility_code)
        .where(
            QueueRules.simulated, SessionDay.day.between(now.date() - timedelta(days=1), now.date() + timedelta(days=1))
        )
        .order_by(SessionDay.id)
        .with_for_update(of=SessionDay, skip_locked=True)
    )
    rows = session.execute(today).all()
    return sum(_advance(session, Place(facility, rules), row, now) for row, rules, facility in rows)


def _advance(session: Session, place: Place, row: SessionDay, now: datetime) -> bool:
    started = now - place.at(row.day, row.schedule.starts)
    if started < timedelta():
        return False
    step = timedelta(minutes=place.rules.minutes_per_patient)
    # The first patient is called when practice begins; beyond the last number the queue is over.
    turn = started // step + 1
    called = min(turn, row.last_number)
    changed = called != row.called_number
    row.called_number = max(called, row.called_number)
    query = select(Booking).where(Booking.session_day_id == row.id, Booking.state.in_(OPEN_STATES))
    for booking in session.scalars(query.with_for_update(of=Booking, skip_locked=True)):
        changed |= _advance_booking(place, booking, turn, now)
    return changed


def _advance_booking(place: Place, booking: Booking, turn: int, now: datetime) -> bool:
    before = booking.state
    step = timedelta(minutes=place.rules.minutes_per_patient)
    called_at = place.at(booking.day, booking.session_day.schedule.starts) + (booking.turn - 1) * step
    if booking.state == "booked":
        if now > max(booking.estimated_at, called_at) + timedelta(minutes=place.rules.checkin_after_min):
            _reach(booking, "no_show", _NO_SHOW, now)
        return booking.state != before
    _admit(booking, now)
    if booking.state == "checked_in" and booking.turn <= turn:
        _reach(booking, "called", _CALLED, called_at)
    if booking.state == "called" and booking.turn < turn:
        _reach(booking, "served", _DONE, called_at + step)
    return booking.state != before


def _admit(booking: Booking, now: datetime) -> None:
    """A new patient passes the counter (tasks 2 and 3) some minutes after the check-in."""
    reached = {task.task_id: task.at for task in booking.tasks}
    if 1 not in reached:
        return
    for task_id, minutes in _ADMISSION.items():
        at = reached[1] + timedelta(minutes=minutes)
        if task_id not in reached and now >= at:
            booking.tasks.append(BookingTask(task_id=task_id, at=at))


def _reach(booking: Booking, state: str, task_id: int, at: datetime) -> None:
    # Task times must rise with the task number, and nobody is called before having arrived.
    latest = max((task.at for task in booking.tasks), default=at)
    booking.state = state
    booking.tasks.append(BookingTask(task_id=task_id, at=max(at, latest)))
