"""Helpers of members without a phone: the request with reason and proof, the decision, and taking a permission back."""

from collections.abc import Sequence
from typing import Annotated, Literal
from uuid import UUID

from fastapi import Form, Response
from sqlalchemy import select

from backend.attachments.models import Attachment
from backend.console.auth import LoggedIn, Signed, Visit
from backend.console.routing import HOME, console_router
from backend.console.served_files import served_of
from backend.conversations.events import latest_position
from backend.errors import NotFound
from backend.helpers import granting, register
from backend.helpers.models import HelperPermission
from backend.helpers.settings import LONGEST_REASON
from backend.identity.consent import services_of
from backend.privacy.audit import Access, record_access
from backend.reference.calendar import today_in_jakarta

router = console_router()
_PAGE = f"{HOME}helpers"


@router.get("/helpers")
def helpers_page(visit: LoggedIn) -> Response:
    """What waits, oldest first, and the permissions that count."""
    position = latest_position(visit.session)
    waiting, running = granting.waiting(visit.session, visit.now), register.running(visit.session, visit.now)
    return visit.page("helpers.html", position=position, waiting=waiting, running=running)


def _found(visit: Visit, permission_id: UUID) -> HelperPermission:
    permission = visit.session.get(HelperPermission, permission_id)
    if permission is None:
        raise NotFound("permission_not_found")
    access = Access.agent(visit.agent.id, permission.conversation_id, "helper_request")
    record_access(visit.session, access, member_id=permission.member_id, what="helper.permission", now=visit.now)
    return permission


def _files(visit: Visit, permission: HelperPermission) -> Sequence[Attachment]:
    ids = [UUID(item) for item in permission.attachments]
    return visit.session.scalars(select(Attachment).where(Attachment.id.in_(ids))).all()


@router.get("/helpers/{permission_id}")
def helper_page(visit: LoggedIn, permission_id: UUID) -> Response:
    """One of them: who, for whom, why, what they would be allowed, and the proof."""
    one = _found(visit, permission_id)
    lapsed = one.expires_at <= visit.now
    state = "lapsed" if lapsed and one.state in ("requested", "active") else one.state
    services = services_of(one.kind, today_in_jakarta(visit.now))
    dead = one.member.status_reason == "deceased"
    files = _files(visit, one)
    return visit.page(
        "helper.html", one=one, state=state, services=services, files=files, dead=dead, most=LONGEST_REASON
    )


@router.get("/helpers/{permission_id}/files/{attachment_id}")
def proof(visit: LoggedIn, permission_id: UUID, attachment_id: UUID) -> Response:
    """A proof; pictures open in place, anything else is saved.

    Raises:
        NotFound: ``unknown_attachment``: not one of this request.
    """
    return served_of(visit.session, attachment_id, _found(visit, permission_id).attachments)


@router.post("/helpers/{permission_id}")
def decide(
    visit: Signed,
    permission_id: UUID,
    decision: Annotated[Literal["approve", "refuse", "revoke"], Form()],
    note: Annotated[str, Form(max_length=LONGEST_REASON)] = "",
) -> Response:
    """Approves or refuses a request, or takes a permission back for a member who asked for that by telephone."""
    agent = str(visit.agent.id)
    if decision == "revoke":
        register.revoke_for_member(visit.session, permission_id, note=note, agent_id=agent, now=visit.now)
    else:
        approve = decision == "approve"
        granting.decide(visit.session, permission_id, approve=approve, note=note, agent_id=agent, now=visit.now)
    return visit.done(_PAGE)
