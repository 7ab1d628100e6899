"""Changes and registrations that wait for a look at their documents: the list, one of them, the decision."""

import json
from typing import Annotated, Any, Literal
from uuid import UUID

from fastapi import Form, Response
from sqlalchemy import select

from backend.attachments.models import Attachment
from backend.console.auth import LoggedIn, Signed, Visit
from backend.console.routing import HOME, console_router
from backend.console.served_files import served_of
from backend.conversations.events import latest_position
from backend.errors import NotFound
from backend.helpers import granting
from backend.membership import review as change_review
from backend.membership.models import MemberChange
from backend.privacy.audit import Access, record_access
from backend.registration import review
from backend.registration.models import Registration
from backend.registration.schemas import shown

router = console_router()
_PAGE = f"{HOME}requests"
_REGISTRATION = "DFT-"
Note = Annotated[str, Form(max_length=500)]


@router.get("/requests")
def requests_page(visit: LoggedIn) -> Response:
    """What waits, oldest first."""
    position = latest_position(visit.session)
    rows = [_row(one) for one in change_review.in_review(visit.session)]
    rows += [_row(one) for one in review.waiting(visit.session)]
    helpers = len(granting.waiting(visit.session, visit.now))
    rows = sorted(rows, key=lambda row: row["since"])
    return visit.page("requests.html", position=position, rows=rows, helpers=helpers)


def _row(one: MemberChange | Registration) -> dict[str, Any]:
    registration = isinstance(one, Registration)
    since = one.updated_at if isinstance(one, Registration) else one.created_at
    files = len(one.attachments)
    kind = f"registration_{one.kind}" if registration else one.kind
    return {"receipt": one.receipt, "kind": kind, "since": since, "files": files}


def _found(visit: Visit, receipt: str) -> MemberChange | Registration:
    if receipt.startswith(_REGISTRATION):
        return review.found(visit.session, receipt, agent_id=str(visit.agent.id), now=visit.now)
    change = visit.session.scalars(select(MemberChange).where(MemberChange.receipt == receipt)).one_or_none()
    if change is None:
        raise NotFound("change_not_found")
    access = Access.agent(visit.agent.id, change.conversation_id, "change")
    record_access(visit.session, access, member_id=change.member_id, what=f"member.change.{change.kind}", now=visit.now)
    return change


def _facts(one: MemberChange | Registration) -> dict[str, Any]:
    """What is asked for, numbers masked: documents show the rest."""
    told = shown(json.loads(one.data)) if isinstance(one, Registration) else {**one.shown, "reason": one.reason}
    return {key: ", ".join(value) if isinstance(value, list) else value for key, value in told.items() if value}


@router.get("/requests/{receipt}")
def request_page(visit: LoggedIn, receipt: str) -> Response:
    """One request with its documents and the decision."""
    one = _found(visit, receipt)
    ids = [UUID(item) for item in one.attachments]
    files = list(visit.session.scalars(select(Attachment).where(Attachment.id.in_(ids))))
    waits = one.state in ("in_review", "submitted")
    return visit.page("request.html", row=_row(one), facts=_facts(one), files=files, waits=waits, one=one)


@router.get("/requests/{receipt}/files/{attachment_id}")
def document(visit: LoggedIn, receipt: str, attachment_id: UUID) -> Response:
    """A document of a request; pictures open in place, anything else is saved.

    Raises:
        NotFound: ``unknown_attachment``: not one of this request.
    """
    return served_of(visit.session, attachment_id, _found(visit, receipt).attachments)


@router.post("/requests/{receipt}")
def decide(
    visit: Signed,
    receipt: str,
    decision: Annotated[Literal["approve", "documents", "refuse"], Form()],
    note: Note = "",
) -> Response:
    """Approves, asks for other documents, or refuses; the member is told in their conversation."""
    agent, reason = str(visit.agent.id), note.strip() or None
    if not receipt.startswith(_REGISTRATION):
        approve = decision == "approve"
        change_review.decide(visit.session, receipt, approve=approve, note=reason, agent_id=agent, now=visit.now)
    elif decision == "approve":
        review.approve(visit.session, receipt, agent_id=agent, now=visit.now)
    else:
        final = decision == "refuse"
        review.send_back(visit.session, receipt, note=reason, agent_id=agent, final=final, now=visit.now)
    return visit.done(_PAGE)
