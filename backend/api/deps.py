"""What request handlers depend on."""

import hmac
from collections.abc import AsyncIterator, Callable, Coroutine
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Annotated, Any
from uuid import UUID

from anyio import CancelScope, CapacityLimiter, Semaphore, to_thread
from anyio.lowlevel import RunVar
from fastapi import Depends, Header, Request
from sqlalchemy.orm import Session

from backend import clock
from backend.conversations.models import Conversation
from backend.db import get_engine, session_scope
from backend.errors import Forbidden, NotFound, ServiceError
from backend.helpers import acting as helping
from backend.helpers.scope import may_call
from backend.identity.service import viewer_of
from backend.identity.viewer import Viewer as IdentityViewer
from backend.reference.calendar import today_in_jakarta
from backend.settings import get_settings

_sessions: RunVar[Semaphore] = RunVar("database_sessions")


def _room() -> Semaphore:
    """Room for as many requests as may hold a connection between their steps.

    A request keeps its connection while it waits for a thread, and a thread may wait for a connection; without this, a
    burst of requests has all of both and stands still until the pool gives up. Some connections stay free for what
    takes and gives one back within a single step.
    """
    try:
        return _sessions.get()
    except LookupError:
        room = Semaphore(max(1, get_settings().web_db_pool * 3 // 2))
        _sessions.set(room)
        return room


async def database_session() -> AsyncIterator[Session]:
    """One transaction a request: committed before the answer leaves, rolled back on any error.

    A new session has no connection yet and needs no thread; only its end does, where the route has not seen to it.
    """
    async with _room():
        session = Session(get_engine(), expire_on_commit=False)
        try:
            yield session
        except BaseException:
            await _to_the_end(session.close)  # which rolls back
            raise
        if session.in_transaction():
            await _to_the_end(partial(_commit, session))
        else:
            session.close()


async def _to_the_end(step: Callable[[], None]) -> None:
    """Runs in a thread of its own, whoever waits for one and whatever is cancelled, so that connections come back."""
    with CancelScope(shield=True):
        await to_thread.run_sync(step, limiter=CapacityLimiter(1))


def _commit(session: Session) -> None:
    with session:
        session.commit()


async def current_time() -> datetime:
    """The request's one "now"."""
    return clock.now()


Db = Annotated[Session, Depends(database_session, scope="function")]
Now = Annotated[datetime, Depends(current_time)]
IdempotencyKey = Annotated[str | None, Header(max_length=200)]


async def internal_only(x_internal_secret: Annotated[str, Header()] = "") -> None:
    """Lets only our own processes in; compared in constant time."""
    if not hmac.compare_digest(x_internal_secret.encode(), get_settings().internal_secret.encode()):
        raise Forbidden("internal_only")


@dataclass(frozen=True)
class CallerInfo:
    """The conversation on whose behalf an action calls; ``key`` names the call where it may come twice (``once``)."""

    conversation_id: UUID
    channel: str
    locale: str
    key: str | None = None


def calling_conversation(
    session: Db, x_conversation_id: Annotated[UUID, Header()], idempotency_key: IdempotencyKey = None
) -> CallerInfo:
    """The conversation named by the header.

    Raises:
        NotFound: ``conversation_not_found``.
    """
    found = session.get(Conversation, x_conversation_id)
    if found is None:
        raise NotFound("conversation_not_found")
    return CallerInfo(found.id, found.channel, found.locale, idempotency_key)


Caller = Annotated[CallerInfo, Depends(calling_conversation)]


async def asking_conversation(x_conversation_id: Annotated[UUID | None, Header()] = None) -> UUID | None:
    """The conversation named by the header, for public calls that need none."""
    return x_conversation_id


Asking = Annotated[UUID | None, Depends(asking_conversation)]


def current_viewer(request: Request, session: Db, caller: Caller, now: Now) -> IdentityViewer:
    """Who the conversation has shown itself to be, at this moment; or the member for whom a helper acts in it.

    Raises:
        ServiceError: 403 ``helper_over_<why>``: the helper's permission or their session is over, which is said once;
            403 ``helper_not_allowed``: it does not cover this call.
    """
    own = viewer_of(session, caller.conversation_id, now=now)
    found = helping.acting(session, caller.conversation_id, now)
    if found is None:
        return own
    viewer = found.viewer
    if found.over:
        _end_helping(caller.conversation_id, now)
        raise ServiceError(f"helper_over_{found.over}", 403, **who(viewer))
    helping.touch(session, caller.conversation_id, now)
    call = f"{request.method} {request.url.path.removeprefix('/service/v1')}"
    if not may_call(found.permission.kind, call, today_in_jakarta(now)):
        raise ServiceError("helper_not_allowed", 403, **who(viewer))
    return viewer


def _end_helping(conversation_id: UUID, now: datetime) -> None:
    """In a transaction of its own: the refusal that follows undoes the request's."""
    with session_scope() as session:
        helping.end(session, conversation_id, now)


def who(viewer: IdentityViewer) -> dict[str, str]:
    """How a helper's member is called, for a refusal."""
    return {"sex": viewer.helper.sex, "name": viewer.helper.name} if viewer.helper else {}


Viewer = Annotated[IdentityViewer, Depends(current_viewer)]


def require_level(level: int) -> Callable[[IdentityViewer], Coroutine[Any, Any, IdentityViewer]]:
    """A dependency that refuses callers below an identity level (design: 1 identified, 2 verified) with 401."""

    async def check(viewer: Viewer) -> IdentityViewer:
        if viewer.level < level:
            raise ServiceError("verification_required", 401, level=level)
        return viewer

    return check


Verified = Annotated[IdentityViewer, Depends(require_level(2))]
