"""The letters of the demonstration's members, and at which hospitals they are known."""

import csv
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from backend.demo.people import people, person
from backend.facilities.models import Facility
from backend.membership.models import Member
from backend.queues.closures import holiday_on
from backend.queues.models import CONTROL_VISIT, DoctorSchedule, PatientRecord, ReferralLetter
from backend.reference.calendar import today_in_jakarta
from backend.reference.service import number

_LETTERS = {1: "P", 2: "B", 3: "K", 4: "B"}
_IMPOSSIBLE_ISSUER = "9999R001"
"""Letter numbers begin with the code of who wrote them; no facility has this one."""

_AFTERNOON = time(12, 0)


def _rows() -> Iterator[dict[str, str]]:
    with Path(__file__).with_name("queue_letters.csv").open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def letter_number(visit_kind: int, issued: date, serial: str) -> str:
    """Nineteen characters as letters have them, with an impossible issuer."""
    return f"{_IMPOSSIBLE_ISSUER}{issued:%m%y}{_LETTERS[visit_kind]}{serial}"


def load(session: Session, *, now: datetime) -> None:
    """Adds the letters; every member is known at the own FKTP, and where the file says so."""
    today = today_in_jakarta(now)
    codes = dict(session.execute(select(Facility.name, Facility.code).where(Facility.type == "hospital")).all())
    known = {(codes[row["facility"]], row["member"]) for row in _rows() if row["known_patient"] == "1"}
    own = {(_fktp(session, found.member_id), found.name) for found in people()}
    for position, (code, name) in enumerate(sorted((code, name) for code, name in own | known if code)):
        record = PatientRecord(facility_code=code, member_id=person(name).member_id, number=f"{10_001 + position:06d}")
        session.add(record)
    session.add_all(_letter(session, row, codes[row["facility"]], today) for row in _rows())
    session.flush()


def _fktp(session: Session, member_id: str) -> str:
    return session.scalar(select(Member.fktp_code).where(Member.id == member_id)) or ""


def _letter(session: Session, row: dict[str, str], facility_code: str, today: date) -> ReferralLetter:
    kind, issued = int(row["visit_kind"]), today - timedelta(days=int(row["issued_days_ago"]))
    schedule = _schedule_for(session, facility_code, row, today)
    return ReferralLetter(
        number=letter_number(kind, issued, row["serial"]),
        visit_kind=kind,
        member_id=person(row["member"]).member_id,
        issued_by=row["issued_by"],
        facility_code=facility_code,
        poli_code=row["poli"],
        doctor_code=schedule.doctor_code if schedule and kind == CONTROL_VISIT else None,
        issued_on=issued,
        valid_until=issued + timedelta(days=number("referral.valid_days", on=issued)),
        visit_on=_visit_on(row, schedule, today),
    )


def _schedule_for(session: Session, facility_code: str, row: dict[str, str], today: date) -> DoctorSchedule | None:
    """The morning session that a control letter is written for: the first from the wanted day on, of a day with another
    session in the afternoon where there is one, so that whatever the weekday there is something to choose.
    """
    wanted = today + timedelta(days=int(row["visit_in_days"] or 0))
    query = select(DoctorSchedule).where(
        DoctorSchedule.facility_code == facility_code, DoctorSchedule.poli_code == row["poli"]
    )
    found = list(session.scalars(query.order_by(DoctorSchedule.starts, DoctorSchedule.doctor_code)))
    twice = {schedule.weekday for schedule in found if schedule.starts >= _AFTERNOON}
    if twice and int(row["visit_in_days"] or 0):
        found = [schedule for schedule in found if schedule.weekday in twice]
    return min(found, key=lambda schedule: (schedule.weekday - wanted.isoweekday()) % 7, default=None)


def _visit_on(row: dict[str, str], schedule: DoctorSchedule | None, today: date) -> date | None:
    if not row["visit_in_days"]:
        return None
    wanted = today + timedelta(days=int(row["visit_in_days"]))
    if row["visit_in_days"] == "0" or schedule is None:
        return wanted
    day = wanted + timedelta(days=(schedule.weekday - wanted.isoweekday()) % 7)
    return day + timedelta(days=7) if holiday_on(day) else day
