"""Identification in the chat: a number and a date of birth, which tell only whether a card is active (level 1)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from backend.identity import service, tries, typed
from backend.identity.requesters import is_known
from backend.identity.settings import IDENTIFY_TRIES
from backend.membership import repository
from backend.membership.models import Member
from backend.privacy.audit import Access, record_access
from backend.privacy.birth_dates import TypedDate, parse_birth_date
from backend.privacy.identifiers import Identifier, mask_value
from backend.reference.calendar import today_in_jakarta


@dataclass(frozen=True)
class Identification:
    """What came of it.

    ``outcome``: ``identified`` (then ``active`` is set) | ``number_needed`` | ``birth_date_needed`` | ``not_found`` (no
    such pair; whether the number exists is not told) | ``locked`` (too many wrong pairs) | a problem code of
    ``privacy.identifiers`` or ``privacy.birth_dates``. ``details`` hold what the answer says: ``number`` and
    ``suggestion`` (masked), ``typed``, ``needed``, ``tries_left``, ``doubts`` (likely typing errors), ``retry_at``.
    """

    outcome: str
    active: bool | None = None
    details: Mapping[str, Any] = field(default_factory=dict)


def match_member(session: Session, number: Identifier, birth_date: date) -> Member | None:
    """The member with that number and date of birth; neither alone finds anybody."""
    member = repository.by_number(session, number.kind, number.value)
    return member if member and member.birth_date == birth_date else None


def _problem(session: Session, conversation_id: UUID, number: Identifier, now: datetime) -> Identification:
    """The answer to a number that cannot be used; a suggestion is kept, so that "yes" is enough to go on."""
    details = {**number.details, "number": mask_value(number.value)}
    suggestion = details.get("suggestion")
    if suggestion:
        typed.remember(session, conversation_id, number.kind, suggestion, now)
        details["suggestion"] = mask_value(suggestion)
    return Identification(number.problem or "number_needed", details=details)


def _judge(
    session: Session, conversation_id: UUID, number: Identifier, born: TypedDate, now: datetime
) -> Identification:
    subjects = [tries.subject("conversation", str(conversation_id))]
    if not is_known(session, conversation_id, repository.by_number(session, number.kind, number.value)):
        subjects.append(tries.subject("number", number.value))  # strangers' guesses do not keep the owner out
    counters = [tries.counter(session, name, IDENTIFY_TRIES, now) for name in sorted(subjects)]
    locked = [counter.locked_until for counter in counters if counter.locked_until]
    if locked:
        return Identification("locked", details={"retry_at": max(locked)})
    member = match_member(session, number, born.value) if born.value else None
    access = Access.bot(conversation_id, "identification")
    record_access(session, access, member_id=member.id if member else None, what="member.status", now=now)
    if member is None:
        left = min(counter.wrong() for counter in counters)
        doubts = [problem for problem in (number.problem, born.problem) if problem]
        details = {"number": mask_value(number.value), "tries_left": left, "doubts": doubts}
        return Identification("not_found", details=details)
    for counter in counters:
        counter.right()
    typed.forget(session, conversation_id)
    service.identify_as(session, conversation_id, member.id, now)
    return Identification("identified", member.active, {"number": mask_value(number.value)})


def _birth_date_alone(session: Session, conversation_id: UUID, birth_text: str | None, now: datetime) -> Identification:
    """A date of birth that came before its number is kept for it."""
    born = parse_birth_date(birth_text, today_in_jakarta(now)) if birth_text else None
    if born and born.value and born.usable:
        typed.remember(session, conversation_id, typed.BIRTH_DATE, born.value.isoformat(), now)
        return Identification("number_needed", details={"birth_date_kept": True})
    return Identification("number_needed")


def identify(
    session: Session, conversation_id: UUID, card_or_nik: str | None, birth_date: str | None, now: datetime
) -> Identification:
    """Identifies the conversation at level 1. Wrong pairs are counted, so the caller must commit.

    Args:
        session: open transaction.
        conversation_id: who is asking.
        card_or_nik: as typed; ``None``: the number in the message being answered, or else the one that this
            conversation typed (or was suggested) up to 15 minutes ago.
        birth_date: as typed, in any usual form; ``None``: the one in the message being answered, if any; without one
            the number is kept for the next call, and without a number a date of birth is.
        now: the moment.
    """
    message = typed.typed_now(session, conversation_id)
    number = typed.read_number(card_or_nik) if card_or_nik else message.number
    number = number or typed.recall(session, conversation_id, now)
    birth_text = birth_date or message.birth_date or typed.recall_birth_date(session, conversation_id, now)
    if number is None or number.problem == "number_missing":
        return _birth_date_alone(session, conversation_id, birth_text, now)
    if not number.usable:
        return _problem(session, conversation_id, number, now)
    typed.remember(session, conversation_id, number.kind, number.value, now)
    shown = {"number": mask_value(number.value)}
    if not birth_text:
        return Identification("birth_date_needed", details=shown)
    born = parse_birth_date(birth_text, today_in_jakarta(now))
    if born.value is None or not born.usable:
        return Identification(born.problem or "birth_date_unreadable", details=shown)
    return _judge(session, conversation_id, number, born, now)
