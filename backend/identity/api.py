"""Service API of identity."""

from fastapi import Response

from backend.api.deps import Caller, Db, Now, Viewer
from backend.api.routes import TopicRouter
from backend.identity import identification, service, verification
from backend.identity.schemas import IdentifyIn, IdentifyOut, VerificationIn, VerificationOut, ViewerOut

router = TopicRouter(prefix="/service/v1/identity", tags=["identity"])


@router.post("/verification", status_code=201)
def start_verification(session: Db, caller: Caller, now: Now, wish: VerificationIn | None = None) -> VerificationOut:
    """A one-time link to the verification page for this conversation."""
    return_url = wish.return_url if wish else None
    link = verification.start_verification(
        session, caller.conversation_id, now, locale=caller.locale, return_url=return_url
    )
    return VerificationOut(url=link.url, expires_at=link.expires_at)


@router.get("/viewer")
def who(viewer: Viewer) -> ViewerOut:
    """Who this conversation is."""
    return ViewerOut(level=viewer.level, member_id=viewer.member_id)


@router.post("/identify")
def identify(session: Db, caller: Caller, now: Now, typed: IdentifyIn) -> IdentifyOut:
    """Identifies the conversation by number and date of birth (level 1); wrong pairs are counted."""
    found = identification.identify(session, caller.conversation_id, typed.number, typed.birth_date, now)
    return IdentifyOut(outcome=found.outcome, active=found.active, details=dict(found.details))


@router.delete("/session", status_code=204)
def end_session(session: Db, caller: Caller) -> Response:
    """Forgets who this conversation is."""
    service.end_session(session, caller.conversation_id)
    return Response(status_code=204)
