"""Drafts of changes: a new value is checked by the rules and read back; nothing counts before it is confirmed."""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from backend.attachments.service import claim
from backend.errors import ServiceError
from backend.identity.settings import CODES_PER_HOUR
from backend.identity.typed import typed_in
from backend.membership import authority, fktp_options
from backend.membership.asking import Asking
from backend.membership.change_rules import EARLY_REASONS, class_rule, fktp_rule
from backend.membership.models import ChangeKind, Member, MemberChange
from backend.membership.schemas import mask_email
from backend.privacy.audit import Access, record_access
from backend.privacy.birth_dates import parse_birth_date
from backend.privacy.identifiers import check, mask_value

OPEN = ("code_sent", "in_review", "pending")
"""States in which a change can still be withdrawn."""
FIELDS = ("name", "nik", "birth_date")
"""What only an agent corrects, with documents."""
CLASSES = (1, 2, 3)
LONGEST_ADDRESS = 300
LEAST_ADDRESS_WORDS = 3
_EMAIL = re.compile(r"[A-Za-z0-9._%+\-]+@[A-Za-z0-9\-]+(?:\.[A-Za-z0-9\-]+)*\.[A-Za-z]{2,}")


@dataclass(frozen=True)
class Wish:
    """What a member wants changed; which fields count depends on the kind."""

    kind: ChangeKind
    member_id: str | None = None
    code: str | None = None
    contribution_class: int | None = None
    field: str | None = None
    text: str | None = None
    reason: str | None = None
    attachments: Sequence[UUID] = ()


@dataclass(frozen=True)
class New:
    """A checked new value: ``value`` as it is stored, ``shown`` as it is read back."""

    value: Mapping[str, Any]
    shown: Mapping[str, Any]
    effective_on: date | None = None
    by_agent: bool = False


def draft(session: Session, wish: Wish, asking: Asking) -> MemberChange:
    """Checks a wish and keeps it as a draft; an earlier draft of the same kind is replaced.

    Raises:
        ServiceError: why the rules do not allow it; ``change_pending`` (``receipt``): one of that kind waits already;
            ``helper_not_allowed`` (403): a helper may change the first-level facility only.
    """
    if asking.viewer.helper and wish.kind != "fktp":
        raise ServiceError("helper_not_allowed", 403)
    scope: authority.Scope = "contributions" if wish.kind == "class" else "card"
    member = authority.member_for(session, asking.viewer, wish.member_id, scope, asking.today)
    _check_pending(session, member, wish.kind)
    new = _CHECKS[wish.kind](session, member, wish, asking)
    drafts = (MemberChange.state == "draft") & (MemberChange.kind == wish.kind)
    session.execute(delete(MemberChange).where(drafts, MemberChange.asked_by == asking.viewer.member_id))
    change = MemberChange(
        member_id=member.id,
        asked_by=str(asking.viewer.member_id),
        kind=wish.kind,
        state="draft",
        value=json.dumps({**new.value, "by_agent": new.by_agent}),
        shown={**new.shown, "by_agent": new.by_agent},
        reason=wish.reason,
        attachments=_documents(session, wish, asking),
        effective_on=new.effective_on,
        conversation_id=asking.conversation_id,
        locale=asking.locale,
        created_at=asking.now,
    )
    session.add(change)
    session.flush()
    access = Access.bot(asking.conversation_id, "change")
    record_access(session, access, member_id=member.id, what="member.change.draft", now=asking.now)
    return change


def _documents(session: Session, wish: Wish, asking: Asking) -> list[str]:
    return [str(found.id) for found in claim(session, wish.attachments, asking.conversation_id)]


def _check_pending(session: Session, member: Member, kind: str) -> None:
    query = select(MemberChange).where(MemberChange.member_id == member.id, MemberChange.kind == kind)
    waiting = session.scalars(query.where(MemberChange.state.in_(OPEN))).first()
    if waiting and waiting.state != "code_sent":
        raise ServiceError("change_pending", 409, receipt=waiting.receipt, effective_on=waiting.effective_on)


def _fktp(session: Session, member: Member, wish: Wish, asking: Asking) -> New:
    option = fktp_options.chosen(session, wish.code or "")
    if option.code == member.fktp_code:
        raise ServiceError("fktp_same", 409, name=option.name)
    rule = fktp_rule(member, asking.today)
    if rule.too_soon and wish.reason not in EARLY_REASONS:
        raise ServiceError("fktp_too_soon", 409, earliest_on=rule.earliest_on, months=rule.months)
    if rule.too_soon and not wish.attachments:
        raise ServiceError("documents_needed", 422)
    shown = {"from": member.fktp_name, "to": option.name, "address": option.address, "name": member.name}
    value = {"code": option.code, "name": option.name}
    return New(value, shown, rule.effective_on, rule.by_agent or rule.too_soon)


def _class(session: Session, member: Member, wish: Wish, asking: Asking) -> New:  # noqa: ARG001 - one signature for all
    if member.relation != "head":
        raise ServiceError("class_head_only", 403)
    rule = class_rule(member, asking.today)
    if wish.contribution_class not in CLASSES:
        raise ServiceError("unknown_class", 422)
    if wish.contribution_class == member.contribution_class:
        raise ServiceError("class_same", 409, level=member.contribution_class)
    people = [one.name for one in member.family.members if one.segment == member.segment]
    shown = {"from": member.contribution_class, "to": wish.contribution_class, "people": people}
    return New({"class": wish.contribution_class}, shown, rule.effective_on)


def _phone(session: Session, member: Member, wish: Wish, asking: Asking) -> New:
    number = check("phone", wish.text or "")
    found = typed_in(session, asking.conversation_id, "phone")
    if number.problem and found:
        number = check("phone", found)
    if number.problem:
        raise ServiceError("phone_unusable", 422, problem=number.problem, **number.details)
    if number.value == member.phone:
        raise ServiceError("phone_same", 409, number=mask_value(number.value))
    _check_phone_changes(session, asking)
    old = mask_value(member.phone) if member.phone else None
    return New({"phone": number.value}, {"from": old, "to": mask_value(number.value), "name": member.name})


def _check_phone_changes(session: Session, asking: Asking) -> None:
    """Each new number is sent a code: nobody may send more than a few an hour."""
    lately = (MemberChange.kind == "phone") & (MemberChange.created_at > asking.now - timedelta(hours=1))
    mine = (MemberChange.asked_by == asking.viewer.member_id) & MemberChange.receipt.is_not(None)
    if (session.scalar(select(func.count()).where(lately, mine)) or 0) >= CODES_PER_HOUR:
        raise ServiceError("phone_too_often", 429)


def _email(session: Session, member: Member, wish: Wish, asking: Asking) -> New:  # noqa: ARG001 - one signature for all
    found = _EMAIL.search(wish.text or "")
    if found is None:
        raise ServiceError("email_unreadable", 422)
    address = found.group().lower()
    old = mask_email(member.email) if member.email else None
    return New({"email": address}, {"from": old, "to": mask_email(address), "name": member.name})


def _address(session: Session, member: Member, wish: Wish, asking: Asking) -> New:  # noqa: ARG001 - one signature for all
    text = " ".join((wish.text or "").split())[:LONGEST_ADDRESS]
    if len(text.split()) < LEAST_ADDRESS_WORDS:
        raise ServiceError("address_too_short", 422)
    return New({"address": text}, {"from": None, "to": text, "name": member.name})


def _correction(session: Session, member: Member, wish: Wish, asking: Asking) -> New:
    if wish.field not in FIELDS:
        raise ServiceError("unknown_field", 422, choices=list(FIELDS))
    if not wish.attachments:
        raise ServiceError("documents_needed", 422)
    value, shown = _corrected(session, wish, asking)
    return New({wish.field: value}, {"field": wish.field, "to": shown, "name": member.name}, None, by_agent=True)


def _corrected(session: Session, wish: Wish, asking: Asking) -> tuple[str, str]:
    text = " ".join((wish.text or "").split())
    if wish.field == "nik":
        number = check("nik", typed_in(session, asking.conversation_id, "nik") or text)
        if not number.usable:
            raise ServiceError("nik_unusable", 422, problem=number.problem)
        return number.value, mask_value(number.value)
    if wish.field == "birth_date":
        typed = parse_birth_date(typed_in(session, asking.conversation_id, "birth_date") or text, asking.today)
        if typed.value is None:
            raise ServiceError("birth_date_unusable", 422)
        return typed.value.isoformat(), typed.value.isoformat()
    if len(text) < len("Ali") or any(character.isdigit() for character in text):
        raise ServiceError("name_unusable", 422)
    return text[:120], text[:120]


_CHECKS = {
    "fktp": _fktp,
    "class": _class,
    "phone": _phone,
    "email": _email,
    "address": _address,
    "correction": _correction,
}
