"""Whose registration it is: of the conversation, of its verified member, or of who knows its code."""

import hmac
import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from backend.complaints.ticket import CODE_LENGTH, parse_code
from backend.errors import NotFound, ServiceError
from backend.identity.tries import counter, subject
from backend.identity.viewer import VERIFIED
from backend.membership.asking import Asking
from backend.membership.receipts import as_typed
from backend.privacy.audit import Access, record_access
from backend.registration.models import Registration

CODE_TRIES = 5
LISTED = 10
_NO_CODE = "-" * CODE_LENGTH


class WrongCode(NotFound):
    """The code is wrong. The try is counted in the session: the caller commits although it refuses."""


def data_of(registration: Registration) -> dict[str, Any]:
    """The answers so far."""
    found: dict[str, Any] = json.loads(registration.data)
    return found


def keep(registration: Registration, data: dict[str, Any], now: datetime) -> None:
    """Writes the answers back."""
    registration.data, registration.updated_at = json.dumps(data), now


def _mine(asking: Asking) -> Any:
    by_member = Registration.member_id == (asking.member_id or "")
    alone = (Registration.conversation_id == asking.conversation_id) & Registration.member_id.is_(None)
    return or_(alone, by_member)


def owned(session: Session, receipt: str, asking: Asking) -> Registration:
    """The asker's registration with that number, locked. One begun by a member wants that member verified.

    Raises:
        NotFound: ``registration_not_found``.
        ServiceError: ``verification_required``: begun here by a member who is not verified any more.
    """
    query = select(Registration).where(Registration.receipt == as_typed(receipt), _mine(asking))
    found = session.scalars(query.with_for_update().execution_options(populate_existing=True)).one_or_none()
    if found is None:
        _check_session(session, receipt, asking)
        raise NotFound("registration_not_found")
    return found


def _check_session(session: Session, receipt: str, asking: Asking) -> None:
    """Where a member's session ended in the middle of their registration, they only have to verify again."""
    here = (Registration.receipt == as_typed(receipt)) & (Registration.conversation_id == asking.conversation_id)
    ended = select(Registration.id).where(here, Registration.member_id.is_not(None))
    if asking.member_id is None and session.scalar(ended):
        raise ServiceError("verification_required", 401, level=VERIFIED)


def of_asker(session: Session, asking: Asking) -> Sequence[Registration]:
    """The asker's registrations, newest first."""
    query = select(Registration).where(_mine(asking)).order_by(Registration.updated_at.desc())
    return session.scalars(query.limit(LISTED)).all()


def shown_to_asker(session: Session, asking: Asking) -> Sequence[Registration]:
    """The same to be read back; that the asker looked at what was begun as a member is recorded."""
    found = of_asker(session, asking)
    if any(one.member_id for one in found):
        _record(session, asking, "registrations")
    return found


def _record(session: Session, asking: Asking, what: str) -> None:
    access = Access.bot(asking.conversation_id, "registration")
    record_access(session, access, member_id=asking.member_id, what=what, now=asking.now)


def resume(session: Session, receipt: str, code: str, asking: Asking) -> Registration:
    """Goes on with a registration on this conversation, whichever channel it was begun on.

    Raises:
        WrongCode: ``registration_not_found``; wrong codes of unknown numbers are counted the same way.
        ServiceError: ``code_locked`` (429).
    """
    number = as_typed(receipt)
    tries = counter(session, subject("registration code", number), CODE_TRIES, asking.now)
    if tries.locked_until:
        raise ServiceError("code_locked", 429, retry_after=int((tries.locked_until - asking.now).total_seconds()) + 1)
    query = select(Registration).where(Registration.receipt == number).with_for_update()
    found = session.scalars(query.execution_options(populate_existing=True)).one_or_none()
    expected = found.access_code if found else _NO_CODE
    if not hmac.compare_digest(parse_code(code).encode(), expected.encode()) or found is None:
        tries.wrong()
        raise WrongCode("registration_not_found")
    tries.right()
    if found.member_id is not None and found.member_id != asking.member_id:
        raise ServiceError("verification_required", 401, level=VERIFIED)
    found.conversation_id, found.locale = asking.conversation_id, asking.locale
    if found.member_id is not None:
        _record(session, asking, "registration")
    return found
