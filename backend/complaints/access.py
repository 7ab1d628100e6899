"""Who may read a complaint: the conversation that filed it, its verified member, or who knows its access code."""

import hmac
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from backend.complaints import repository, ticket
from backend.complaints.models import Complaint
from backend.complaints.settings import CODE_TRIES
from backend.errors import NotFound, ServiceError
from backend.identity.tries import counter, subject

_NO_CODE = "-" * ticket.CODE_LENGTH
"""Matches no code; compared with where there is no complaint, so that both cases do the same work."""


@dataclass(frozen=True)
class Asker:
    """Who asks. ``member_id`` is set only for a verified member (level 2); ``code`` is an access code as typed."""

    conversation_id: UUID
    member_id: str | None = None
    code: str | None = None


@dataclass(frozen=True)
class Opened:
    """A complaint that the asker may read. ``owner`` is false for who came by code: they see no chronology."""

    complaint: Complaint
    owner: bool


class WrongCode(NotFound):
    """The access code is wrong. The try is counted in the session: the caller commits although it refuses."""


def number_of(typed: str) -> str:
    """The ticket number that was typed.

    Raises:
        ServiceError: ``ticket_mistyped`` (422): the check character says that something in it is wrong.
    """
    try:
        return ticket.parse(typed)
    except ticket.MistypedError:
        raise ServiceError("ticket_mistyped", 422) from None


def open_ticket(session: Session, typed: str, asker: Asker, *, now: datetime) -> Opened:
    """The complaint with this number, for somebody who may read it.

    Whether a number exists is told to nobody else: wrong codes for unknown numbers are counted the same way.

    Raises:
        ServiceError: ``ticket_mistyped`` (422), ``code_locked`` (429, after five wrong codes).
        NotFound: ``complaint_not_found``; as ``WrongCode`` when a code was given.
    """
    number = number_of(typed)
    complaint = repository.by_ticket(session, number)
    if complaint is not None and _owns(complaint, asker):
        return Opened(complaint, owner=True)
    if asker.code is None:
        raise NotFound("complaint_not_found")
    _check_code(session, number, complaint, asker.code, now)
    if complaint is None:
        raise WrongCode("complaint_not_found")
    return Opened(complaint, owner=False)


def _owns(complaint: Complaint, asker: Asker) -> bool:
    by_member = asker.member_id is not None and complaint.member_id == asker.member_id
    return by_member or complaint.conversation_id == asker.conversation_id


def _check_code(session: Session, number: str, complaint: Complaint | None, typed: str, now: datetime) -> None:
    tries = counter(session, subject("complaint code", number), CODE_TRIES, now)
    if (until := tries.locked_until) is not None:
        raise ServiceError("code_locked", 429, retry_after=int((until - now).total_seconds()) + 1)
    expected = complaint.access_code if complaint else _NO_CODE
    if not hmac.compare_digest(ticket.parse_code(typed).encode(), expected.encode()):
        tries.wrong()
        raise WrongCode("complaint_not_found")
    tries.right()
