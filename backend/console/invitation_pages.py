"""The link of an invitation. Its token goes into a cookie at once, so that it stands in no later address or log."""

from typing import Annotated

from fastapi import Form, Request, Response
from fastapi.responses import RedirectResponse

from backend.accounts import invitations
from backend.api.deps import Db, Now
from backend.console import auth, half_login
from backend.console.login_pages import SETUP
from backend.console.rendering import page
from backend.console.routing import HOME, console_router
from backend.errors import NotFound, ServiceError
from backend.handover.accounts import MIN_PASSWORD_LENGTH

router = console_router()
COOKIE = "care165_console_invitation"
_PATH = "/console/invitation"


@router.get("/invitation/{token}")
def open_link(token: str) -> Response:
    """Takes the token out of the address."""
    response = RedirectResponse(_PATH, 303)
    secure = auth.is_secure()
    response.set_cookie(COOKIE, token, max_age=3600, path=_PATH, secure=secure, httponly=True, samesite="lax")
    return response


def _form(request: Request, session: Db, now: Now, problem: str | None = None, status: int = 200) -> Response:
    invitation = invitations.find(session, request.cookies.get(COOKIE, ""), now=now)
    token, minimum = auth.form_token(request), MIN_PASSWORD_LENGTH
    values = {"invitation": invitation, "token": token, "minimum": minimum, "problem": problem}
    shown = page(request, "invitation.html", status=status, **values)
    auth.give_form_token(request, shown, token)
    return shown


@router.get("/invitation")
def invitation_form(request: Request, session: Db, now: Now) -> Response:
    """Asks the invited person for a password."""
    return _form(request, session, now)


@router.post("/invitation")
def accept(
    request: Request,
    session: Db,
    now: Now,
    password: Annotated[str, Form(max_length=256)],
    token: Annotated[str, Form()] = "",
) -> Response:
    """Makes the account and goes on to set up its second factor."""
    if not auth.form_token_matches(request, token):
        return _form(request, session, now, "form_expired", 403)
    try:
        agent = invitations.accept(session, request.cookies.get(COOKIE, ""), password, now=now)
    except NotFound:
        raise
    except ServiceError as refusal:
        return _form(request, session, now, refusal.code, refusal.status)
    response = RedirectResponse(SETUP, 303)
    half_login.give(response, agent, HOME)
    response.delete_cookie(COOKIE, path=_PATH)
    return response
