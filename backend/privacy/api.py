"""Service API of a member's rights over their data. All of it is about the verified member, never about another."""

from backend.api.deps import Caller, Db, IdempotencyKey, Now, Verified
from backend.api.once import once
from backend.api.routes import TopicRouter
from backend.membership.authority import verified_member
from backend.privacy import erasure, subject_requests
from backend.privacy.audit import Access
from backend.privacy.links import MY_DATA
from backend.privacy.overview import overview as overview_of
from backend.privacy.overview import subject_of
from backend.privacy.schemas import CopyOut, ForgottenOut, OverviewOut, RequestIn, RequestOut

router = TopicRouter(prefix="/service/v1/privacy", tags=["privacy"])


@router.get("/overview")
def overview(session: Db, caller: Caller, viewer: Verified, now: Now) -> OverviewOut:
    """What we hold, who looked, where it went."""
    access = Access.bot(caller.conversation_id, "my_data")
    return OverviewOut.of(overview_of(session, viewer, access=access, now=now))


@router.post("/copy", status_code=201)
def copy(session: Db, caller: Caller, viewer: Verified, now: Now, idempotency_key: IdempotencyKey = None) -> CopyOut:
    """The link to the machine-readable and the printed copy."""
    member, access = verified_member(session, viewer), Access.bot(caller.conversation_id, "my_data")
    noted = subject_requests.note(session, member, "access", access=access, now=now, outcome={}, key=idempotency_key)
    link = MY_DATA.make(caller.conversation_id, member.id, now)
    return CopyOut(url=link.url, expires_at=link.expires_at, number=noted.number)


@router.post("/erase")
def erase(
    session: Db, caller: Caller, viewer: Verified, now: Now, idempotency_key: IdempotencyKey = None
) -> RequestOut:
    """Erases at once what rests on consent, and the words of this conversation."""
    member, access = verified_member(session, viewer), Access.bot(caller.conversation_id, "my_data")
    gone = erasure.erase(session, subject_of(session, viewer, caller.conversation_id), now=now)
    noted = subject_requests.note(session, member, "erase", access=access, now=now, outcome=gone, key=idempotency_key)
    return RequestOut.of(noted)


@router.post("/withdraw")
def withdraw(
    session: Db, caller: Caller, viewer: Verified, now: Now, idempotency_key: IdempotencyKey = None
) -> RequestOut:
    """Ends all that runs by consent; the words of the conversation stay."""
    member, access = verified_member(session, viewer), Access.bot(caller.conversation_id, "my_data")
    gone = erasure.end_consent(session, subject_of(session, viewer, caller.conversation_id))
    noted = subject_requests.note(
        session, member, "withdraw", access=access, now=now, outcome=gone, key=idempotency_key
    )
    return RequestOut.of(noted)


@router.post("/forget-conversation")
@once
def forget_conversation(session: Db, caller: Caller, now: Now) -> ForgottenOut:
    """Erases the words of this conversation; whoever holds it may, without saying who they are."""
    return ForgottenOut(messages=erasure.forget_conversation(session, caller.conversation_id, now=now))


@router.post("/requests", status_code=201)
def ask(
    *, body: RequestIn, session: Db, caller: Caller, viewer: Verified, now: Now, idempotency_key: IdempotencyKey = None
) -> RequestOut:
    """Asks the privacy officer, who has 72 hours."""
    member, access = verified_member(session, viewer), Access.bot(caller.conversation_id, "my_data")
    noted = subject_requests.note(
        session, member, body.kind, access=access, now=now, words=body.words, key=idempotency_key
    )
    return RequestOut.of(noted)


@router.get("/requests")
def requests(session: Db, caller: Caller, viewer: Verified, now: Now) -> list[RequestOut]:
    """The member's own requests, newest first."""
    member, access = verified_member(session, viewer), Access.bot(caller.conversation_id, "my_data")
    found = subject_requests.requests_of(session, member.id, access=access, now=now)
    return [RequestOut.of(request) for request in found]
