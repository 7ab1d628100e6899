"""Whom a request is about, and whether they may consult a doctor from here."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from backend.errors import NotFound, ServiceError
from backend.facilities.models import Facility
from backend.identity.viewer import Viewer
from backend.membership.authority import member_for, members_for
from backend.membership.models import Member
from backend.privacy.audit import Access, record_access
from backend.reference.calendar import today_in_jakarta
from backend.teleconsultation.models import Consultation


@dataclass(frozen=True)
class Asked:
    """Who asks about whom, from where."""

    viewer: Viewer
    member_id: str | None
    access: Access
    now: datetime


def patient_of(session: Session, asked: Asked, what: str) -> Member:
    """The patient: the member, or a child that they act for.

    Raises:
        ServiceError: see ``authority.member_for``; another adult uses their own code.
    """
    patient = member_for(session, asked.viewer, asked.member_id, "care", today_in_jakarta(asked.now))
    record_access(session, asked.access, member_id=patient.id, what=f"consultation.{what}", now=asked.now)
    return patient


def own_fktp(session: Session, patient: Member) -> Facility:
    """The patient's own first-level facility: the only one whose doctors they are registered with (Perpres 82/2018).

    Raises:
        ServiceError: ``consultation_inactive`` with the reason; ``consultation_no_fktp``.
    """
    if not patient.active:
        raise ServiceError("consultation_inactive", reason=patient.status_reason, name=patient.name)
    facility = session.get(Facility, patient.fktp_code) if patient.fktp_code else None
    if facility is None:
        raise ServiceError("consultation_no_fktp", name=patient.name)
    return facility


def consultation_of(session: Session, asked: Asked, receipt: str, what: str) -> Consultation:
    """A consultation of somebody whom the viewer may act for, locked.

    Raises:
        NotFound: ``consultation_not_found``.
    """
    may = {member.id for member in members_for(session, asked.viewer, "care", today_in_jakarta(asked.now))}
    query = select(Consultation).where(Consultation.receipt == receipt, Consultation.member_id.in_(may))
    found = session.scalar(query.with_for_update())
    if found is None:
        raise NotFound("consultation_not_found")
    record_access(session, asked.access, member_id=found.member_id, what=f"consultation.{what}", now=asked.now)
    return found
