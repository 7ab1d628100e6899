"""Passing a conversation on, and what is noted on it."""

from typing import Annotated
from uuid import UUID

from fastapi import Form, Response

from backend.console.actions import EVERYTHING, conversation_url, visible
from backend.console.auth import Signed
from backend.console.routing import HOME, console_router
from backend.errors import ServiceError
from backend.handover import marks, passing
from backend.handover.models import Priority
from backend.handover.opening import open_card

router = console_router()
_KINDS = ("agent", "team")


@router.post("/handovers/{handover_id}/transfer")
def transfer(
    visit: Signed,
    handover_id: UUID,
    to: Annotated[str, Form(max_length=60)] = "",
    note: Annotated[str, Form(max_length=20_000)] = "",
) -> Response:
    """Passes a conversation on; ``to`` is ``agent:<id>`` or ``team:<id>``.

    Raises:
        ServiceError: ``invalid_form``, and what ``passing`` refuses.
    """
    visible(visit, handover_id)
    kind, _, target = to.partition(":")
    try:
        target_id = UUID(target)
    except ValueError:
        raise ServiceError("invalid_form", 422) from None
    if kind not in _KINDS:
        raise ServiceError("invalid_form", 422)
    act = passing.to_agent if kind == "agent" else passing.to_team
    act(visit.session, handover_id, visit.agent, target_id, note, now=visit.now)
    return visit.done(HOME, *EVERYTHING)


@router.post("/handovers/{handover_id}/take-over")
def take_over(visit: Signed, handover_id: UUID) -> Response:
    """A supervisor goes on in an agent's place."""
    handover = visible(visit, handover_id)
    passing.take_over(visit.session, handover_id, visit.agent, visit.now)
    return visit.done(conversation_url(handover.conversation_id), *EVERYTHING)


@router.post("/handovers/{handover_id}/marks")
def set_marks(
    visit: Signed,
    handover_id: UUID,
    priority: Annotated[Priority, Form()],
    labels: Annotated[str, Form(max_length=400)] = "",
) -> Response:
    """Sets priority and labels."""
    handover = visible(visit, handover_id)
    marks.set_priority(visit.session, handover_id, visit.agent, priority, visit.now)
    marks.set_labels(visit.session, handover_id, visit.agent, labels, visit.now)
    return visit.done(conversation_url(handover.conversation_id), "state-changed", "queue-changed")


@router.post("/handovers/{handover_id}/snooze")
def snooze(visit: Signed, handover_id: UUID, minutes: Annotated[int, Form()]) -> Response:
    """Puts a conversation aside for some minutes; 0 brings it back."""
    handover = visible(visit, handover_id)
    marks.snooze(visit.session, handover_id, visit.agent, minutes, visit.now)
    return visit.done(conversation_url(handover.conversation_id), "state-changed", "queue-changed")


@router.post("/conversations/{conversation_id}/open-member")
def open_member(visit: Signed, conversation_id: UUID, reason: Annotated[str, Form(max_length=300)] = "") -> Response:
    """Opens the member's masked numbers to the agent, for the reason that they give."""
    open_card(visit.session, visit.agent, conversation_id, reason, visit.now)
    return visit.done(conversation_url(conversation_id), "state-changed")
