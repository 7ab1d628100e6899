"""The privacy officer's page: what members asked about their data, the nearest deadline first."""

from typing import Annotated
from uuid import UUID

from fastapi import Form, Response

from backend.console.auth import Guarding, GuardingSigned
from backend.console.routing import console_router
from backend.conversations.events import latest_position
from backend.errors import NotFound
from backend.membership.models import Member
from backend.privacy.audit import Access, record_access
from backend.privacy.models import PrivacyRequest
from backend.privacy.subject_requests import WORDS_LENGTH, close, for_officer
from backend.privacy.telling import tell_closed

router = console_router()
PAGE = "/console/privacy"


@router.get("/privacy")
def privacy_page(visit: Guarding, finished: bool = False) -> Response:
    """What waits, or what is over: without whose it is and what they wrote, so that the list may keep itself fresh."""
    position = latest_position(visit.session)
    found = for_officer(visit.session, finished=finished)
    return visit.page("privacy.html", position=position, requests=found, finished=finished)


@router.get("/privacy/{request_id}")
def request_page(visit: Guarding, request_id: UUID) -> Response:
    """One request: who asks, in which words, and the answer. The look is in the access record.

    Raises:
        NotFound: ``privacy_request_not_found``.
    """
    found = visit.session.get(PrivacyRequest, request_id)
    if found is None:
        raise NotFound("privacy_request_not_found")
    access = Access("agent", "privacy_request", str(visit.agent.id))
    record_access(visit.session, access, member_id=found.member_id, what="privacy.words", now=visit.now)
    member = visit.session.get(Member, found.member_id)
    return visit.page("privacy_request.html", each=found, name=member.name if member else "", most=WORDS_LENGTH)


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
