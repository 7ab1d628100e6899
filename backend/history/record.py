"""The whole record of a member, diagnoses included: for signed pages, never for a chat."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from backend.facilities.service import get_facility
from backend.history.models import Visit
from backend.membership.models import Member
from backend.queues.letters import letters_of

SHOWN = 50
"""Visits on a page: more are asked for at the facility, as the copy of a medical record."""


@dataclass(frozen=True)
class Entry:
    """One visit as a page shows it; the last four are None where the facility reported nothing more."""

    day: date
    facility: str
    poli: str | None
    care: str
    doctor: str | None = None
    diagnosis: str | None = None
    treatment: str | None = None
    medicines: str | None = None


@dataclass(frozen=True)
class Letter:
    """A referral or control letter that is still valid, or was."""

    control: bool
    number: str
    issued_by: str
    facility: str
    poli: str
    issued_on: date
    valid_until: date


@dataclass(frozen=True)
class Record:
    """What is known of a member's care."""

    name: str
    birth_date: date
    visits: list[Entry]
    letters: list[Letter]


def record_of(session: Session, member: Member) -> Record:
    """The record of a member; the caller has checked who may see it, and written it down."""
    query = select(Visit).where(Visit.member_id == member.id).options(joinedload(Visit.record))
    visits = session.scalars(query.order_by(Visit.day.desc(), Visit.id.desc()).limit(SHOWN))
    letters = [
        Letter(
            letter.is_control,
            letter.number,
            letter.issued_by,
            get_facility(session, letter.facility_code).name,
            letter.poli.name,
            letter.issued_on,
            letter.valid_until,
        )
        for letter in letters_of(session, member.id)
    ]
    return Record(member.name, member.birth_date, [_entry(session, visit) for visit in visits], letters)


def _entry(session: Session, visit: Visit) -> Entry:
    poli = visit.poli.name if visit.poli else None
    facility, known = get_facility(session, visit.facility_code).name, visit.record
    if known is None:
        return Entry(visit.day, facility, poli, visit.care)
    reported = (known.doctor, known.diagnosis, known.treatment, known.medicines)
    return Entry(visit.day, facility, poli, visit.care, *reported)
