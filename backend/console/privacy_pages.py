"""The privacy officer's page: what members asked about their data, the nearest deadline first."""

from typing import Annotated
from uuid import UUID

from fastapi import Form, Response

from backend.console.auth import Guarding, GuardingSigned
from backend.console.routing import console_router
from backend.membership.models import Member
from backend.privacy.audit import Access, record_access
from backend.privacy.models import PrivacyRequest
from backend.privacy.subject_requests import WORDS_LENGTH, close, for_officer
from backend.privacy.telling import tell_closed

router = console_router()
PAGE = "/console/privacy"


@router.get("/privacy")
def privacy_page(visit: Guarding, finished: bool = False) -> Response:
    """What waits, or what is over. Reading members' words is in the access record."""
    found = for_officer(visit.session, finished=finished)
    access = Access("agent", "privacy_request", str(visit.agent.id))
    for request in found:
        if request.words:
            record_access(visit.session, access, member_id=request.member_id, what="privacy.words", now=visit.now)
    names = {request.id: _name(visit, request) for request in found}
    return visit.page("privacy.html", requests=found, names=names, finished=finished, most=WORDS_LENGTH)


def _name(visit: Guarding, request: PrivacyRequest) -> str:
    member = visit.session.get(Member, request.member_id)
    return member.name if member else ""


@router.post("/privacy/{request_id}")
def answer(
    visit: GuardingSigned,
    request_id: UUID,
    outcome: Annotated[str, Form(pattern="^(done|refused)$")],
    text: Annotated[str, Form(max_length=WORDS_LENGTH)] = "",
) -> Response:
    """Answers a request; the member is told in the conversation."""
    by = str(visit.agent.id)
    request = close(visit.session, request_id, done=outcome == "done", answer=text, by=by, now=visit.now)
    tell_closed(visit.session, request, now=visit.now)
    return visit.done(f"{PAGE}?finished=true")
