"""What an agent sees of the member: enough to help, numbers masked, every look recorded."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from backend.handover.models import Agent
from backend.handover.opening import is_open
from backend.handover.whois import known_to_agents
from backend.helpers.acting import acting
from backend.identity.viewer import VERIFIED
from backend.membership import repository
from backend.privacy.audit import ONE_LOOK, Access, record_access
from backend.privacy.identifiers import mask_value
from backend.privacy.models import AuditEntry


@dataclass(frozen=True)
class MemberCard:
    """``level`` as in identity; below verified nothing but ``active`` is filled in. Masked until ``opened``."""

    level: int
    member_id: str | None = None
    opened: bool = False
    nik: str | None = None
    active: bool | None = None
    name: str | None = None
    card_number: str | None = None
    phone: str | None = None
    segment: str | None = None
    contribution_class: int | None = None
    fktp: str | None = None
    city: str | None = None
    arrears_months: int = 0


@dataclass(frozen=True)
class Helping:
    """A helper who acts for somebody else in this conversation: the card below is the helper's own."""

    member: str
    helper: str
    kind: str


def read_helping(session: Session, agent: Agent, conversation_id: UUID, *, now: datetime) -> Helping | None:
    """Who is helped by whom at this moment; the look is in the audit log."""
    found = acting(session, conversation_id, now)
    if found is None or found.over:
        return None
    permission = found.permission
    record_look(session, agent, conversation_id, permission.member_id, what="member.helped", now=now)
    return Helping(permission.member.name, permission.helper_name, permission.kind)


def read_member(session: Session, agent: Agent, conversation_id: UUID, *, now: datetime) -> MemberCard:
    """The member behind a conversation, as far as they have shown who they are; the look is in the audit log."""
    viewer = known_to_agents(session, conversation_id, now=now)
    member = repository.by_id(session, viewer.member_id) if viewer.member_id else None
    if member is None:
        return MemberCard(0)
    record_look(session, agent, conversation_id, member.id, what="member.card", now=now)
    if viewer.level < VERIFIED:
        return MemberCard(viewer.level, active=member.active)
    opened = is_open(session, agent, conversation_id, member.id, now=now)
    shown = str if opened else mask_value
    return MemberCard(
        level=viewer.level,
        member_id=member.id,
        opened=opened,
        nik=shown(member.nik),
        active=member.active,
        name=member.name,
        card_number=shown(member.card_number),
        phone=shown(member.phone) if member.phone else None,
        segment=member.segment,
        contribution_class=member.contribution_class,
        fktp=member.fktp_name,
        city=member.city,
        arrears_months=member.arrears_months,
    )


def record_look(
    session: Session, agent: Agent, conversation_id: UUID, member_id: str, *, what: str, now: datetime
) -> None:
    """Notes that an agent looks at data of a member, once for as long as the page is open and fetches it anew."""
    seen = select(AuditEntry.id).where(
        AuditEntry.conversation_id == conversation_id,
        AuditEntry.member_id == member_id,
        AuditEntry.actor_id == str(agent.id),
        AuditEntry.what == what,
        AuditEntry.at > now - ONE_LOOK,
    )
    if session.scalar(seen.limit(1)) is None:
        access = Access.agent(agent.id, conversation_id, "handover")
        record_access(session, access, member_id=member_id, what=what, now=now)
