"""From rows to what the service API gives."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from sqlalchemy.orm import Session

from backend.errors import ServiceError
from backend.facilities.models import Facility
from backend.facilities.service import get_facility
from backend.membership.models import Member
from backend.queues.admission import queue_of
from backend.queues.closures import holiday_on
from backend.queues.letters import only_day
from backend.queues.models import OPEN_STATES, Booking, Doctor, DoctorSchedule, Poli, QueueRules, ReferralLetter
from backend.queues.options import Option, Options
from backend.queues.places import Place
from backend.queues.polis import PoliMatch
from backend.queues.schemas import (
    BookingOut,
    CheckInWindow,
    DoctorOut,
    FacilityRef,
    LetterOut,
    OpenDate,
    OptionOut,
    OptionsOut,
    PersonOut,
    PoliMatchOut,
    PoliOut,
    SessionOut,
    StandingOut,
    WeeklySessionOut,
)
from backend.queues.sessions import SessionOption, option_of
from backend.reference.calendar import zone_label


def facility_ref(facility: Facility) -> FacilityRef:
    """A facility by name, with where it is."""
    return FacilityRef(
        code=facility.code,
        name=facility.name,
        phone=facility.phone,
        address=facility.address,
        time_zone=zone_label(facility.time_zone),
        latitude=facility.latitude,
        longitude=facility.longitude,
    )


def poli_out(poli: Poli) -> PoliOut:
    """A clinic."""
    return PoliOut(code=poli.code, name=poli.name, name_en=poli.name_en, level=poli.level)


def doctor_out(doctor: Doctor) -> DoctorOut:
    """A doctor."""
    return DoctorOut(code=doctor.code, name=doctor.name, sex=doctor.sex)


def person_out(member: Member) -> PersonOut:
    """A member by name."""
    return PersonOut(member_id=member.id, name=member.name, relation=member.relation)


def match_out(match: PoliMatch) -> PoliMatchOut:
    """A clinic that a text may mean."""
    return PoliMatchOut(poli=poli_out(match.poli), score=match.score, available=match.available)


def dates_out(pairs: Iterable[tuple[date, int]]) -> list[OpenDate]:
    """Days with the places left."""
    return [OpenDate(date=day, weekday=day.isoweekday(), left=left) for day, left in pairs]


def letter_out(letter: ReferralLetter) -> LetterOut:
    """A letter."""
    return LetterOut(
        number=letter.number,
        visit_kind=letter.visit_kind,
        issued_by=letter.issued_by,
        facility=letter.facility_code,
        poli=poli_out(letter.poli),
        doctor=doctor_out(letter.doctor) if letter.doctor else None,
        issued_on=letter.issued_on,
        valid_until=letter.valid_until,
        visit_on=letter.visit_on,
    )


def option_out(option: Option) -> OptionOut:
    """A door that is open to a member."""
    kind = "fktp" if option.letter is None else "control" if option.letter.is_control else "referral"
    return OptionOut(
        kind=kind,
        facility=facility_ref(option.facility),
        connected=option.connected,
        polis=[poli_out(poli) for poli in option.polis],
        letter=letter_out(option.letter) if option.letter else None,
        booked=option.used_by.code if option.used_by else None,
        only_on=option.only_on,
        next_dates=dates_out(option.next_dates),
    )


def options_out(found: Options, people: Iterable[Member]) -> OptionsOut:
    """What can be booked for a member."""
    return OptionsOut(
        member=person_out(found.patient),
        active=found.patient.active,
        people=[person_out(member) for member in people],
        options=[option_out(option) for option in found.options],
        expired_letters=[letter_out(letter) for letter in found.expired],
    )


def session_out(option: SessionOption, now: datetime) -> SessionOut:
    """A session of a day."""
    problem = option.problem(now)
    return SessionOut(
        session_id=option.schedule.id,
        date=option.day,
        weekday=option.day.isoweekday(),
        starts=f"{option.schedule.starts:%H:%M}",
        ends=f"{option.schedule.ends:%H:%M}",
        time_zone=option.place.zone_label,
        poli=poli_out(option.schedule.poli),
        doctor=doctor_out(option.schedule.doctor),
        quota=option.schedule.quota_jkn,
        left=option.left_jkn if option.practises else 0,
        problem=problem,
        estimated_at=None if problem else option.estimate(option.last_number + 1),
    )


def weekly_out(schedule: DoctorSchedule, leave: Iterable[date]) -> WeeklySessionOut:
    """A session of the week."""
    return WeeklySessionOut(
        poli=poli_out(schedule.poli),
        doctor=doctor_out(schedule.doctor),
        weekday=schedule.weekday,
        starts=f"{schedule.starts:%H:%M}",
        ends=f"{schedule.ends:%H:%M}",
        leave=[day for day in leave if day.isoweekday() == schedule.weekday],
    )


def holiday_names(day: date) -> tuple[str | None, str | None]:
    """The national holiday of a day in Indonesian and English."""
    found = holiday_on(day)
    return (found.name, found.name_en) if found else (None, None)


def booking_out(session: Session, booking: Booking, now: datetime) -> BookingOut:
    """A booking; on its own day with where the queue is."""
    place = Place(get_facility(session, booking.facility_code), session.get_one(QueueRules, booking.facility_code))
    option = option_of(place, booking.session_day, on_leave=False)
    member, poli = session.get_one(Member, booking.member_id), session.get_one(Poli, booking.poli_code)
    early = place.rules.arrive_early_min
    estimated = place.local(booking.estimated_at)
    return BookingOut(
        code=booking.code,
        number=booking.number,
        sequence=booking.sequence,
        state=booking.state,
        member=person_out(member),
        facility=facility_ref(place.facility),
        poli=poli_out(poli),
        doctor=doctor_out(option.schedule.doctor),
        session_id=option.schedule.id,
        date=booking.day,
        weekday=booking.day.isoweekday(),
        starts=f"{option.schedule.starts:%H:%M}",
        ends=f"{option.schedule.ends:%H:%M}",
        estimated_at=estimated,
        arrive_by=estimated - timedelta(minutes=early),
        arrive_early_min=early,
        check_in=_window(place, booking, option),
        visit_kind=booking.visit_kind,
        letter_number=booking.letter_number,
        new_patient=booking.new_patient,
        quota_jkn=option.schedule.quota_jkn,
        left_jkn=option.left_jkn,
        quota_other=option.schedule.quota_other,
        left_other=option.left_other,
        created_at=place.local(booking.created_at),
        cancelled_at=place.local(booking.cancelled_at) if booking.cancelled_at else None,
        cancel_reason=booking.cancel_reason,
        moved_from=session.get_one(Booking, booking.moved_from).code if booking.moved_from else None,
        tasks={task.task_id: place.local(task.at) for task in booking.tasks},
        notices=_notices(session, booking),
        can=_possible(place, booking, now),
        only_on=_only_on(session, place, booking),
        standing=_standing(session, place, booking, now),
    )


def _window(place: Place, booking: Booking, option: SessionOption) -> CheckInWindow:
    opens, closes = option.check_in_window(booking.estimated_at)
    return CheckInWindow(
        opens_at=place.local(opens), closes_at=place.local(closes), radius_m=place.rules.checkin_radius_m
    )


def _only_on(session: Session, place: Place, booking: Booking) -> date | None:
    letter = session.get(ReferralLetter, booking.letter_number) if booking.letter_number else None
    return only_day(place, letter) if letter else None


def _notices(session: Session, booking: Booking) -> list[str]:
    letter = session.get(ReferralLetter, booking.letter_number) if booking.letter_number else None
    differs = letter is not None and letter.visit_on not in (None, booking.day)
    told = {
        "finish_at_admission": booking.new_patient,
        "bring_letter": letter is not None,
        "control_date_differs": differs,
    }
    return [code for code, applies in told.items() if applies]


def _possible(place: Place, booking: Booking, now: datetime) -> list[str]:
    today = place.local(now).date()
    if booking.state != "booked" or booking.day < today:
        return []
    return ["check_in", "move", "cancel"] if booking.day == today else ["move", "cancel"]


def _standing(session: Session, place: Place, booking: Booking, now: datetime) -> StandingOut | None:
    if booking.state not in OPEN_STATES or booking.day != place.local(now).date():
        return None
    try:
        found = queue_of(session, place).standing(booking.code, now=now)
    except ServiceError:
        return None
    begins = max(now, place.at(booking.day, booking.session_day.schedule.starts))
    expected = place.local(begins) + timedelta(seconds=found.waiting_seconds)
    return StandingOut(
        called_number=found.called_number,
        remaining=found.remaining,
        waiting_seconds=found.waiting_seconds,
        expected_at=expected,
        as_of=place.local(found.as_of),
    )
