"""Public questions: which sessions a day has, when a doctor practises."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from rapidfuzz import fuzz, process
from sqlalchemy import select
from sqlalchemy.orm import Session

from backend.errors import NotFound
from backend.facilities.models import Facility
from backend.facilities.service import get_facility
from backend.queues.choices import poli_choice
from backend.queues.models import Doctor, DoctorLeave, DoctorSchedule, QueueRules
from backend.queues.places import Place, place_of
from backend.queues.polis import clear_match, polis_of, resolve_poli
from backend.queues.schemas import DoctorScheduleOut, SessionsOut
from backend.queues.sessions import open_dates, open_options, options_between, schedules_of
from backend.queues.settings import queue_settings
from backend.queues.views import dates_out, facility_ref, holiday_names, session_out, weekly_out
from backend.queues.windows import first_and_last_day, opens_again
from backend.regions.text import fold

_DOCTOR_SIMILARITY = 78
_TITLES = frozenset(["dr", "drg", "dokter", "doctor", "prof", "h", "hj", "sp", "spesialis"])


def poli_at(session: Session, facility_code: str, text: str | None) -> str | None:
    """The code of the facility's clinic that a code or a name means; None for no text.

    Raises:
        NotFound: ``poli_not_found`` with the facility's clinics.
    """
    if not text:
        return None
    here = polis_of(session, facility_code)
    if any(poli.code == text.upper() for poli in here):
        return text.upper()
    match = clear_match(match for match in resolve_poli(session, text, facility_code) if match.available)
    if match is None:
        raise NotFound("poli_not_found", next_choices=[poli_choice(poli) for poli in here])
    return match.poli.code


def doctor_at(session: Session, facility_code: str, text: str | None) -> int | None:
    """The code of the facility's doctor that a code or a name means ("dr. hendra"); None for no text.

    Raises:
        NotFound: ``doctor_not_found`` with the doctors of the facility.
    """
    if not text:
        return None
    practising = select(DoctorSchedule.doctor_code).where(DoctorSchedule.facility_code == facility_code)
    doctors = list(session.scalars(select(Doctor).where(Doctor.code.in_(practising)).order_by(Doctor.name)))
    by_code = {doctor.code: _bare(doctor.name) for doctor in doctors}
    if text.isdecimal() and int(text) in by_code:
        return int(text)
    found = process.extract(_bare(text), by_code, scorer=fuzz.token_set_ratio, score_cutoff=_DOCTOR_SIMILARITY, limit=2)
    if not found or (len(found) > 1 and found[0][1] == found[1][1]):
        choices = [
            {"kind": "doctor", "code": doctor.code, "name": doctor.name, "poli": doctor.poli_code} for doctor in doctors
        ]
        raise NotFound("doctor_not_found", next_choices=choices)
    return int(found[0][2])


def _bare(name: str) -> str:
    return " ".join(word for word in fold(name.split(",", maxsplit=1)[0]).split() if word not in _TITLES)


def sessions_on(
    session: Session, *, facility: str, poli: str | None, day: date | None, doctor: str | None, now: datetime
) -> SessionsOut:
    """The sessions of a day with the reason for each that cannot be had, and the next days that can.

    Raises:
        NotFound: ``facility_not_found``, ``poli_not_found``, ``doctor_not_found``.
        ServiceError: ``facility_not_connected``.
    """
    place = place_of(session, facility)
    poli_code, doctor_code = poli_at(session, facility, poli), doctor_at(session, facility, doctor)
    following = open_options(session, place, poli_code=poli_code, doctor_code=doctor_code, now=now)
    shown = day or (following[0].day if following else first_and_last_day(place, now)[0])
    options = options_between(session, place, shown, shown, poli_code=poli_code, doctor_code=doctor_code)
    holiday, holiday_en = holiday_names(shown)
    return SessionsOut(
        facility=facility_ref(place.facility),
        date=shown,
        holiday=holiday,
        holiday_en=holiday_en,
        sessions=[session_out(option, now) for option in options],
        next_dates=dates_out(open_dates(option for option in following if option.day != shown)),
        booking_opens_at=opens_again(place, now),
    )


def doctor_schedule(
    session: Session, *, facility: str, poli: str | None, doctor: str | None, day: date | None, now: datetime
) -> DoctorScheduleOut:
    """When doctors practise at a facility, whether or not its numbers can be taken from here.

    Raises:
        NotFound: ``facility_not_found``, ``poli_not_found``, ``doctor_not_found``.
    """
    found = get_facility(session, facility)
    rules = session.get(QueueRules, facility)
    poli_code, doctor_code = poli_at(session, facility, poli), doctor_at(session, facility, doctor)
    week = schedules_of(session, facility, poli_code=poli_code, doctor_code=doctor_code)
    leaves = _coming_leaves(session, found, now)
    place = Place(found, rules) if rules else None
    on_day = (
        options_between(session, place, day, day, poli_code=poli_code, doctor_code=doctor_code) if place and day else []
    )
    holiday, holiday_en = holiday_names(day) if day else (None, None)
    return DoctorScheduleOut(
        facility=facility_ref(found),
        connected=bool(rules and rules.connected),
        week=[weekly_out(entry, leaves.get(entry.doctor_code, [])) for entry in week],
        day=[session_out(option, now) for option in on_day],
        date=day,
        holiday=holiday,
        holiday_en=holiday_en,
    )


def _coming_leaves(session: Session, facility: Facility, now: datetime) -> dict[int, list[date]]:
    today = now.astimezone(ZoneInfo(facility.time_zone)).date()
    until = today + timedelta(days=queue_settings().search_days)
    query = select(DoctorLeave).where(DoctorLeave.facility_code == facility.code, DoctorLeave.day.between(today, until))
    found: dict[int, list[date]] = {}
    for leave in session.scalars(query.order_by(DoctorLeave.day)):
        found.setdefault(leave.doctor_code, []).append(leave.day)
    return found
