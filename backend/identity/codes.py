"""Six-digit codes: made, sent, counted and compared."""

import hmac
import json
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from backend.identity.consent import services_text
from backend.identity.models import Verification, VerificationCode
from backend.identity.outgoing import AfterAnswer, delivered
from backend.identity.requesters import Counters, Limit, counters
from backend.identity.senders import CodeSender
from backend.identity.settings import (
    CODE_DIGITS,
    CODE_LIFE,
    CODES_OPEN,
    CODES_PER_HOUR,
    CODES_PER_HOUR_OF_NUMBER,
    RESEND_GAP,
    SENDER_DOWN_MEMORY,
    WRONG_TRIES,
    WRONG_TRIES_OF_NUMBER,
)
from backend.identity.texts import text_of
from backend.privacy.crypto import lookup_hash
from backend.privacy.typing_habits import digits_of
from backend.reference.calendar import today_in_jakarta


@dataclass(frozen=True)
class CodeSent:
    """``outcome`` ``sent`` | ``too_soon`` | ``too_many`` | ``locked`` (by wrong codes) | ``guessed`` (too many pairs
    for one number); for all but the first ``retry_at`` is set.

    ``sent`` is also the answer when nobody has the number: the page must not tell the two apart.
    """

    outcome: Literal["sent", "too_soon", "too_many", "locked", "guessed"]
    retry_at: datetime | None = None


@dataclass(frozen=True)
class CodeChecked:
    """``outcome`` ``right`` | ``wrong`` | ``unreadable`` (not six digits, not counted) | ``expired`` | ``locked``."""

    outcome: Literal["right", "wrong", "unreadable", "expired", "locked"]
    tries_left: int | None = None
    retry_at: datetime | None = None


def _code_hash(verification: Verification, code: str) -> str:
    """Ties a code to all that it was asked for: the link, the member, and what its message told of a helper."""
    of_whom = (str(verification.id), verification.member_id, verification.subject_hash)
    to_whom = (verification.helper_kind, verification.helper_name, bool(verification.standing))
    return lookup_hash("code", json.dumps([*of_whom, *to_whom, code]))


def wrong_codes(session: Session, verification: Verification, now: datetime) -> Counters:
    """The counters of wrong codes for this link, locked."""
    limit = Limit(WRONG_TRIES, WRONG_TRIES_OF_NUMBER)
    asked = verification.subject_hash or "", verification.conversation_id
    return counters(session, *asked, limit, now, known=verification.known)


def _sent_lately(
    session: Session, verification: Verification, now: datetime, *of: ColumnElement[bool]
) -> list[datetime]:
    """When codes were sent for this member within the hour, as ``of`` tells; also where nobody was reached."""
    query = select(VerificationCode.sent_at).join(Verification, Verification.id == VerificationCode.verification_id)
    lately = VerificationCode.sent_at > now - timedelta(hours=1)
    query = query.where(VerificationCode.subject_hash == verification.subject_hash, lately, *of)
    return sorted(session.scalars(query))


def _refusal(session: Session, verification: Verification, now: datetime) -> CodeSent | None:
    """Refuses by who asks and whose number it is; the pause between two codes is that of the same pair.

    A mistyped date of birth has sent nobody a code: the right one need not wait, and a further one tells nothing, as
    it is answered like the first.
    """
    if locked_until := wrong_codes(session, verification, now).locked_until:
        return CodeSent("locked", locked_until)
    own = Verification.conversation_id == verification.conversation_id
    limits = [(_sent_lately(session, verification, now, own), CODES_PER_HOUR)]
    if not verification.known:
        others = VerificationCode.known.is_(False)
        limits.append((_sent_lately(session, verification, now, others), CODES_PER_HOUR_OF_NUMBER))
    over = [sent[-most] + timedelta(hours=1) for sent, most in limits if len(sent) >= most]
    if over:
        return CodeSent("too_many", max(over))
    same = _sent_lately(session, verification, now, own, VerificationCode.pair_hash == verification.pair_hash)
    if same and now - same[-1] < RESEND_GAP:
        return CodeSent("too_soon", same[-1] + RESEND_GAP)
    return None


def send_code(
    session: Session, verification: Verification, phone: str | None, sender: CodeSender | AfterAnswer, now: datetime
) -> CodeSent:
    """Sends a new code; without a phone everything but the sending happens, so that nobody can tell.

    A sender that fails is remembered (``sender_in_trouble``) and counts as sent: the page offers other ways on.
    """
    if refusal := _refusal(session, verification, now):
        return refusal
    # Where nobody is reached the hash is of something that cannot be typed: no guess may be right by chance.
    code = f"{secrets.randbelow(10**CODE_DIGITS):0{CODE_DIGITS}}" if phone else secrets.token_hex()
    row = VerificationCode(
        verification_id=verification.id,
        subject_hash=verification.subject_hash or "",
        pair_hash=verification.pair_hash,
        known=verification.known,
        code_hash=_code_hash(verification, code),
        sent_at=now,
        expires_at=now + CODE_LIFE,
    )
    session.add(row)
    session.flush()
    if phone:
        _send(row, phone, _message(verification, code, now), sender)
    session.flush()
    return CodeSent("sent")


def _send(row: VerificationCode, phone: str, text: str, sender: CodeSender | AfterAnswer) -> None:
    if isinstance(sender, AfterAnswer):
        sender.add(row.id, phone, text)
    else:
        row.delivered = delivered(sender, phone, text)


def _message(verification: Verification, code: str, now: datetime) -> str:
    """A helper's code names who asks for it and all they would be allowed: to hand it on is the consent to that."""
    locale, kind = verification.locale, verification.helper_kind
    if kind is None:
        return text_of("sms", locale, code=code)
    life = text_of("for_30_days" if verification.standing else "for_this_chat", locale)
    helper = f"{verification.helper_name} ({text_of(f'helper_{kind}', locale)})"
    services = services_text(kind, locale, today_in_jakarta(now))
    return text_of("sms_helper", locale, code=code, helper=helper, life=life, services=services)


def check_code(session: Session, verification: Verification, typed: str, now: datetime) -> CodeChecked:
    """Judges a typed code in constant time. The two newest codes that this link sent for the same member (and the same
    helper) count while they are alive: messages overtake. One sent before the link was turned to another opens nothing.

    Five wrong ones lock the member's verification in this conversation for fifteen minutes, on whichever of its links
    they were typed; twice as many lock it for all who never showed to be the member.
    """
    counted = wrong_codes(session, verification, now)
    if counted.locked_until:
        return CodeChecked("locked", retry_at=counted.locked_until)
    digits = digits_of(typed)
    if len(digits) != CODE_DIGITS:
        return CodeChecked("unreadable")
    wanted = _code_hash(verification, digits)
    query = select(VerificationCode).where(
        VerificationCode.verification_id == verification.id, VerificationCode.pair_hash == verification.pair_hash
    )
    sent = list(session.scalars(query.order_by(VerificationCode.sent_at.desc(), VerificationCode.id.desc())))
    matching = [row for row in sent if hmac.compare_digest(row.code_hash, wanted)]
    if any(row.expires_at > now and row in sent[:CODES_OPEN] for row in matching):
        counted.right()
        return CodeChecked("right")
    if matching:
        return CodeChecked("expired")
    left = counted.wrong()
    return CodeChecked("wrong", left) if left else CodeChecked("locked", retry_at=counted.locked_until)


def sender_in_trouble(session: Session, now: datetime) -> bool:
    """Whether the newest sending of the last minutes failed, for whomever: so this tells nothing about a member."""
    tried = VerificationCode.delivered.is_not(None)
    query = select(VerificationCode.delivered).where(VerificationCode.sent_at > now - SENDER_DOWN_MEMORY, tried)
    newest_first = (VerificationCode.sent_at.desc(), VerificationCode.id.desc())
    return session.scalars(query.order_by(*newest_first).limit(1)).first() is False
