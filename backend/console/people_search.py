"""Members by what an agent types: a number, a masked number, a name."""

import re
from datetime import datetime

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from backend.handover.models import Agent, Handover
from backend.membership import repository
from backend.membership.models import Member
from backend.privacy.audit import Access, record_access
from backend.privacy.identifiers import find, mask_value

_MASKED = re.compile(r"\d{4}\*{3,}\d{3,4}")
_COMPARED = 2000
"""Members, newest conversations first, whose masked numbers are compared: a masked number cannot be looked up."""


def members_numbered(session: Session, agent: Agent, typed: str, *, now: datetime) -> list[str] | None:
    """Whose number this is, or looks like when masked; ``None`` when it is no member's number at all.

    Asking is in the audit log, whether somebody is found or not.
    """
    found = _numbered(session, typed)
    if found is None:
        return None
    access = Access.agent(agent.id, None, "search")
    asked: list[str | None] = [*found] or [None]
    for member_id in asked:
        record_access(session, access, member_id=member_id, what="member.search", now=now)
    return found


def _numbered(session: Session, typed: str) -> list[str] | None:
    compact = re.sub(r"[\s.]", "", typed)
    if _MASKED.fullmatch(compact):
        return _looking_like(session, compact)
    numbers = [item for item in find(typed) if item.usable and item.kind in ("card", "nik", "phone")]
    return [member for item in numbers for member in _with_number(session, item.kind, item.value)] if numbers else None


def _with_number(session: Session, kind: str, value: str) -> list[str]:
    if kind == "phone":
        return [member.id for member in repository.by_phone(session, value)]
    member = repository.by_number(session, kind, value)
    return [member.id] if member else []


def _looking_like(session: Session, masked: str) -> list[str]:
    known = select(Handover.member_id).where(Handover.member_id.is_not(None)).group_by(Handover.member_id)
    recent = known.order_by(func.max(Handover.requested_at).desc()).limit(_COMPARED)
    members = session.scalars(select(Member).where(Member.id.in_(recent)))
    return [
        member.id
        for member in members
        if masked in (mask_value(member.card_number), mask_value(member.nik), mask_value(member.phone or ""))
    ]


def members_called(typed: str) -> Select[str]:
    """Members whose name contains what was typed."""
    return select(Member.id).where(Member.name.icontains(typed, autoescape=True))
