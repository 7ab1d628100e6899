"""Verification on our own page: a one-time link, a number and date of birth, a code to the registered phone."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from itsdangerous import BadSignature, URLSafeSerializer
from sqlalchemy import select
from sqlalchemy.orm import Session

from backend.identity import codes, events, service, tries
from backend.identity.hooks import AgentReason
from backend.identity.identification import match_member
from backend.identity.models import Verification
from backend.identity.outgoing import AfterAnswer
from backend.identity.requesters import VERIFIED_ENTRY, Limit, counters, is_known
from backend.identity.senders import CodeSender
from backend.identity.settings import IDENTIFY_TRIES, LINK_LIFE, PAIRS_OF_NUMBER
from backend.identity.typed import read_number
from backend.identity.viewer import VERIFIED
from backend.membership import repository
from backend.membership.models import Member
from backend.privacy.audit import Access, record_access
from backend.privacy.birth_dates import parse_birth_date
from backend.privacy.crypto import lookup_hash
from backend.privacy.identifiers import Identifier, mask_value
from backend.reference.calendar import today_in_jakarta
from backend.settings import get_settings

_OPEN_STATES = ("new", "code_sent")


@dataclass(frozen=True)
class VerificationLink:
    """A link for one conversation; good once, until ``expires_at``."""

    url: str
    expires_at: datetime


@dataclass(frozen=True)
class FieldProblem:
    """What is wrong with one field of the form: a problem code and the facts for its text."""

    name: str
    code: str
    details: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class NamedHelper:
    """Who asks to act for a member, as what, and whether for more than one conversation; in order."""

    name: str
    kind: str
    standing: bool


def _serializer() -> URLSafeSerializer:
    return URLSafeSerializer(get_settings().signing_key, salt="verification link")


def start_verification(
    session: Session,
    conversation_id: UUID,
    now: datetime,
    *,
    locale: str = "id",
    return_url: str | None = None,
    helper_kind: str | None = None,
) -> VerificationLink:
    """A signed one-time link to the verification page; earlier links of the conversation stop working.

    Args:
        session: open transaction.
        conversation_id: whose identity it will be.
        now: the moment.
        locale: language of the page.
        return_url: address of the chat for the last page; without it the page says to go back.
        helper_kind: for somebody who wants to act for the member; they may choose another kind on the page.
    """
    earlier = select(Verification).where(
        Verification.conversation_id == conversation_id, Verification.state.in_(_OPEN_STATES)
    )
    for old in session.scalars(earlier):
        old.expires_at = min(old.expires_at, now)
    verification = Verification(
        conversation_id=conversation_id,
        locale=locale,
        return_url=return_url,
        helper_kind=helper_kind,
        created_at=now,
        expires_at=now + LINK_LIFE,
    )
    session.add(verification)
    session.flush()
    token = str(_serializer().dumps(verification.id.hex))
    return VerificationLink(f"{get_settings().public_base_url}/verify/{token}", verification.expires_at)


def find_verification(session: Session, token: str) -> Verification | None:
    """The verification of a link, locked for this request; ``None`` if forged. Ask ``is_open`` whether it is over."""
    try:
        verification_id = UUID(_serializer().loads(token))
    except (BadSignature, ValueError):
        return None
    return session.get(Verification, verification_id, with_for_update=True)


def is_open(verification: Verification, now: datetime) -> bool:
    """Whether the link still works."""
    return verification.state in _OPEN_STATES and verification.expires_at > now


def bind_browser(verification: Verification, browser_key: str) -> bool:
    """Gives the link to the first browser that uses it; ``False`` when another one has it."""
    browser_hash = lookup_hash("browser", browser_key)
    if verification.browser_hash is None:
        verification.browser_hash = browser_hash
    return secrets.compare_digest(verification.browser_hash, browser_hash)


def _invented_phone(number: str, birth_date: date) -> str:
    """The masked phone shown for a pair that nobody has: always the same one for the same pair.

    Another date of birth gives another one: with the same for all wrong dates the right one would stand out.
    """
    seed = int(lookup_hash("invented phone", f"{number} {birth_date}")[:12], 16)
    return mask_value(f"+628{1 + seed % 5}{seed // 5 % 10}{seed // 50 % 10**9:09}"[: 13 + seed % 2])


def _set_subject(
    session: Session, verification: Verification, member: Member | None, number: Identifier, birth_date: date
) -> None:
    """Limits count by whose number it is, whatever the date of birth: a right and a wrong pair are refused alike."""
    verification.member_id = member.id if member else None
    owner = member or repository.by_number(session, number.kind, number.value)
    verification.known = is_known(session, verification.conversation_id, owner)
    verification.subject_hash = tries.subject("member code", owner.id if owner else f"nobody {number.value}")
    verification.pair_hash = tries.subject("pair", f"{verification.subject_hash} {birth_date}")
    phone = member.phone if member else None
    verification.shown_phone = mask_value(phone) if phone else _invented_phone(number.value, birth_date)


def _count_pair(
    session: Session, verification: Verification, number: Identifier, now: datetime
) -> codes.CodeSent | None:
    """Counts a pair before it is judged; a refusal if there were too many of this requester or for this number.

    Right ones count as well: else the pause would come later where the pair is right.
    """
    owner = repository.by_number(session, number.kind, number.value)
    known = is_known(session, verification.conversation_id, owner)
    of_page, limit = tries.subject("number on the page", number.value), Limit(IDENTIFY_TRIES, PAIRS_OF_NUMBER)
    counted = counters(session, of_page, verification.conversation_id, limit, now, known=known)
    if counted.locked_until:
        return codes.CodeSent("guessed", counted.locked_until)
    counted.wrong()
    return None


def submit_identity(
    session: Session,
    verification: Verification,
    *,
    number_text: str,
    birth_text: str,
    sender: CodeSender | AfterAnswer,
    now: datetime,
    helper: NamedHelper | None = None,
) -> list[FieldProblem] | codes.CodeSent:
    """First step: who it is (on a helper's link also who helps). Sends the code if the pair is right, and says the
    same if it is not. With problems nothing is noted on the link.

    Returns:
        Problems of form (a digit missing, a day that does not exist), or how the sending went. After ``guessed`` the
        link still stands at its first step.
    """
    number, born = read_number(number_text), parse_birth_date(birth_text, today_in_jakarta(now))
    problems = []
    if not number.usable:
        problems.append(FieldProblem("number", number.problem or "number_missing", number.details))
    if born.value is None or not born.usable:
        problems.append(FieldProblem("birth_date", born.problem or "birth_date_unreadable"))
    if problems or born.value is None:
        return problems
    if refusal := _count_pair(session, verification, number, now):
        return refusal
    member = match_member(session, number, born.value)
    if member and verification.helper_kind and _is_writer(session, verification, member, now):
        return [FieldProblem("number", "helper_is_member")]
    access = Access("member", "verification", conversation_id=verification.conversation_id)
    record_access(session, access, member_id=member.id if member else None, what="member.phone", now=now)
    _set_subject(session, verification, member, number, born.value)
    if helper:
        verification.helper_name, verification.helper_kind = helper.name, helper.kind
        verification.standing = helper.standing
    sent = codes.send_code(session, verification, member.phone if member else None, sender, now)
    verification.state = "code_sent"
    return sent


def _is_writer(session: Session, verification: Verification, member: Member, now: datetime) -> bool:
    """A helper who is verified in the chat and types their own number needs no permission."""
    own = service.viewer_of(session, verification.conversation_id, now)
    return own.level >= VERIFIED and own.member_id == member.id


def resend(
    session: Session, verification: Verification, sender: CodeSender | AfterAnswer, now: datetime
) -> codes.CodeSent:
    """Sends another code, if the limits allow."""
    member = repository.by_id(session, verification.member_id) if verification.member_id else None
    return codes.send_code(session, verification, member.phone if member else None, sender, now)


def start_over(verification: Verification) -> None:
    """Back to the first step, to correct the number."""
    verification.state, verification.member_id, verification.subject_hash = "new", None, None


def submit_code(session: Session, verification: Verification, typed: str, now: datetime) -> codes.CodeChecked:
    """Second step: the code. The right one makes the conversation the member's (level 2) and ends the link.

    On a helper's link it is the member's consent instead (``events.publish_agreed``).
    """
    checked = codes.check_code(session, verification, typed, now)
    member = repository.by_id(session, verification.member_id) if verification.member_id else None
    if checked.outcome != "right" or member is None:
        return checked
    verification.state = "verified"
    conversation_id = verification.conversation_id
    access = Access("member", "verification", conversation_id=conversation_id)
    if verification.helper_kind:
        record_access(session, access, member_id=member.id, what="helper.agreed", now=now)
        events.publish_agreed(session, verification, member, now)
        return checked
    record_access(session, access, member_id=member.id, what=VERIFIED_ENTRY, now=now)
    service.open_session(session, conversation_id, member_id=member.id, level=VERIFIED, method="code", now=now)
    events.publish_verified(session, conversation_id, member, now)
    return checked


def ask_agent(session: Session, verification: Verification, reason: AgentReason, now: datetime) -> None:
    """Ends the link and asks for a person to verify the member by other means."""
    verification.state = "agent"
    events.publish_needs_agent(session, verification.conversation_id, reason, now)
