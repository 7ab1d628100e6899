"""The twin of a facility's queue: numbers are kept in our own database, with the errors that facilities have."""

from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from backend.errors import NotFound, ServiceError
from backend.ids import uuid7
from backend.queues.choices import action_choice, other_times
from backend.queues.codes import new_code
from backend.queues.hospital import CheckedIn, Number, Patient, Standing, TakeNumber
from backend.queues.models import OPEN_STATES, Booking, PatientRecord, SessionDay
from backend.queues.places import Place
from backend.queues.refusals import Attempt, check
from backend.queues.sessions import SessionOption, on_leave, option_of, options_between, schedules_of

_NEW_PATIENT_TASK, _KNOWN_PATIENT_TASK = 1, 3


class OwnQueue:
    """The queue of one facility, in our database. A place is taken under a lock on its session's day."""

    def __init__(self, session: Session, place: Place) -> None:
        self._session = session
        self._place = place

    def take(self, wanted: TakeNumber, *, now: datetime) -> Number:
        """Gives out the next number of the wanted session; see ``refusals.check`` for the refusals."""
        options = tuple(options_between(self._session, self._place, wanted.day, wanted.day, poli_code=wanted.poli_code))
        chosen = _wanted_option(options, wanted, now)
        row = self._locked(chosen) if chosen else None
        if row and chosen:
            chosen = option_of(self._place, row, on_leave=chosen.on_leave)
        known = bool(schedules_of(self._session, self._place.code, poli_code=wanted.poli_code))
        attempt = Attempt(self._session, self._place, wanted, now, known, options, chosen)
        check(attempt)
        if row is None or chosen is None:
            raise attempt.refuse("schedule_not_available")
        return self._give(row, chosen, wanted)

    def _give(self, row: SessionDay, option: SessionOption, wanted: TakeNumber) -> Number:
        row.taken_jkn += 1
        row.last_number += 1
        record = self._session.get_one(PatientRecord, (self._place.code, wanted.patient.member_id))
        return Number(
            code=new_code(),
            number=f"{option.schedule.number_prefix}-{row.last_number}",
            sequence=row.last_number,
            session_day_id=row.id,
            estimated_at=option.estimate(row.last_number),
            new_patient=record.provisional,
        )

    def _locked(self, option: SessionOption) -> SessionDay:
        """The session's row of the day, made if it is not there, locked until the transaction ends."""
        schedule = option.schedule
        fresh = insert(SessionDay).values(id=uuid7(), schedule_id=schedule.id, day=option.day, **_NO_COUNTS)
        self._session.execute(fresh.on_conflict_do_nothing(index_elements=[SessionDay.schedule_id, SessionDay.day]))
        query = select(SessionDay).where(SessionDay.schedule_id == schedule.id, SessionDay.day == option.day)
        return self._session.scalars(
            query.with_for_update(of=SessionDay).execution_options(populate_existing=True)
        ).one()

    def register_patient(self, patient: Patient, *, now: datetime) -> str:
        """A record for a new patient; the number is provisional until the counter has seen the papers."""
        known = self._session.get(PatientRecord, (self._place.code, patient.member_id))
        if known:
            return known.number
        count = select(func.count()).select_from(PatientRecord).where(PatientRecord.facility_code == self._place.code)
        number = f"{now:%y%m}{self._session.scalar(count):05d}"
        record = PatientRecord(
            facility_code=self._place.code, member_id=patient.member_id, number=number, provisional=True
        )
        self._session.add(record)
        self._session.flush()
        return number

    def standing(self, code: str, *, now: datetime) -> Standing:
        """How many are before a number.

        Raises:
            ServiceError: ``standing_not_today``; ``booking_over`` when it is served, cancelled or missed.
        """
        booking = self._booking(code)
        if booking.state not in OPEN_STATES:
            raise ServiceError("booking_over", state=booking.state)
        if booking.day != self._place.local(now).date():
            raise ServiceError("standing_not_today", date=booking.day.isoformat())
        row = booking.session_day
        done = max(0, row.called_number - 1)
        remaining = max(1, booking.turn - done - self._given_back(booking, done))
        called = f"{row.schedule.number_prefix}-{row.called_number}" if row.called_number else None
        pace = self._place.rules.minutes_per_patient * 60
        return Standing(called, remaining, pace * (remaining - 1), now)

    def _given_back(self, booking: Booking, done: int) -> int:
        query = select(func.count()).where(
            Booking.session_day_id == booking.session_day_id,
            Booking.state == "cancelled",
            Booking.sequence > done,
            Booking.sequence < booking.turn,
        )
        return self._session.scalar(query) or 0

    def cancel(self, code: str, reason: str, *, now: datetime) -> None:
        """Gives a place back; its number is not given out again.

        Raises:
            ServiceError: ``already_checked_in``, ``booking_over``.
        """
        booking = self._booking(code)
        if booking.state in ("checked_in", "called"):
            raise ServiceError("already_checked_in", number=booking.number)
        if booking.state != "booked" or booking.day < self._place.local(now).date():
            raise ServiceError("booking_over", state=booking.state)
        row = self._locked(option_of(self._place, booking.session_day, on_leave=False))
        row.taken_jkn -= 1

    def check_in(self, code: str, *, now: datetime) -> CheckedIn:
        """Notes an arrival; who comes after the own number was called is fitted in by the facility's rule.

        Raises:
            ServiceError: ``booking_over``, ``checkin_not_today``, ``checkin_too_early``, ``checkin_too_late``.
        """
        booking = self._booking(code)
        if booking.state != "booked":
            raise ServiceError("booking_over", state=booking.state)
        option = option_of(
            self._place,
            booking.session_day,
            on_leave=on_leave(self._session, booking.session_day.schedule, booking.day),
        )
        self._check_window(booking, option, now)
        turn = self._turn(booking, option, now)
        task = _NEW_PATIENT_TASK if booking.new_patient else _KNOWN_PATIENT_TASK
        return CheckedIn(task, turn, late=turn != booking.sequence)

    def _check_window(self, booking: Booking, option: SessionOption, now: datetime) -> None:
        opens, closes = option.check_in_window(booking.estimated_at)
        if self._place.local(now).date() != booking.day:
            raise ServiceError("checkin_not_today", date=booking.day.isoformat())
        if now < opens:
            raise ServiceError("checkin_too_early", opens_at=self._place.local(opens).isoformat())
        if now > closes:
            raise self._too_late(option, closes, now)

    def _too_late(self, option: SessionOption, closed: datetime, now: datetime) -> ServiceError:
        times = other_times(self._session, self._place, poli_code=option.schedule.poli_code, now=now)
        return ServiceError("checkin_too_late", closed_at=self._place.local(closed).isoformat(), next_choices=times)

    def _turn(self, booking: Booking, option: SessionOption, now: datetime) -> int:
        row, rules = booking.session_day, self._place.rules
        if row.called_number <= booking.sequence:
            return booking.sequence
        if rules.lateness == "rebook":
            raise self._too_late(option, option.estimate(booking.sequence), now)
        return row.called_number + rules.skip_numbers if rules.lateness == "skip" else row.last_number + 1

    def _booking(self, code: str) -> Booking:
        found = self._session.scalar(select(Booking).where(Booking.code == code))
        if found is None:
            raise NotFound("booking_not_found", next_choices=[action_choice("list_bookings")])
        return found


_NO_COUNTS = {"taken_jkn": 0, "taken_other": 0, "last_number": 0, "called_number": 0}


def _wanted_option(options: tuple[SessionOption, ...], wanted: TakeNumber, now: datetime) -> SessionOption | None:
    """The session that is meant: by its id, else the doctor's, else any; bookable ones before others."""
    if wanted.session_id:
        options = tuple(option for option in options if option.schedule.id == wanted.session_id)
    elif wanted.doctor_code:
        options = tuple(option for option in options if option.schedule.doctor_code == wanted.doctor_code)
    practising = [option for option in options if option.practises] or list(options)
    usable = [option for option in practising if option.problem(now) is None]
    return next(iter(usable or practising), None)
