"""Two bookings of the demonstration: one today in a queue that is under way, one for the next practice day."""

import random
from datetime import date, datetime, time, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from backend.demo.people import person
from backend.facilities.service import get_facility
from backend.membership.models import Member
from backend.queues.codes import new_code
from backend.queues.models import (
    CONTROL_VISIT,
    Booking,
    BookingTask,
    DoctorSchedule,
    QueueRules,
    ReferralLetter,
    SessionDay,
)
from backend.queues.places import Place
from backend.queues.sessions import SessionOption, open_options

_TODAY, _TOMORROW = "Bambang Sutrisno", "Made Wirawan"
_NUMBER_TODAY, _LAST_TODAY = 19, 26
_LENGTH = timedelta(hours=5)
_UNDER_WAY = timedelta(hours=1)
"""How long today's session has run when the data is loaded, at whatever hour that is."""


def load(session: Session, *, now: datetime, rng: random.Random) -> None:
    """Adds the bookings."""
    _today(session, now, rng)
    _next_day(session, now, rng)


def _place(session: Session, facility_code: str) -> Place:
    return Place(get_facility(session, facility_code), session.get_one(QueueRules, facility_code))


def _today(session: Session, now: datetime, rng: random.Random) -> None:
    """A control visit in a session that began an hour ago: numbers are being called."""
    member_id = person(_TODAY).member_id
    letter = session.scalars(
        select(ReferralLetter).where(ReferralLetter.member_id == member_id, ReferralLetter.visit_kind == CONTROL_VISIT)
    ).one()
    place = _place(session, letter.facility_code)
    option = _under_way(session, place, letter, now)
    arrived = option.starts_at - timedelta(minutes=20)
    booking = _booking(option, member_id, _NUMBER_TODAY, now - timedelta(days=6), rng)
    booking.visit_kind, booking.letter_number = letter.visit_kind, letter.number
    if arrived <= now:
        booking.state = "checked_in"
        booking.tasks = [BookingTask(task_id=3, at=arrived)]
    _save(session, option, booking)


def _under_way(session: Session, place: Place, letter: ReferralLetter, now: datetime) -> SessionOption:
    local = place.local(now)
    midnight = local.replace(hour=0, minute=0, second=0, microsecond=0)
    began = max(local - _UNDER_WAY, midnight)
    starts = time(began.hour, began.minute // 10 * 10)
    doctor = letter.doctor_code or 0
    taken = {
        schedule.starts
        for schedule in session.scalars(select(DoctorSchedule).where(DoctorSchedule.doctor_code == doctor))
        if schedule.weekday == local.isoweekday()
    }
    # A doctor has one session at a time: an hour that is taken moves on by some minutes.
    starts = starts if starts not in taken else starts.replace(minute=starts.minute + 5)
    ends = min(began + _LENGTH, midnight.replace(hour=23, minute=59))
    schedule = DoctorSchedule(
        facility_code=place.code,
        poli_code=letter.poli_code,
        doctor_code=doctor,
        weekday=local.isoweekday(),
        starts=starts,
        ends=time(ends.hour, ends.minute),
        quota_jkn=_LAST_TODAY + 4,
        quota_other=5,
        number_prefix="K",
    )
    session.add(schedule)
    session.flush()
    session.refresh(schedule)
    return SessionOption(place, schedule, local.date(), _LAST_TODAY, 0, _LAST_TODAY, on_leave=False)


def _next_day(session: Session, now: datetime, rng: random.Random) -> None:
    """A visit to the own FKTP on the next day that it is open."""
    member = session.get_one(Member, person(_TOMORROW).member_id)
    place = _place(session, member.fktp_code or "")
    today = place.local(now).date()
    options = open_options(session, place, poli_code="001", now=now)
    option = next(option for option in options if option.day > today)
    _save(session, option, _booking(option, member.id, option.last_number + 1, now - timedelta(hours=3), rng))


def _booking(option: SessionOption, member_id: str, sequence: int, created_at: datetime, rng: random.Random) -> Booking:
    return Booking(
        code=new_code(rng.choice),
        member_id=member_id,
        booked_by=member_id,
        facility_code=option.place.code,
        poli_code=option.schedule.poli_code,
        day=option.day,
        number=f"{option.schedule.number_prefix}-{sequence}",
        sequence=sequence,
        turn=sequence,
        state="booked",
        estimated_at=option.estimate(sequence),
        created_at=created_at,
        new_patient=False,
    )


def _save(session: Session, option: SessionOption, booking: Booking) -> None:
    row = _row(session, option.schedule, option.day)
    row.taken_jkn = max(row.taken_jkn + (booking.sequence > row.last_number), option.taken_jkn)
    row.last_number = max(row.last_number, option.last_number, booking.sequence)
    session.flush()
    booking.session_day_id = row.id
    session.add(booking)
    session.flush()


def _row(session: Session, schedule: DoctorSchedule, day: date) -> SessionDay:
    query = select(SessionDay).where(SessionDay.schedule_id == schedule.id, SessionDay.day == day)
    found = session.scalar(query)
    if found is None:
        found = SessionDay(schedule_id=schedule.id, day=day, taken_jkn=0, taken_other=0, last_number=0, called_number=0)
        session.add(found)
        session.flush()
    return found
