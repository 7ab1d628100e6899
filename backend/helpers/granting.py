"""How a permission comes about: the member's code, or a request that an agent decides."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from backend.conversations.events import emit
from backend.conversations.service import prompt_bot
from backend.errors import NotFound, ServiceError
from backend.helpers import acting
from backend.helpers.models import HelperPermission
from backend.helpers.scope import standing_life
from backend.helpers.settings import APPROVED_CHAT, LONGEST_REASON, ONE_CHAT
from backend.helpers.telling import tell_member
from backend.identity.events import subscribe
from backend.identity.helper_form import own_member
from backend.identity.hooks import AgentReason
from backend.identity.models import Verification
from backend.membership.models import Member
from backend.privacy.audit import Access, record_access
from backend.reference.calendar import today_in_jakarta
from backend.reference.service import number


def _new(session: Session, link: Verification, member: Member, method: str, now: datetime) -> HelperPermission:
    own = own_member(session, link, now)
    permission = HelperPermission(
        member=member,
        member_id=member.id,
        helper_name=link.helper_name or "",
        helper_member_id=own.id if own else None,
        conversation_id=link.conversation_id,
        kind=link.helper_kind or "companion",
        standing=link.standing and own is not None,
        method=method,
        created_at=now,
    )
    session.add(permission)
    return permission


def _life(permission: HelperPermission, now: datetime, one_chat: timedelta) -> timedelta:
    return standing_life(permission.kind, today_in_jakarta(now)) if permission.standing else one_chat


class Consent:
    """Reacts to codes that members gave to helpers, in their transaction."""

    def verified(self, session: Session, conversation_id: UUID, member: Member, now: datetime) -> None:
        """Who shows who they are acts for themselves from then on."""
        acting.end(session, conversation_id, now)

    def agreed(self, session: Session, verification: Verification, member: Member, now: datetime) -> None:
        """Writes the permission down, begins, tells the member, and lets the bot go on; nobody acts for the dead."""
        conversation_id = verification.conversation_id
        if member.status_reason == "deceased":
            prompt_bot(session, conversation_id, '/helping{"value": "deceased"}', now=now)
            return
        permission = _new(session, verification, member, "code", now)
        permission.state, permission.expires_at = "active", now + _life(permission, now, ONE_CHAT)
        session.flush()
        use(session, permission, conversation_id, now)
        prompt_bot(session, conversation_id, '/helping{"value": "begun"}', now=now)

    def needs_agent(self, session: Session, conversation_id: UUID, reason: AgentReason, now: datetime) -> None:
        """Nothing here: helpers ask by ``ask_agent``."""


subscribe(Consent())


def use(session: Session, permission: HelperPermission, conversation_id: UUID, now: datetime) -> None:
    """Begins to act with a permission that counts; the member is told at its first use."""
    acting.begin(session, conversation_id, permission, now)
    access = Access.bot(conversation_id, "helping")
    record_access(session, access, member_id=permission.member_id, what="helper.begun", now=now)
    if permission.used_at is None:
        permission.used_at = now
        tell_member(session, permission, now=now)


def ask_agent(
    session: Session, link: Verification, *, reason: str, attachments: Sequence[UUID], now: datetime
) -> HelperPermission | None:
    """Notes a request for an agent to decide; ends the link. Where nobody has the number nothing is noted, silently.

    Returns:
        The request; the one that waits already where the same helper asked for the same member in this conversation.
    """
    link.state = "agent"
    member = session.get(Member, link.member_id) if link.member_id else None
    if member is None:
        return None
    waiting = select(HelperPermission).where(
        HelperPermission.member_id == member.id,
        HelperPermission.conversation_id == link.conversation_id,
        HelperPermission.state == "requested",
    )
    request = session.scalars(waiting).first() or _new(session, link, member, "agent", now)
    request.state, request.reason = "requested", reason[:LONGEST_REASON]
    request.attachments = [str(one) for one in attachments]
    request.expires_at = now + timedelta(days=number("helpers.request_days", on=today_in_jakarta(now)))
    session.flush()
    emit(session, "request", conversation_id=link.conversation_id, now=now)
    return request


def waiting(session: Session, now: datetime, limit: int = 100) -> Sequence[HelperPermission]:
    """Requests that an agent has to decide, oldest first; those that lapsed are left out."""
    query = select(HelperPermission).where(HelperPermission.state == "requested", HelperPermission.expires_at > now)
    return session.scalars(query.order_by(HelperPermission.created_at).limit(limit)).all()


def decide(
    session: Session, permission_id: UUID, *, approve: bool, note: str, agent_id: str, now: datetime
) -> HelperPermission:
    """An agent's decision after looking at reason and proof; the helper is told in their conversation.

    Raises:
        NotFound: ``permission_not_found``.
        ServiceError: ``request_over`` (409): decided or lapsed; ``message_required`` (422): a decision needs what it
            rests on; ``member_deceased`` (409): nobody acts for the dead, heirs report the death.
    """
    request = session.get(HelperPermission, permission_id, with_for_update=True, populate_existing=True)
    if request is None:
        raise NotFound("permission_not_found")
    if request.state != "requested" or request.expires_at <= now:
        raise ServiceError("request_over")
    if not note.strip():
        raise ServiceError("message_required", 422)
    if approve and request.member.status_reason == "deceased":
        raise ServiceError("member_deceased")
    request.state = "active" if approve else "refused"
    request.note, request.decided_by, request.decided_at = note.strip()[:LONGEST_REASON], agent_id, now
    if approve:
        request.expires_at = now + _life(request, now, APPROVED_CHAT)
    access = Access.agent(agent_id, request.conversation_id, "helper_request")
    record_access(session, access, member_id=request.member_id, what=f"helper.{request.state}", now=now)
    emit(session, "request", conversation_id=request.conversation_id, now=now)
    if request.conversation_id:
        prompt_bot(session, request.conversation_id, f'/helping{{"value": "decided", "code": "{request.id}"}}', now=now)
    return request
