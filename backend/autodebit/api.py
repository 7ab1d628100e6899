"""Service API of autodebit."""

from pydantic import BaseModel, Field

from backend.api.deps import Caller, Db, Now, Verified
from backend.api.once import once
from backend.api.routes import TopicRouter
from backend.autodebit import service
from backend.autodebit.service import AutodebitView, ConsentView, MandateView
from backend.privacy.audit import Access

router = TopicRouter(prefix="/service/v1/autodebit", tags=["autodebit"])


class StartIn(BaseModel):
    """The chosen bank and day of the month."""

    bank: str = Field(max_length=32)
    run_day: int


@router.get("")
def overview(session: Db, caller: Caller, viewer: Verified, now: Now) -> AutodebitView:
    """The family's autodebit, and what can be chosen."""
    return service.overview(session, viewer, access=Access.bot(caller.conversation_id, "autodebit"), now=now)


@router.post("", status_code=201)
def start(body: StartIn, session: Db, caller: Caller, viewer: Verified, now: Now) -> ConsentView:
    """Starts or changes it: gives the link to the bank's page."""
    access, conversation = Access.bot(caller.conversation_id, "autodebit"), caller.conversation_id
    return service.start(session, viewer, body.bank, body.run_day, conversation_id=conversation, access=access, now=now)


@router.post("/stop")
@once
def stop(session: Db, caller: Caller, viewer: Verified, now: Now) -> MandateView:
    """Stops it."""
    return service.stop(session, viewer, access=Access.bot(caller.conversation_id, "autodebit"), now=now)
