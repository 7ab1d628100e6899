"""Practice sessions on concrete days, and how many places they have left."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy import select, tuple_
from sqlalchemy.orm import Session

from backend.queues.closures import Holiday, holiday_on
from backend.queues.models import DoctorLeave, DoctorSchedule, SessionDay
from backend.queues.places import Place
from backend.queues.settings import queue_settings
from backend.queues.windows import date_problem, first_and_last_day


@dataclass(frozen=True)
class SessionOption:
    """A session on a day, as it stands now."""

    place: Place
    schedule: DoctorSchedule
    day: date
    taken_jkn: int
    taken_other: int
    last_number: int
    on_leave: bool

    @property
    def starts_at(self) -> datetime:
        """Start of practice in the facility's zone."""
        return self.place.at(self.day, self.schedule.starts)

    @property
    def ends_at(self) -> datetime:
        """End of practice in the facility's zone."""
        return self.place.at(self.day, self.schedule.ends)

    @property
    def holiday(self) -> Holiday | None:
        """The national holiday of the day, if it is one."""
        return holiday_on(self.day)

    @property
    def practises(self) -> bool:
        """Whether the doctor works on that day at all."""
        return not self.on_leave and self.holiday is None

    @property
    def left_jkn(self) -> int:
        """Places left for members of JKN."""
        return max(0, self.schedule.quota_jkn - self.taken_jkn)

    @property
    def left_other(self) -> int:
        """Places left for patients who pay otherwise."""
        return max(0, self.schedule.quota_other - self.taken_other)

    def estimate(self, turn: int) -> datetime:
        """When a turn is served (``estimasidilayani``): start of practice plus average minutes for each place.

        Of a session with more places than that pace allows, each place gets its share: no number is told a time after
        the practice.
        """
        usual = timedelta(minutes=self.place.rules.minutes_per_patient)
        share = (self.ends_at - self.starts_at) / max(1, self.schedule.quota_jkn)
        turns_at = self.starts_at + min(usual, share) * turn
        return min(turns_at.replace(second=0, microsecond=0), self.ends_at)

    def check_in_window(self, estimated_at: datetime) -> tuple[datetime, datetime]:
        """From when until when one can check in; for late numbers the end counts from their own time."""
        rules = self.place.rules
        opens = self.starts_at - timedelta(minutes=rules.checkin_before_min)
        return opens, max(self.starts_at, estimated_at) + timedelta(minutes=rules.checkin_after_min)

    def problem(self, now: datetime) -> str | None:
        """Why no number can be had here now, the hour of the day aside: the code of the refusal."""
        if not self.place.rules.connected:
            return "facility_not_connected"
        if found := date_problem(self.place, self.day, now):
            return found
        if self.holiday:
            return "holiday"
        if self.on_leave:
            return "schedule_not_available"
        if not self.left_jkn:
            return "queue_full"
        return "registration_closed" if now >= self.ends_at else None


def schedules_of(
    session: Session, facility_code: str, *, poli_code: str | None = None, doctor_code: int | None = None
) -> list[DoctorSchedule]:
    """The weekly sessions of a facility, by weekday and hour."""
    query = select(DoctorSchedule).where(DoctorSchedule.facility_code == facility_code)
    if poli_code:
        query = query.where(DoctorSchedule.poli_code == poli_code)
    if doctor_code:
        query = query.where(DoctorSchedule.doctor_code == doctor_code)
    return list(
        session.scalars(query.order_by(DoctorSchedule.weekday, DoctorSchedule.starts, DoctorSchedule.doctor_code))
    )


def option_of(place: Place, row: SessionDay, *, on_leave: bool) -> SessionOption:
    """A session day with its counters as read (or locked)."""
    return SessionOption(place, row.schedule, row.day, row.taken_jkn, row.taken_other, row.last_number, on_leave)


def on_leave(session: Session, schedule: DoctorSchedule, day: date) -> bool:
    """Whether the session's doctor is away on a day."""
    return session.get(DoctorLeave, (schedule.doctor_code, schedule.facility_code, day)) is not None


def _counters(
    session: Session, schedules: Iterable[DoctorSchedule], days: list[date]
) -> dict[tuple[UUID, date], SessionDay]:
    wanted = [(schedule.id, day) for schedule in schedules for day in days]
    if not wanted:
        return {}
    query = select(SessionDay).where(tuple_(SessionDay.schedule_id, SessionDay.day).in_(wanted))
    return {(row.schedule_id, row.day): row for row in session.scalars(query.execution_options(populate_existing=True))}


def _leaves(session: Session, place: Place, days: list[date]) -> set[tuple[int, date]]:
    query = select(DoctorLeave.doctor_code, DoctorLeave.day).where(
        DoctorLeave.facility_code == place.code, DoctorLeave.day.in_(days)
    )
    return {(doctor, day) for doctor, day in session.execute(query)}


def options_between(
    session: Session,
    place: Place,
    first: date,
    last: date,
    *,
    poli_code: str | None = None,
    doctor_code: int | None = None,
) -> list[SessionOption]:
    """Every session of the days from ``first`` to ``last``, full and cancelled ones included, in order of time."""
    days = [first + timedelta(days=offset) for offset in range((last - first).days + 1)]
    schedules = schedules_of(session, place.code, poli_code=poli_code, doctor_code=doctor_code)
    rows, leaves = _counters(session, schedules, days), _leaves(session, place, days)
    return [
        SessionOption(
            place,
            schedule,
            day,
            *(
                (row.taken_jkn, row.taken_other, row.last_number)
                if (row := rows.get((schedule.id, day)))
                else (0, 0, 0)
            ),
            on_leave=(schedule.doctor_code, day) in leaves,
        )
        for day in days
        for schedule in schedules
        if schedule.weekday == day.isoweekday()
    ]


def open_options(
    session: Session, place: Place, *, poli_code: str | None = None, doctor_code: int | None = None, now: datetime
) -> list[SessionOption]:
    """The sessions with places left in the days that can be booked now, in order of time."""
    first, last = first_and_last_day(place, now)
    last = min(last, first + timedelta(days=queue_settings().search_days))
    options = options_between(session, place, first, last, poli_code=poli_code, doctor_code=doctor_code)
    return [option for option in options if option.problem(now) is None]


def open_dates(options: Iterable[SessionOption], *, limit: int | None = None) -> list[tuple[date, int]]:
    """The first days of the options, with the places left on each."""
    places: dict[date, int] = {}
    for option in options:
        places[option.day] = places.get(option.day, 0) + option.left_jkn
    return sorted(places.items())[: limit or queue_settings().choices]
