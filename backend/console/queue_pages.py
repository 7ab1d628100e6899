"""The first page of the console: who waits, what is mine, all that is open."""

from typing import Any
from uuid import UUID

from fastapi import Response

from backend.console.auth import Anyone, LoggedIn, Visit
from backend.console.queue_view import Tab, read_queue, tabs_of
from backend.console.routing import console_router
from backend.conversations.events import latest_position
from backend.errors import Forbidden
from backend.sla.clocks import pressing

router = console_router()


def queue_values(visit: Visit, tab: Tab, opened: UUID | None) -> dict[str, Any]:
    """What the queue's template needs.

    Args:
        tab: which part of the queue.
        opened: the conversation that is open beside it.

    Raises:
        Forbidden: ``supervisors_only``: the tab is not this agent's.
    """
    tabs = tabs_of(visit.agent)
    if tab not in tabs:
        raise Forbidden("supervisors_only")
    queue = read_queue(visit.session, visit.agent, tab, now=visit.now)
    late = pressing(visit.session, (item.number for item in queue.items if item.number))
    return {"queue": queue, "tabs": tabs, "opened": opened, "pressing": late}


@router.get("/")
def queue_page(visit: LoggedIn, tab: Tab = "waiting", gone: bool = False) -> Response:
    """The queue, alone; ``gone``: the conversation that was open has been taken or left by its member."""
    position = latest_position(visit.session)  # first, so that nothing falls between what is shown and what is streamed
    return visit.page("queue_page.html", position=position, gone=gone, **queue_values(visit, tab, None))


@router.get("/queue")
def queue_part(visit: LoggedIn, tab: Tab = "waiting", opened: UUID | None = None) -> Response:
    """The queue as a part of an open page."""
    return visit.page("queue.html", **queue_values(visit, tab, opened))


@router.get("/header")
def header_part(visit: Anyone) -> Response:
    """The top line: who I am and whether I am there."""
    return visit.page("header.html")
