"""Handover as the bot's actions see it: always about the calling conversation, never another."""

from dataclasses import asdict

from fastapi import status

from backend.api.deps import Caller, Db, Now
from backend.api.once import once
from backend.api.routes import TopicRouter
from backend.handover import service
from backend.handover.identity_events import VerificationHandover
from backend.handover.schemas import HandoverRequest, HandoverState, LeaveResult, Rating
from backend.handover.tickets import HandoverTicket
from backend.identity.events import subscribe

router = TopicRouter(prefix="/service/v1/handover", tags=["handover"])
subscribe(VerificationHandover())


def _state(ticket: HandoverTicket | None) -> HandoverState:
    return HandoverState.model_validate(asdict(ticket)) if ticket else HandoverState(state="none")


@router.post("")
def request(session: Db, caller: Caller, now: Now, body: HandoverRequest) -> HandoverState:
    """Puts the conversation in the waiting line; asking again returns the same ticket."""
    asked = body.model_dump(exclude={"ticket", "context"})
    context = body.context | ({"ticket_number": body.ticket} if body.ticket else {})
    return _state(service.request(session, caller.conversation_id, context=context, now=now, **asked))


@router.get("")
def read(session: Db, caller: Caller, now: Now) -> HandoverState:
    """Where the conversation stands."""
    return _state(service.current(session, caller.conversation_id, now=now))


@router.post("/leave")
@once
def leave(session: Db, caller: Caller, now: Now) -> LeaveResult:
    """Takes the waiting member back to the bot."""
    return LeaveResult(left=service.member_leaves(session, caller.conversation_id, now=now))


@router.post("/rating", status_code=status.HTTP_204_NO_CONTENT)
def rate(session: Db, caller: Caller, now: Now, body: Rating) -> None:
    """Keeps the mark that the member gives the agent."""
    service.rate(session, caller.conversation_id, body.rating, now=now)
