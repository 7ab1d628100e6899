"""The search page and the searches that an agent keeps. What is looked for stands in no address: it may be a number."""

from typing import Annotated, Any, Literal
from uuid import UUID

from fastapi import Depends, Form, Response
from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert

from backend.console.auth import LoggedIn, Signed, Visit
from backend.console.limits import SEARCHES_PER_WINDOW
from backend.console.queue_pages import queue_values
from backend.console.routing import HOME, by_htmx, console_router
from backend.console.search import State, Wanted, search
from backend.conversations.events import latest_position
from backend.errors import NotFound, ServiceError
from backend.handover.marks import used_labels
from backend.handover.models import Priority, SavedView
from backend.ids import uuid7
from backend.limits import Limiter
from backend.privacy.identifiers import find

router = console_router()
_PAGE = f"{HOME}search"
MOST_VIEWS = 20


def wanted_form(
    *,
    q: Annotated[str, Form(max_length=200)] = "",
    state: Annotated[State | Literal[""], Form()] = "",
    priority: Annotated[Priority | Literal[""], Form()] = "",
    topic: Annotated[str, Form(max_length=32)] = "",
    label: Annotated[str, Form(max_length=32)] = "",
    channel: Annotated[str, Form(max_length=16)] = "",
    mine: Annotated[bool, Form()] = False,
) -> Wanted:
    """The fields of the search form."""
    return Wanted(q=q, state=state, priority=priority, topic=topic, label=label, channel=channel, mine=mine)


WantedForm = Annotated[Wanted, Depends(wanted_form)]


def _limiter(visit: Visit) -> Limiter:
    """The counter of this web process."""
    state = visit.request.app.state
    if not hasattr(state, "console_searches"):
        state.console_searches = Limiter(SEARCHES_PER_WINDOW)
    limiter: Limiter = state.console_searches
    return limiter


def _views(visit: Visit) -> list[SavedView]:
    query = select(SavedView).where(SavedView.agent_id == visit.agent.id).order_by(SavedView.name)
    return list(visit.session.scalars(query))


def _page(visit: Visit, wanted: Wanted, template: str = "search.html") -> Response:
    position = latest_position(visit.session)
    hits = search(visit.session, visit.agent, wanted, now=visit.now)
    values: dict[str, Any] = {
        "wanted": wanted,
        "hits": hits,
        "views": _views(visit),
        "labels": used_labels(visit.session),
    }
    return visit.page(template, position=position, **values, **queue_values(visit, "waiting", None))


@router.get("/search")
def search_page(visit: LoggedIn, view: UUID | None = None) -> Response:
    """The form, empty or with a kept search.

    Raises:
        NotFound: ``view_not_found``.
    """
    if view is None:
        return _page(visit, Wanted())
    kept = visit.session.get(SavedView, view)
    if kept is None or kept.agent_id != visit.agent.id:
        raise NotFound("view_not_found")
    return _page(visit, Wanted.model_validate(kept.query))


@router.post("/search")
def find_conversations(visit: Signed, wanted: WantedForm) -> Response:
    """What was found.

    Raises:
        ServiceError: ``too_many_searches`` (429).
    """
    if wait := _limiter(visit).wait(str(visit.agent.id), visit.now):
        raise ServiceError("too_many_searches", 429, retry_after=wait)
    return _page(visit, wanted, "search_hits.html" if by_htmx(visit.request) else "search.html")


@router.post("/search/views")
def keep_view(visit: Signed, wanted: WantedForm, name: Annotated[str, Form(max_length=64)] = "") -> Response:
    """Keeps a search under a name; one of the same name is replaced.

    Raises:
        ServiceError: ``view_name_missing``, ``view_has_number`` (it would keep a member's number), ``too_many_views``.
    """
    name = name.strip()
    if not name:
        raise ServiceError("view_name_missing", 422)
    if find(wanted.q):
        raise ServiceError("view_has_number", 422)
    if len([kept for kept in _views(visit) if kept.name != name]) >= MOST_VIEWS:
        raise ServiceError("too_many_views", 409, limit=MOST_VIEWS)
    added = insert(SavedView).values(id=uuid7(), agent_id=visit.agent.id, name=name, query=wanted.model_dump())
    replaced = {"query": added.excluded.query}
    visit.session.execute(added.on_conflict_do_update(index_elements=["agent_id", "name"], set_=replaced))
    return visit.done(_PAGE, "views-changed")


@router.post("/search/views/{view_id}/delete")
def forget_view(visit: Signed, view_id: UUID) -> Response:
    """Forgets a kept search.

    Raises:
        NotFound: ``view_not_found``.
    """
    kept = visit.session.get(SavedView, view_id)
    if kept is None or kept.agent_id != visit.agent.id:
        raise NotFound("view_not_found")
    visit.session.delete(kept)
    return visit.done(_PAGE, "views-changed")
