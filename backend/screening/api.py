"""Service API of the health screening (level 2: health data)."""

from typing import Annotated

from fastapi import Depends, Query

from backend.api.deps import Caller, Db, Now, Verified
from backend.api.routes import TopicRouter
from backend.privacy.audit import Access
from backend.screening import service
from backend.screening.schemas import AnswerIn, ProgressOut, ScreeningOut
from backend.screening.service import Asked

router = TopicRouter(prefix="/service/v1/screening", tags=["screening"])


def _asked(
    caller: Caller, viewer: Verified, now: Now, member: Annotated[str | None, Query(max_length=36)] = None
) -> Asked:
    return Asked(viewer, member, Access.bot(caller.conversation_id, "health_screening"), now)


About = Annotated[Asked, Depends(_asked)]


@router.get("")
def overview(session: Db, asked: About) -> ScreeningOut:
    """What is open, what came of the last one, and when the next may be filled in."""
    return ScreeningOut.of(service.overview(session, asked))


@router.post("")
def begin(session: Db, asked: About) -> ProgressOut:
    """Begins (the member has agreed), or goes on."""
    return ProgressOut.of(service.begin(session, asked))


@router.delete("", status_code=204)
def discard(session: Db, asked: About) -> None:
    """Throws away what is half-filled."""
    service.discard(session, asked)


@router.put("/answers")
def answer(session: Db, asked: About, given: AnswerIn) -> ProgressOut:
    """Takes an answer; gives the next question."""
    return ProgressOut.of(service.answer(session, asked, given.question, given.value))


@router.get("/before/{name}")
def before(session: Db, asked: About, name: str) -> ProgressOut:
    """The question before the named one."""
    return ProgressOut.of(service.back(session, asked, name))
