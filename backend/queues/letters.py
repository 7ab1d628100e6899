"""Referral and control letters: which one opens the door of a hospital's clinic on a day."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from sqlalchemy import select
from sqlalchemy.orm import Session

from backend.errors import ServiceError
from backend.membership.models import Member
from backend.privacy.reference_numbers import check_reference, find_references
from backend.queues.choices import Choice, action_choice, date_choice, letters
from backend.queues.models import CONTROL_VISIT, OPEN_STATES, Booking, ReferralLetter
from backend.queues.places import Place


@dataclass(frozen=True)
class Wish:
    """What a letter is needed for; ``typed``: a number as the member gave it; ``replaces``: a booking given back."""

    member: Member
    place: Place
    poli_code: str
    day: date
    visit_kind: int | None = None
    typed: str | None = None
    replaces: str | None = None


def letters_of(session: Session, member_id: str) -> list[ReferralLetter]:
    """All letters of a member: control letters first (two of three visits are controls), then the newest."""
    found = session.scalars(select(ReferralLetter).where(ReferralLetter.member_id == member_id))
    return sorted(found, key=lambda letter: (not letter.is_control, -letter.issued_on.toordinal()))


def is_valid(letter: ReferralLetter, day: date) -> bool:
    """Whether a letter may be used on a day."""
    return letter.issued_on <= day <= letter.valid_until


def used_by(session: Session, letter: ReferralLetter, replaces: str | None = None) -> Booking | None:
    """The booking that a letter was used for: a letter is good for one visit at a time."""
    states = (*OPEN_STATES, "served") if letter.is_control else OPEN_STATES
    query = select(Booking).where(
        Booking.letter_number == letter.number, Booking.state.in_(states), Booking.code != (replaces or "")
    )
    return session.scalar(query.limit(1))


def _refusal(session: Session, wish: Wish, code: str, status: int = 409, **details: object) -> ServiceError:
    today = wish.day
    valid = [letter for letter in letters_of(session, wish.member.id) if is_valid(letter, today)]
    choices: list[Choice] = letters(valid)
    choices.append(action_choice("ask_fktp_for_referral", fktp=wish.member.fktp_name))
    return ServiceError(code, status, next_choices=choices, **details)


def _needed(wish: Wish) -> Literal["referral", "control"]:
    return "control" if wish.visit_kind == CONTROL_VISIT else "referral"


def _by_number(session: Session, wish: Wish, typed: str, now: datetime) -> ReferralLetter:
    """The member's own letter with a number; the number itself already says much about a wrong one."""
    found = find_references(typed)
    letter = session.get(ReferralLetter, found[0].value) if found else None
    if letter is not None and letter.member_id == wish.member.id:
        return letter
    needed: Literal["referral", "control"] = "control" if found and found[0].kind == "control" else _needed(wish)
    problem = check_reference(typed, needed, wish.place.local(now).date())
    given = found[0].kind if found else None
    raise _refusal(session, wish, problem or "letter_not_found", 422 if problem else 404, given=given, needed=needed)


def _kind(session: Session, wish: Wish, letter: ReferralLetter) -> ServiceError | None:
    if wish.visit_kind is None or wish.visit_kind == letter.visit_kind:
        return None
    if wish.visit_kind == CONTROL_VISIT:
        return _refusal(session, wish, "control_letter_needed", 422)
    return _refusal(session, wish, "referral_needed", 422)


def _facility(session: Session, wish: Wish, letter: ReferralLetter) -> ServiceError | None:
    if letter.facility_code == wish.place.code:
        return None
    return _refusal(session, wish, "letter_other_facility", letter_facility=letter.facility_code)


def _poli(session: Session, wish: Wish, letter: ReferralLetter) -> ServiceError | None:
    if letter.poli_code == wish.poli_code:
        return None
    return _refusal(session, wish, "letter_other_poli", letter_poli=letter.poli_code, letter_poli_name=letter.poli.name)


def _validity(session: Session, wish: Wish, letter: ReferralLetter) -> ServiceError | None:
    if wish.day <= letter.valid_until:
        return None
    return _refusal(session, wish, "letter_expired", valid_until=letter.valid_until.isoformat())


def only_day(place: Place, letter: ReferralLetter) -> date | None:
    """The one day on which a strict facility takes a control letter; None where other days are possible too."""
    return letter.visit_on if place.rules.control_date_strict and letter.is_control else None


def _strict_date(_: Session, wish: Wish, letter: ReferralLetter) -> ServiceError | None:
    only = only_day(wish.place, letter)
    if only is None or wish.day == only:
        return None
    choices = [date_choice(only, 0), action_choice("call_facility", phone=wish.place.facility.phone)]
    return ServiceError("control_date_differs", visit_on=only.isoformat(), next_choices=choices)


def _unused(session: Session, wish: Wish, letter: ReferralLetter) -> ServiceError | None:
    used = used_by(session, letter, wish.replaces)
    # A second number for the same day is the facility's refusal (one number a day), which says more.
    if used is None or used.day == wish.day:
        return None
    actions = ("status", "move") if used.state == "booked" else ("status",)
    choices = [action_choice(action, booking=used.code) for action in actions]
    return ServiceError("letter_already_used", booking=used.code, date=used.day.isoformat(), next_choices=choices)


_CHECKS: tuple[Callable[[Session, Wish, ReferralLetter], ServiceError | None], ...] = (
    _kind,
    _facility,
    _poli,
    _validity,
    _strict_date,
    _unused,
)


def _problem(session: Session, wish: Wish, letter: ReferralLetter) -> tuple[int, ServiceError | None]:
    """How far a letter gets through the checks, and where it fails."""
    for passed, step in enumerate(_CHECKS):
        if error := step(session, wish, letter):
            return passed, error
    return len(_CHECKS), None


def letter_for(session: Session, wish: Wish, *, now: datetime) -> ReferralLetter:
    """The letter for a visit: the one that was typed, or the member's best one for the clinic and day.

    Raises:
        ServiceError: ``reference_unreadable``, ``reference_wrong_length``, ``sep_given``, ``control_letter_needed``,
            ``referral_needed``, ``referral_likely_expired``, ``letter_not_found``, ``letter_other_facility``,
            ``letter_other_poli``, ``letter_expired``, ``control_date_differs``, ``letter_already_used``,
            ``letter_needed``.
    """
    candidates = [_by_number(session, wish, wish.typed, now)] if wish.typed else _candidates(session, wish)
    if not candidates:
        raise _refusal(session, wish, "letter_needed")
    judged = [(*_problem(session, wish, letter), letter) for letter in candidates]
    _, error, letter = max(judged, key=lambda entry: entry[0])
    if error:
        raise error
    return letter


def _candidates(session: Session, wish: Wish) -> list[ReferralLetter]:
    here = [letter for letter in letters_of(session, wish.member.id) if letter.facility_code == wish.place.code]
    nearest = sorted(here, key=lambda letter: abs((letter.visit_on - wish.day).days) if letter.visit_on else 0)
    return sorted(nearest, key=lambda letter: not letter.is_control)
