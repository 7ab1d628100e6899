"""Coming and going: logout, presence, language. Logging in is in ``login_pages``."""

from typing import Annotated, Literal

from fastapi import Form, Response
from fastapi.responses import RedirectResponse

from backend.console import auth
from backend.console.login_pages import inside
from backend.console.rendering import LANGUAGE_COOKIE
from backend.console.routing import HOME, LOGIN, console_router
from backend.handover import accounts, presence

router = console_router()
_YEAR_SECONDS = 365 * 24 * 3600


@router.post("/logout")
def log_out(visit: auth.AnyoneSigned) -> Response:
    """Ends the session; the agent is offline."""
    accounts.revoke_session(visit.session, visit.login, now=visit.now)
    presence.set_presence(visit.session, visit.agent, "offline", now=visit.now)
    response = RedirectResponse(LOGIN, 303)
    auth.clear_session(response)
    return response


@router.post("/presence")
def choose_presence(visit: auth.Signed, choice: Annotated[Literal["online", "busy", "away"], Form()]) -> Response:
    """The agent takes a break or comes back."""
    presence.set_presence(visit.session, visit.agent, choice, now=visit.now)
    return visit.done(HOME, "header-changed", "queue-changed")


@router.post("/language")
def choose_language(language: Annotated[Literal["id", "en"], Form()], back: Annotated[str, Form()] = HOME) -> Response:
    """Remembers the language in this browser; it changes nothing else, so it needs no session."""
    response = RedirectResponse(LOGIN if back == LOGIN else inside(back), 303)
    response.set_cookie(
        LANGUAGE_COOKIE, language, max_age=_YEAR_SECONDS, path="/console", httponly=True, samesite="lax"
    )
    return response
