"""The hours in which a facility takes consultations: its doctors set them. What is booked already stays."""

from datetime import datetime, time
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from backend.errors import NotFound, ServiceError
from backend.handover.models import Agent
from backend.privacy.audit import Access, record_access
from backend.teleconsultation.models import ConsultationHours

SHORTEST, LONGEST = 5, 60
"""Minutes of one consultation."""


def add_hours(
    session: Session, doctor: Agent, *, weekday: int, starts: time, ends: time, minutes: int, now: datetime
) -> None:
    """Adds hours of a weekday (1 Monday … 7 Sunday) in the facility's own time.

    Raises:
        ServiceError: ``hours_invalid`` (422): no consultation fits in; ``hours_overlap``.
    """
    room = (ends.hour - starts.hour) * 60 + ends.minute - starts.minute
    if not (SHORTEST <= minutes <= LONGEST and room >= minutes):
        raise ServiceError("hours_invalid", 422)
    same_day = select(ConsultationHours.id).where(
        ConsultationHours.facility_code == doctor.facility_code, ConsultationHours.weekday == weekday
    )
    both = same_day.where(ConsultationHours.starts < ends, ConsultationHours.ends > starts)
    if session.scalar(both.limit(1)) is not None:
        raise ServiceError("hours_overlap")
    made = ConsultationHours(weekday=weekday, starts=starts, ends=ends, minutes=minutes)
    made.facility_code = doctor.facility_code or ""
    session.add(made)
    _record(session, doctor, f"{weekday} {starts:%H:%M}-{ends:%H:%M}", now)


def remove_hours(session: Session, doctor: Agent, hours_id: UUID, *, now: datetime) -> None:
    """Takes hours of the doctor's own facility away.

    Raises:
        NotFound: ``hours_not_found``.
    """
    found = session.get(ConsultationHours, hours_id)
    if found is None or found.facility_code != doctor.facility_code:
        raise NotFound("hours_not_found")
    session.delete(found)
    _record(session, doctor, f"- {found.weekday} {found.starts:%H:%M}-{found.ends:%H:%M}", now)


def _record(session: Session, doctor: Agent, detail: str, now: datetime) -> None:
    access = Access.agent(doctor.id, None, "teleconsultation")
    record_access(session, access, member_id=None, what="consultation.hours", now=now, reason=detail)
