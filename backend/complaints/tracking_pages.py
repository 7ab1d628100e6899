"""The public page on which anybody with ticket number and access code sees where a complaint stands.

It shows no identifier, nothing that the member wrote and no name. Both numbers are typed into a form, so that they
stand in no address; wrong codes are counted per ticket and per address.
"""

from http import HTTPStatus
from pathlib import Path
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Form, Request
from fastapi.responses import HTMLResponse

from backend.api.deps import Db, Now
from backend.complaints.access import Asker, Opened, WrongCode, open_ticket
from backend.complaints.views import view
from backend.errors import ServiceError
from backend.identity.page_kit import Pages
from backend.identity.tries import counter, subject
from backend.privacy.identifiers import mask_text
from backend.reference.calendar import today_in_jakarta
from backend.texts import Texts, language_of

router = APIRouter(prefix="/track", tags=["complaint tracking"], include_in_schema=False)
_HERE = Path(__file__).parent
_TEXTS = Texts(_HERE / "data" / "tracking.yml")
_STRANGER = UUID(int=0)
"""No conversation has this id: whoever is here owns nothing and needs the code."""
ADDRESS_TRIES = 20
"""Wrong codes from one address before a pause: a family behind one address mistypes less, a guesser gets nowhere."""
_PAGES = Pages(_HERE / "templates", words=_TEXTS)
_PAGES.environment.filters["day"] = lambda at: today_in_jakarta(at).strftime("%d-%m-%Y")
Typed = Annotated[str, Form(max_length=60)]


def _language(request: Request) -> str:
    return language_of(request.query_params.get("lang", ""))


def _page(request: Request, status: int = 200, **values: Any) -> HTMLResponse:
    known: dict[str, Any] = {"base": "/track", "found": None, "typed": ""}
    return _PAGES.page("track.html", _language(request), status, **known | values)


def _problem(request: Request, code: str, status: int, typed: str = "") -> HTMLResponse:
    text = _TEXTS(f"track_{code}", _language(request))
    return _page(request, status, problems=[{"name": "ticket", "text": text}], typed=typed)


@router.get("", response_class=HTMLResponse)
def ask(request: Request) -> HTMLResponse:
    """Asks for number and code."""
    return _page(request)


@router.post("", response_class=HTMLResponse)
def show(request: Request, session: Db, now: Now, ticket: Typed, code: Typed) -> HTMLResponse:
    """Where the complaint stands; an unknown number and a wrong code look alike and do the same work."""
    address = request.client.host if request.client else ""
    tries = counter(session, subject("tracking address", address), ADDRESS_TRIES, now)
    if tries.locked_until is not None:
        return _problem(request, "locked", 429, ticket)
    try:
        opened = open_ticket(session, ticket, Asker(_STRANGER, None, code or "-"), now=now)
    except WrongCode:
        tries.wrong()
        return _problem(request, "wrong", 404, ticket)
    except ServiceError as refusal:
        return _problem(
            request, "locked" if refusal.status == HTTPStatus.TOO_MANY_REQUESTS else "mistyped", refusal.status, ticket
        )
    return _page(request, found=_shown(opened, request, now))


def _shown(opened: Opened, request: Request, now: Now) -> dict[str, Any]:
    seen = view(opened, locale=_language(request), now=now)
    entries = [
        {"at": entry.at, "title": entry.title, "text": mask_text(entry.text).text if entry.text else ""}
        for entry in seen.timeline
    ]
    return {"seen": seen, "entries": entries}
