"""Loads the demonstration's members."""

import random
from collections.abc import Iterable
from datetime import date, datetime
from itertools import groupby

from sqlalchemy import select
from sqlalchemy.orm import Session

from backend.demo.people import Person, people
from backend.facilities.models import Facility
from backend.membership.models import Family, FktpRoom, Member
from backend.reference.calendar import month_of, months_before, today_in_jakarta

_MOVED_LATELY = {"Maria Goreti": 1}
"""Months since the last change of facility: too soon for another one."""
_CLASS_LATELY = {"Slamet Widodo": 5}
"""Months since the last change of class: too soon for another one."""
_FULL_EVERY, _CAPACITY = 7, 10_000
"""Every so many facilities have no room; the figures of the demonstration are invented."""
_INACTIVE_REASONS = {"PBPU": "arrears", "PBI": "state_support_ended", "PPU": "employment_ended"}


def _facility_codes(session: Session, names: Iterable[str]) -> dict[tuple[str, str], str]:
    """Codes of first-level facilities by name and regency; a name may occur in several regencies."""
    query = select(Facility.name, Facility.regency, Facility.code).where(Facility.name.in_(set(names)))
    return {(name, regency): code for name, regency, code in session.execute(query)}


def _member(person: Person, position: int, fktp_code: str | None, now: datetime, rng: random.Random) -> Member:
    this_month = month_of(today_in_jakarta(now))
    inactive = person.status == "inactive"
    return Member(
        id=person.member_id,
        position=position,
        relation=person.relation,
        name=person.name,
        sex=person.sex,
        birth_date=person.birth_date,
        nik=person.nik,
        card_number=person.card_number,
        segment=person.segment,
        contribution_class=person.contribution_class,
        status=person.status,
        status_reason=_INACTIVE_REASONS[person.segment] if inactive else None,
        arrears_months=person.arrears_months,
        phone=person.phone,
        email=person.email,
        fktp_code=fktp_code,
        fktp_name=person.fktp,
        fktp_since=_since(person.name, _MOVED_LATELY, this_month, rng.randint(14, 60)),
        class_since=_class_since(person, this_month, rng),
        city=person.city,
        autodebit_bank=person.autodebit_bank,
        wage=person.wage,
    )


def _since(name: str, lately: dict[str, int], this_month: date, months: int) -> date:
    return months_before(this_month, lately.get(name, months))


def _class_since(person: Person, this_month: date, rng: random.Random) -> date | None:
    if person.segment != "PBPU":
        return None
    return _since(person.name, _CLASS_LATELY, this_month, rng.randint(30, 60))


def _rooms(session: Session, now: datetime) -> None:
    """Room at every first-level facility; the same in every installation."""
    codes = session.scalars(select(Facility.code).where(Facility.is_fktp).order_by(Facility.code))
    for at, code in enumerate(codes):
        taken = _CAPACITY if at % _FULL_EVERY == 0 else _CAPACITY - 150 - at % 900
        session.add(FktpRoom(facility_code=code, capacity=_CAPACITY, registered=taken, reported_at=now))


def load(session: Session, *, now: datetime, rng: random.Random) -> None:
    """Adds the families of ``members.csv``; facilities must be there before."""
    codes = _facility_codes(session, (person.fktp for person in people()))
    for key, group in groupby(people(), key=lambda person: person.family_key):
        rows = list(group)
        members = [
            _member(person, position, codes.get((person.fktp, person.city)), now, rng)
            for position, person in enumerate(rows)
        ]
        session.add(Family(id=key, card_number=rows[0].family_card_number, members=members))
    _rooms(session, now)
