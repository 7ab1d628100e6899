"""Appointments of a facility that are free, in its own time."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from backend.facilities.hours import is_public_holiday
from backend.facilities.models import Facility
from backend.teleconsultation.models import OPEN, Consultation, ConsultationHours

LOOK_AHEAD = timedelta(days=14)
"""Who would wait longer is better seen at the facility."""
LEAD = timedelta(minutes=10)
"""The doctor must be able to read the complaint before."""
OFFERED = 60
"""Enough to choose a day and an hour from, and no more than an answer should carry."""


@dataclass(frozen=True)
class Slot:
    """One appointment."""

    starts_at: datetime
    minutes: int


def offers(session: Session, facility_code: str) -> bool:
    """Whether a facility takes consultations at all."""
    query = select(ConsultationHours.id).where(ConsultationHours.facility_code == facility_code)
    return session.scalar(query.limit(1)) is not None


def hours_of(session: Session, facility_code: str) -> list[ConsultationHours]:
    """When a facility takes consultations, by weekday and hour."""
    query = select(ConsultationHours).where(ConsultationHours.facility_code == facility_code)
    return list(session.scalars(query.order_by(ConsultationHours.weekday, ConsultationHours.starts)))


def _on(facility: Facility, hours: list[ConsultationHours], day: date) -> Iterator[Slot]:
    if facility.closed_on_holidays and is_public_holiday(day):
        return
    zone = ZoneInfo(facility.time_zone)
    for span in (each for each in hours if each.weekday == day.isoweekday()):
        length = timedelta(minutes=span.minutes)
        at, end = datetime.combine(day, span.starts, zone), datetime.combine(day, span.ends, zone)
        while at + length <= end:
            yield Slot(at, span.minutes)
            at += length


def free_slots(
    session: Session, facility: Facility, *, now: datetime, on: date | None = None, limit: int = OFFERED
) -> list[Slot]:
    """The next appointments that nobody has, in order; all of them, or those ``on`` a day of the next two weeks."""
    hours = hours_of(session, facility.code)
    today = now.astimezone(ZoneInfo(facility.time_zone)).date()
    ahead = (today + timedelta(days=n) for n in range(LOOK_AHEAD.days))
    days = (day for day in ahead if on in (None, day))
    taken = _taken(session, facility.code, now)
    coming = (slot for day in days for slot in _on(facility, hours, day))
    free = [slot for slot in coming if slot.starts_at >= now + LEAD and slot.starts_at not in taken]
    return sorted(free, key=lambda slot: slot.starts_at)[:limit]


def _taken(session: Session, facility_code: str, now: datetime) -> set[datetime]:
    query = select(Consultation.starts_at).where(
        Consultation.facility_code == facility_code, Consultation.state.in_(OPEN), Consultation.starts_at >= now
    )
    return set(session.scalars(query))


def slot_at(session: Session, facility: Facility, starts_at: datetime, *, now: datetime) -> Slot | None:
    """The free appointment that begins at a moment."""
    return next((s for s in free_slots(session, facility, now=now, limit=10_000) if s.starts_at == starts_at), None)
