"""The hours in which a facility takes consultations, set by its doctors."""

from datetime import time
from typing import Annotated
from uuid import UUID

from fastapi import Form, Response
from fastapi.responses import RedirectResponse

from backend.console.auth import ConsultingSigned
from backend.console.routing import console_router
from backend.teleconsultation import hours

router = console_router()
_SAVED = "/console/consultations?said=hours_saved"


@router.post("/consultations/hours")
def add(
    visit: ConsultingSigned,
    weekday: Annotated[int, Form(ge=1, le=7)],
    starts: Annotated[time, Form()],
    ends: Annotated[time, Form()],
    minutes: Annotated[int, Form()],
) -> Response:
    """Adds hours of a weekday."""
    span = {"starts": starts.replace(tzinfo=None), "ends": ends.replace(tzinfo=None)}
    hours.add_hours(visit.session, visit.agent, weekday=weekday, minutes=minutes, **span, now=visit.now)
    return RedirectResponse(_SAVED, 303)


@router.post("/consultations/hours/{hours_id}/remove")
def remove(visit: ConsultingSigned, hours_id: UUID) -> Response:
    """Takes hours away; what is booked stays."""
    hours.remove_hours(visit.session, visit.agent, hours_id, now=visit.now)
    return RedirectResponse(_SAVED, 303)
