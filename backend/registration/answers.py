"""One answer of a registration, checked: what is stored, or why it cannot be."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from backend.attachments.service import claim
from backend.errors import ServiceError
from backend.identity.settings import IDENTIFY_TRIES
from backend.identity.tries import counter, subject
from backend.identity.typed import typed_in
from backend.membership import fktp_options, repository
from backend.membership.asking import Asking
from backend.membership.models import Member
from backend.privacy.birth_dates import parse_birth_date
from backend.privacy.identifiers import check
from backend.reference.calendar import day_in, months_before
from backend.reference.service import number
from backend.registration.civil import Citizen, CivilRegistry, RegistryDown
from backend.registration.models import Registration
from backend.registration.steps import PROVISIONAL_NAME

BANKS = ("BRI", "MANDIRI", "BNI", "BCA", "BTN", "CIMB", "PANIN", "NONE")
"""Where the contribution is to be debited; ``NONE``: paid by virtual account for now."""
_EMAIL = re.compile(r"[A-Za-z0-9._%+\-]+@[A-Za-z0-9\-]+(?:\.[A-Za-z0-9\-]+)*\.[A-Za-z]{2,}")
MOST_FILES = 10


@dataclass(frozen=True)
class Answer:
    """What was said: words, a pressed code, or files."""

    field: str
    text: str = ""
    code: str | None = None
    attachments: tuple[UUID, ...] = ()


@dataclass(frozen=True)
class Work:
    """What checking an answer needs."""

    session: Session
    registration: Registration
    data: dict[str, Any]
    answer: Answer
    asking: Asking
    registry: CivilRegistry


def _text(work: Work) -> str:
    return " ".join(work.answer.text.split())


def family_of(work: Work, kk: str) -> list[Citizen]:
    """A family card of the civil registry.

    Raises:
        ServiceError: ``civil_registry_down`` (409).
    """
    try:
        return work.registry.family(kk)
    except RegistryDown:
        raise ServiceError("civil_registry_down") from None


def _kk(work: Work) -> Any:
    found = check("kk", typed_in(work.session, work.asking.conversation_id, "kk") or _text(work))
    if not found.value or found.problem in ("number_missing", "number_wrong_length", "number_is_other_kind"):
        raise ServiceError("kk_unusable", 422)
    return found.value


def _person(work: Work) -> Any:
    """NIK and date of birth of somebody on the card: proves little, so only first names are read back."""
    conversation = work.asking.conversation_id
    nik = typed_in(work.session, conversation, "nik") or work.data.get("nik")
    typed = typed_in(work.session, conversation, "birth_date")
    born = parse_birth_date(typed or _text(work), work.asking.today).value
    if nik is None:
        raise ServiceError("registration_nik_needed", 422)
    work.data["nik"] = nik
    if born is None:
        raise ServiceError("registration_birth_date_needed", 422)
    tries = counter(work.session, subject("family card", str(conversation)), IDENTIFY_TRIES, work.asking.now)
    if tries.locked_until:
        raise ServiceError("too_many_tries", 429)
    people = family_of(work, work.data["kk"])
    if not any(one.nik == nik and one.birth_date == born for one in people):
        left = tries.wrong()
        work.data.pop("nik", None)
        work.data.pop("kk", None)
        raise ServiceError("family_card_not_matched", 422, left=left)
    tries.right()
    return _new_people(work, people)


def _new_people(work: Work, people: list[Citizen]) -> dict[str, Any]:
    """Who of a family card is to be registered; who is a member already is left out.

    Raises:
        ServiceError: ``already_registered`` (409): the head of the family is a member already.
    """
    known = [one for one in people if repository.by_nik(work.session, one.nik)]
    if people[0] in known:
        raise ServiceError("already_registered", 409)
    fresh = [one for one in people if one not in known]
    names = [{"nik": one.nik, "name": one.short_name, "relation": one.relation} for one in fresh]
    return {"people": names, "known": len(known)}


def _family(work: Work) -> Any:
    if work.answer.code != "yes":
        raise ServiceError("family_card_wrong", 422)
    return True


def _class(work: Work) -> Any:
    if work.answer.code not in ("1", "2", "3"):
        raise ServiceError("unknown_class", 422)
    return int(work.answer.code)


def _fktp(work: Work) -> Any:
    option = fktp_options.chosen(work.session, work.answer.code or "")
    return {"code": option.code, "name": option.name}


def _phone(work: Work) -> Any:
    found = check("phone", typed_in(work.session, work.asking.conversation_id, "phone") or _text(work))
    if found.problem:
        raise ServiceError("phone_unusable", 422)
    return found.value


def _email(work: Work) -> Any:
    if work.answer.code == "none":
        return ""
    found = _EMAIL.search(work.answer.text)
    if found is None:
        raise ServiceError("email_unreadable", 422)
    return found.group().lower()


def _bank(work: Work) -> Any:
    bank = (work.answer.code or "").upper()
    if bank not in BANKS:
        raise ServiceError("unknown_bank", 422)
    return bank


def _documents(work: Work) -> Any:
    """Files are collected; "done" ends it once there is at least one."""
    files = [str(one.id) for one in claim(work.session, work.answer.attachments, work.asking.conversation_id)]
    kept = list(dict.fromkeys([*work.registration.attachments, *files]))[:MOST_FILES]
    work.registration.attachments = kept
    if work.answer.code != "done":
        return None
    if not kept:
        raise ServiceError("documents_needed", 422)
    return True


def _choice(work: Work) -> Any:
    people: list[dict[str, str]] = work.data["candidates"]
    code = work.answer.code or ""
    index = int(code) if code.isdecimal() else -1
    if not 0 <= index < len(people):
        raise ServiceError("unknown_person", 422)
    return people[index]


def _day(work: Work, *, newest_first: bool = True) -> Any:
    typed = typed_in(work.session, work.asking.conversation_id, "birth_date")
    found = parse_birth_date(work.answer.code or typed or _text(work), work.asking.today)
    if found.value is None or (newest_first and found.value > work.asking.today):
        raise ServiceError("birth_date_unusable", 422)
    return found.value


def _birth_date(work: Work) -> Any:
    """A newborn's day tells whether it is still within the time limit (``registration.newborn_days``)."""
    born = _day(work)
    if work.registration.kind == "newborn":
        if born < months_before(work.asking.today, number("registration.newborn_nik_months", on=work.asking.today)):
            raise ServiceError("not_newborn", 409)
        days = number("registration.newborn_days", on=work.asking.today)
        work.data["pay_until"] = (born + timedelta(days=days)).isoformat()
        work.data["late"] = work.asking.today > born + timedelta(days=days)
    return born.isoformat()


def _sex(work: Work) -> Any:
    if work.answer.code not in ("F", "M"):
        raise ServiceError("unknown_sex", 422)
    return work.answer.code


def _name(work: Work) -> Any:
    text = _text(work)
    if work.answer.code == "provisional" and work.registration.member_id:
        parent = work.session.get_one(Member, work.registration.member_id)
        mother = next((one for one in parent.family.members if one.sex == "F" and one.relation != "child"), parent)
        return f"{PROVISIONAL_NAME} {mother.name}"
    if len(text) < len("Ali") or any(character.isdigit() for character in text):
        raise ServiceError("name_unusable", 422)
    return text[:120]


def _ended_on(work: Work) -> Any:
    return _day(work).isoformat()


def _permit_since(work: Work) -> Any:
    """Foreigners join after six months of residence (UU 24/2011 art. 1)."""
    since = _day(work)
    months = number("registration.foreigner_residence_months", on=work.asking.today)
    if since > day_in(months_before(work.asking.today, months), work.asking.today.day):
        raise ServiceError("residence_too_short", 409, months=months)
    return since.isoformat()


CHECKS: dict[str, Callable[[Work], Any]] = {
    "kk": _kk,
    "person": _person,
    "family": _family,
    "class": _class,
    "fktp": _fktp,
    "phone": _phone,
    "email": _email,
    "bank": _bank,
    "documents": _documents,
    "choice": _choice,
    "birth_date": _birth_date,
    "sex": _sex,
    "name": _name,
    "ended_on": _ended_on,
    "permit_since": _permit_since,
}
