"""The code to a new phone number: it is typed on a page of ours, never in the chat."""

import hmac
import json
import secrets
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Literal
from uuid import UUID

from itsdangerous import BadSignature, URLSafeSerializer
from sqlalchemy import select
from sqlalchemy.orm import Session

from backend.identity import text_messages
from backend.identity.settings import CODE_DIGITS, CODE_LIFE, CODES_PER_HOUR, LINK_LIFE, RESEND_GAP, WRONG_TRIES
from backend.identity.tries import counter, subject
from backend.membership.models import MemberChange
from backend.membership.telling import words
from backend.privacy.crypto import lookup_hash
from backend.privacy.typing_habits import digits_of
from backend.settings import get_settings

Sent = Literal["sent", "too_soon", "too_many"]
WARNING_LIFE = timedelta(days=1)
"""How long the former number is tried to be warned; a fraud that is a day old was told by other ways."""


@dataclass(frozen=True)
class Checked:
    """``right`` | ``wrong`` (``left`` tries) | ``expired`` | ``locked``."""

    outcome: Literal["right", "wrong", "expired", "locked"]
    left: int = 0


def _serializer() -> URLSafeSerializer:
    return URLSafeSerializer(get_settings().signing_key, salt="new phone")


def page_url(change: MemberChange, now: datetime) -> str:
    """The link to the page on which the code is typed; works a quarter of an hour."""
    token = _serializer().dumps([change.id.hex, int((now + LINK_LIFE).timestamp())])
    return f"{get_settings().public_base_url}/new-phone/{token!s}"


def open_link(session: Session, token: str, now: datetime) -> MemberChange | None:
    """The change behind a link, locked; ``None`` when the link is forged or over."""
    try:
        change_id, expires = _serializer().loads(token)
        wanted = UUID(change_id)
    except (BadSignature, ValueError, TypeError):
        return None
    if now >= datetime.fromtimestamp(expires, UTC):
        return None
    query = select(MemberChange).where(MemberChange.id == wanted, MemberChange.kind == "phone")
    return session.scalars(query.with_for_update().execution_options(populate_existing=True)).one_or_none()


def _hash(change: MemberChange, code: str) -> str:
    return lookup_hash(f"phone code of {change.id}", code)


def _about(change: MemberChange) -> str:
    return f"phone code {change.id}"


def send(session: Session, change: MemberChange, now: datetime) -> Sent:
    """Sends a code to the new number once this is committed; a newer code replaces the older one."""
    if change.codes_sent >= CODES_PER_HOUR:
        return "too_many"
    if change.code_sent_at and now - change.code_sent_at < RESEND_GAP:
        return "too_soon"
    code = f"{secrets.randbelow(10**CODE_DIGITS):0{CODE_DIGITS}}"
    change.code_hash, change.code_sent_at = _hash(change, code), now
    change.codes_sent += 1
    phone, said = json.loads(change.value)["phone"], words("phone_sms", change.locale, code=code)
    text_messages.queue(session, _about(change), phone, said, now=now, good_for=CODE_LIFE)
    return "sent"


def not_sent(session: Session, change: MemberChange) -> bool:
    """Whether the newest code could not be sent so far."""
    return text_messages.in_trouble(session, _about(change))


def check_code(session: Session, change: MemberChange, typed: str, now: datetime) -> Checked:
    """Judges a typed code in constant time; five wrong ones lock it for a quarter of an hour."""
    tries = counter(session, subject("phone change", change.asked_by), WRONG_TRIES, now)
    if tries.locked_until:
        return Checked("locked")
    if change.code_hash is None or change.code_sent_at is None or now - change.code_sent_at > CODE_LIFE:
        return Checked("expired")
    if not hmac.compare_digest(change.code_hash, _hash(change, digits_of(typed))):
        left = tries.wrong()
        return Checked("wrong", left) if left else Checked("locked")
    tries.right()
    return Checked("right")


def warn_old_number(session: Session, change: MemberChange, old: str | None, locale: str, now: datetime) -> None:
    """Tells the former number that it was replaced; it may be out of use, so failing matters to nobody."""
    if old:
        said = words("phone_changed_sms", locale)
        text_messages.queue(session, f"phone changed {change.id}", old, said, now=now, good_for=WARNING_LIFE)
