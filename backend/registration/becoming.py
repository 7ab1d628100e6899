"""What an approved registration becomes: a family, a member more, or another way of paying."""

import secrets
from datetime import date
from typing import Any

from psycopg.errors import UniqueViolation
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from backend.errors import ServiceError
from backend.membership import repository
from backend.membership.models import Family, Member
from backend.reference.calendar import months_before
from backend.reference.service import number
from backend.registration.civil import Citizen, configured_registry
from backend.registration.models import Registration
from backend.registration.steps import PROVISIONAL_NAME

_DEMO_PREFIX = "00099"
"""Real numbers are given by BPJS Kesehatan; these are impossible on purpose."""
_SERIAL_DIGITS = 8


def new_card_number(session: Session) -> str:
    """A card number that nobody has."""
    while True:
        card = f"{_DEMO_PREFIX}{secrets.randbelow(10**_SERIAL_DIGITS):0{_SERIAL_DIGITS}}"
        if repository.by_card(session, card) is None:
            return card


def become(session: Session, registration: Registration, data: dict[str, Any], today: date) -> Family:
    """Carries an approved registration out; gives the family.

    Raises:
        ServiceError: ``already_registered``: before, or by another registration at this moment.
    """
    try:
        family = _CARRIED_OUT[registration.kind](session, registration, data, today)
        session.flush()
    except IntegrityError as error:
        if isinstance(error.orig, UniqueViolation):
            raise ServiceError("already_registered", 409) from None
        raise
    return family


def _citizens(kk: str) -> dict[str, Citizen]:
    return {one.nik: one for one in configured_registry().family(kk)}


def _member(session: Session, data: dict[str, Any], today: date, **facts: Any) -> Member:
    """A member who pays for themselves and has not paid yet."""
    if repository.by_nik(session, facts["nik"]):
        raise ServiceError("already_registered", 409)
    common = {"segment": "PBPU", "status": "inactive", "status_reason": "first_payment", "class_since": today}
    return Member(**{**common, "card_number": new_card_number(session), "fktp_since": today, **data, **facts})


def _new(session: Session, registration: Registration, data: dict[str, Any], today: date) -> Family:  # noqa: ARG001 - one signature for every kind
    citizens = _citizens(data["kk"])
    fktp = {"fktp_code": data["fktp"]["code"], "fktp_name": data["fktp"]["name"]}
    members = []
    for position, one in enumerate(data["person"]["people"]):
        who = citizens[one["nik"]]
        facts = {"name": who.name, "sex": who.sex, "birth_date": who.birth_date, "nik": who.nik, "city": who.city}
        facts |= {"relation": who.relation, "position": position, "contribution_class": data["class"]}
        if not position:
            facts |= {"phone": data["phone"], "email": data["email"] or None}
        members.append(_member(session, fktp, today, **facts))
    family = Family(card_number=data["kk"], members=members)
    session.add(family)
    return family


def _foreigner(session: Session, registration: Registration, data: dict[str, Any], today: date) -> Family:
    """A foreigner has no NIK; until there is one the registration's number stands in its place."""
    fktp = {"fktp_code": data["fktp"]["code"], "fktp_name": data["fktp"]["name"]}
    facts = {"name": data["name"], "sex": data["sex"], "birth_date": date.fromisoformat(data["birth_date"])}
    facts |= {"nik": f"WNA-{registration.receipt}", "relation": "head", "contribution_class": data["class"]}
    facts |= {"phone": data["phone"], "email": data["email"] or None}
    family = Family(card_number=f"WNA-{registration.receipt}", members=[_member(session, fktp, today, **facts)])
    session.add(family)
    return family


def _own_family(session: Session, registration: Registration) -> Family:
    """The family of who asked, locked: its next member sees the one before."""
    asked_by = select(Member.family_id).where(Member.id == registration.member_id).scalar_subquery()
    query = select(Family).where(Family.id == asked_by).with_for_update()
    family = session.scalars(query.execution_options(populate_existing=True)).one()
    session.refresh(family, ["members"])
    return family


def _next_position(family: Family) -> int:
    return max(one.position for one in family.members) + 1


def _added(session: Session, registration: Registration, data: dict[str, Any], today: date) -> Family:
    family = _own_family(session, registration)
    who = _citizens(family.card_number)[data["choice"]["nik"]]
    fktp = {"fktp_code": data["fktp"]["code"], "fktp_name": data["fktp"]["name"]}
    facts = {"name": who.name, "sex": who.sex, "birth_date": who.birth_date, "nik": who.nik, "city": who.city}
    relation = "spouse" if who.relation == "spouse" else "child"
    facts |= {"relation": relation, "position": _next_position(family)}
    family.members.append(_member(session, fktp, today, contribution_class=family.head.contribution_class, **facts))
    return family


def _newborn(session: Session, registration: Registration, data: dict[str, Any], today: date) -> Family:
    """A child with provisional data, at the mother's facility; the NIK is told within three months."""
    family = _own_family(session, registration)
    mother = next((one for one in family.members if one.sex == "F" and one.relation != "child"), family.head)
    born = date.fromisoformat(data["birth_date"])
    if _same_child(family, data["name"], born):
        raise ServiceError("already_registered", 409)
    months = number("registration.newborn_nik_months", on=today)
    facts = {"name": data["name"], "sex": data["sex"], "birth_date": born, "nik": f"BAYI-{registration.receipt}"}
    facts |= {"relation": "child", "position": _next_position(family), "contribution_class": mother.contribution_class}
    facts |= {"segment": mother.segment, "city": mother.city, "nik_due_on": months_before(born, -months)}
    place = {"fktp_code": mother.fktp_code, "fktp_name": mother.fktp_name}
    baby = _member(session, place, today, **facts)
    if mother.segment != "PBPU":  # the employer or the state pays: covered as the mother is
        baby.status, baby.status_reason = mother.status, mother.status_reason
    family.members.append(baby)
    return family


def _same_child(family: Family, name: str, born: date) -> bool:
    """Whether both parents have registered their child: it has no NIK yet by which that would be seen."""
    named = {one.name.casefold() for one in family.members if one.birth_date == born}
    return name.casefold() in named and not name.startswith(PROVISIONAL_NAME)


def _job_loss(session: Session, registration: Registration, data: dict[str, Any], today: date) -> Family:
    family = _own_family(session, registration)
    for member in family.members:
        if member.segment == "PPU":
            member.segment, member.contribution_class, member.class_since = "PBPU", data["class"], today
            member.status, member.status_reason, member.arrears_months = "inactive", "first_payment", 0
            member.wage = None
    return family


_CARRIED_OUT = {"new": _new, "foreigner": _foreigner, "family": _added, "newborn": _newborn, "job_loss": _job_loss}
