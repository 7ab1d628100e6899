"""What a member can book: by control letters (two of three hospital visits), by referrals, at the own FKTP."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from backend.facilities.models import Facility
from backend.identity.viewer import Viewer
from backend.membership.authority import member_for
from backend.membership.models import Member
from backend.privacy.audit import Access, record_access
from backend.queues.letters import is_valid, letters_of, only_day, used_by
from backend.queues.models import Booking, Poli, QueueRules, ReferralLetter
from backend.queues.places import Place
from backend.queues.polis import polis_of
from backend.queues.sessions import open_dates, open_options
from backend.reference.calendar import today_in_jakarta


@dataclass(frozen=True)
class Option:
    """A door that is open to the member: a hospital's clinic by a letter, or (``letter`` None) the own FKTP."""

    facility: Facility
    connected: bool
    polis: tuple[Poli, ...]
    letter: ReferralLetter | None = None
    used_by: Booking | None = None
    next_dates: tuple[tuple[date, int], ...] = ()
    only_on: date | None = None


@dataclass(frozen=True)
class Options:
    """All doors, and the letters that open none any more."""

    patient: Member
    options: tuple[Option, ...]
    expired: tuple[ReferralLetter, ...]


def options_for(session: Session, *, viewer: Viewer, patient_id: str | None, access: Access, now: datetime) -> Options:
    """What can be booked for a member.

    Raises:
        NotFound, Forbidden: see ``authority.member_for``.
    """
    today = today_in_jakarta(now)
    patient = member_for(session, viewer, patient_id, "care", today)
    record_access(session, access, member_id=patient.id, what="queue.options", now=now)
    letters = letters_of(session, patient.id)
    valid = [letter for letter in letters if is_valid(letter, today)]
    doors = [_by_letter(session, letter, now) for letter in valid]
    own = [_fktp(session, patient)] if patient.fktp_code else []
    found = tuple(option for option in (*doors, *own) if option is not None)
    return Options(patient, found, tuple(letter for letter in letters if letter.valid_until < today))


def _place(session: Session, facility_code: str) -> tuple[Facility, Place | None] | None:
    facility, rules = session.get(Facility, facility_code), session.get(QueueRules, facility_code)
    if facility is None:
        return None
    return facility, Place(facility, rules) if rules and rules.connected else None


def _by_letter(session: Session, letter: ReferralLetter, now: datetime) -> Option | None:
    found = _place(session, letter.facility_code)
    if found is None:
        return None
    facility, place = found
    options = open_options(session, place, poli_code=letter.poli_code, now=now) if place else []
    only = only_day(place, letter) if place else None
    usable = [option for option in options if option.day <= letter.valid_until and only in (None, option.day)]
    dates, used = tuple(open_dates(usable)), used_by(session, letter)
    return Option(facility, place is not None, (letter.poli,), letter, used, dates, only)


def _fktp(session: Session, patient: Member) -> Option | None:
    found = _place(session, patient.fktp_code or "")
    if found is None:
        return None
    facility, place = found
    return Option(facility, place is not None, tuple(polis_of(session, facility.code)))
