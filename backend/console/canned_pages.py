"""Canned texts: the agent's own, and for supervisors and admins the shared ones."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import Form, Response

from backend.console.auth import LoggedIn, Signed
from backend.console.queue_pages import queue_values
from backend.console.routing import HOME, console_router
from backend.conversations.events import latest_position
from backend.handover import canned

router = console_router()
_PAGE = f"{HOME}canned"


@router.get("/canned")
def canned_page(visit: LoggedIn) -> Response:
    """All that the agent can choose from, with forms to change what is theirs to change."""
    texts = canned.texts_of(visit.session, visit.agent)
    may_share = visit.agent.role in ("supervisor", "admin")
    values: dict[str, Any] = {"texts": texts, "may_share": may_share, "variables": canned.VARIABLES}
    position = latest_position(visit.session)
    return visit.page("canned.html", position=position, **values, **queue_values(visit, "mine", None))


@router.post("/canned")
def save_canned(
    visit: Signed,
    code: Annotated[str, Form(max_length=64)] = "",
    text: Annotated[str, Form(max_length=20_000)] = "",
    shared: Annotated[bool, Form()] = False,
) -> Response:
    """Adds a text, or replaces the one of the same code."""
    canned.save(visit.session, visit.agent, code, text, shared=shared, now=visit.now)
    return visit.done(_PAGE, "canned-changed")


@router.post("/canned/{canned_id}/delete")
def delete_canned(visit: Signed, canned_id: UUID) -> Response:
    """Deletes a text."""
    canned.remove(visit.session, visit.agent, canned_id)
    return visit.done(_PAGE, "canned-changed")
