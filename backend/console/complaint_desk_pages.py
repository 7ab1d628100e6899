"""Complaints as tickets: the list, one ticket with all that was done, and what an agent does with it."""

from typing import Annotated, Any, Literal
from uuid import UUID

from fastapi import Form, Query, Response
from fastapi.responses import RedirectResponse

from backend.complaints import agent_service, handling
from backend.complaints.access import number_of
from backend.complaints.catalogue import categories
from backend.complaints.handling import Owner, Worker
from backend.complaints.letter import letter
from backend.complaints.lifecycle import Status
from backend.complaints.texts import MESSAGE_LIMIT
from backend.console.auth import LoggedIn, Signed, Visit
from backend.console.complaint_desk_view import Wanted, read_desk
from backend.console.routing import console_router
from backend.conversations.events import latest_position
from backend.errors import ServiceError
from backend.handover.accounts import workers
from backend.privacy.audit import Access, record_access

router = console_router()
DESK = "/console/complaints"
_LEAST_REASON = 5
Text = Annotated[str, Form(max_length=20_000)]
Show = Literal["open", "mine", "overdue", "new", "waiting", "done"]


def _access(visit: Visit) -> Access:
    return Access.agent(visit.agent.id, None, "complaint")


def _me(visit: Visit) -> Worker:
    return Worker(visit.agent.id, visit.agent.name)


def _back(ticket: str, said: str = "saved") -> Response:
    return RedirectResponse(f"{DESK}/{ticket}?said={said}", 303)


@router.get("/complaints")
def desk(
    visit: LoggedIn,
    show: Show = "open",
    priority: Annotated[str, Query(max_length=2)] = "",
    category: Annotated[str, Query(max_length=32)] = "",
) -> Response:
    """The tickets to work on, the most urgent first."""
    wanted, position = Wanted(show, priority, category, visit.agent.id), latest_position(visit.session)
    found = read_desk(visit.session, wanted, now=visit.now)
    values: dict[str, Any] = {"desk": found, "wanted": wanted, "categories": list(categories())}
    return visit.page("complaints.html", position=position, **values)


def _ticket(visit: Visit, ticket: str, contact: str | None = None, said: str = "") -> Response:
    view = agent_service.details(visit.session, number_of(ticket), _access(visit), now=visit.now)
    alike = handling.look_alikes(visit.session, view.complaint)
    told = said if said in ("saved",) else ""
    found: dict[str, Any] = {"view": view, "complaint": view.complaint, "alike": alike}
    colleagues = [each for each in workers(visit.session) if each.id != visit.agent.id]
    return visit.page("complaint.html", **found, colleagues=colleagues, contact=contact, said=told)


@router.get("/complaints/{ticket}")
def ticket_page(visit: LoggedIn, ticket: str, said: str = "") -> Response:
    """One ticket; looking at it is in the audit log."""
    return _ticket(visit, ticket, said=said)


@router.post("/complaints/{ticket}/status")
def move_on(visit: Signed, ticket: str, status: Annotated[Status, Form()], message: Text = "") -> Response:
    """Changes its state; the member is told."""
    words = limited(message)
    agent_service.change_status(
        visit.session,
        number_of(ticket),
        status,
        agent_id=visit.agent.id,
        agent_name=visit.agent.name,
        message_to_member=words or None,
        now=visit.now,
    )
    return _back(ticket)


def limited(text: str, limit: int = MESSAGE_LIMIT) -> str:
    """What an agent wrote about a complaint, trimmed.

    Raises:
        ServiceError: ``text_too_long`` (413).
    """
    if len(text) > limit:
        raise ServiceError("text_too_long", 413, limit=limit)
    return text.strip()


@router.post("/complaints/{ticket}/note")
def note(visit: Signed, ticket: str, text: Text) -> Response:
    """Adds a note that only agents see."""
    words = limited(text)
    if not words:
        raise ServiceError("text_missing", 422)
    agent_service.add_note(
        visit.session, number_of(ticket), words, agent_id=visit.agent.id, agent_name=visit.agent.name, now=visit.now
    )
    return _back(ticket)


@router.post("/complaints/{ticket}/owner")
def give_to(
    visit: Signed,
    ticket: str,
    kind: Annotated[Literal["me", "branch", "hospital"] | UUID, Form()],
    name: Annotated[str, Form(max_length=160)] = "",
) -> Response:
    """Makes me, a colleague (by id), a branch or a hospital's officer responsible.

    Raises:
        ServiceError: ``agent_gone`` (409): the colleague does not work here any more; as ``handling.give_to``.
    """
    handling.give_to(visit.session, number_of(ticket), _owner(visit, kind, name), _me(visit), now=visit.now)
    return _back(ticket)


def _owner(visit: Visit, kind: Literal["me", "branch", "hospital"] | UUID, name: str) -> Owner:
    if not isinstance(kind, UUID) and kind != "me":
        return Owner(kind, name)
    people = {each.id: each for each in workers(visit.session)}
    chosen = people.get(kind if isinstance(kind, UUID) else visit.agent.id)
    if chosen is None:
        raise ServiceError("agent_gone")
    return Owner("agent", chosen.name, chosen.id)


@router.post("/complaints/{ticket}/merge")
def merge(visit: Signed, ticket: str, into: Annotated[str, Form(max_length=40)]) -> Response:
    """Makes it a duplicate of another."""
    handling.merge(visit.session, number_of(ticket), number_of(into), _me(visit), now=visit.now)
    return _back(ticket)


@router.post("/complaints/{ticket}/contact")
def open_contact(visit: Signed, ticket: str, reason: Annotated[str, Form(max_length=300)]) -> Response:
    """Shows the contact in full, this one time; why is in the audit log.

    Raises:
        ServiceError: ``reason_missing`` (422).
    """
    if len(reason.strip()) < _LEAST_REASON:
        raise ServiceError("reason_missing", 422)
    view = agent_service.details(visit.session, number_of(ticket), _access(visit), now=visit.now)
    member_id, why = view.complaint.member_id, reason.strip()
    what = "complaint.contact"
    record_access(visit.session, _access(visit), member_id=member_id, what=what, now=visit.now, reason=why)
    return _ticket(visit, ticket, contact=view.contact)


@router.get("/complaints/{ticket}/letter.pdf")
def print_letter(visit: LoggedIn, ticket: str) -> Response:
    """The letter about it, to print."""
    view = agent_service.details(visit.session, number_of(ticket), _access(visit), now=visit.now)
    headers = {"Content-Disposition": f'inline; filename="{view.complaint.ticket}.pdf"'}
    return Response(letter(view.complaint, now=visit.now), media_type="application/pdf", headers=headers)
