"""Coming and going: login, logout, presence, language."""

from typing import Annotated, Literal

from fastapi import Form, Request, Response
from fastapi.responses import RedirectResponse

from backend.api.deps import Db, Now
from backend.console import auth
from backend.console.limits import TRIES_PER_WINDOW, WINDOW, Limiter
from backend.console.rendering import LANGUAGE_COOKIE, page
from backend.console.routing import HOME, LOGIN, LoginNeeded, console_router
from backend.errors import ServiceError
from backend.handover import accounts, presence
from backend.handover.settings import handover_settings

router = console_router()
_YEAR_SECONDS = 365 * 24 * 3600


def _inside(path: str) -> str:
    """A path of the console to go to after login; anything else becomes its first page."""
    inside = path.startswith(HOME) and not path.startswith(LOGIN) and "\\" not in path and path.isprintable()
    return path if inside else HOME


def _limiter(request: Request) -> Limiter:
    """The counter of this web process."""
    if not hasattr(request.app.state, "console_logins"):
        request.app.state.console_logins = Limiter()
    limiter: Limiter = request.app.state.console_logins
    return limiter


def _form(request: Request, wanted: str, problem: str | None = None, status: int = 200) -> Response:
    token = auth.form_token(request)
    minutes = handover_settings().login_lock_minutes
    shown = page(
        request, "login.html", status=status, token=token, wanted=_inside(wanted), problem=problem, minutes=minutes
    )
    auth.give_form_token(request, shown, token)
    return shown


@router.get("/login")
def login_form(request: Request, session: Db, now: Now, next: str = HOME) -> Response:  # noqa: A002 - name in the URL
    """The login page; who is logged in already goes on."""
    try:
        auth.current_visit(request, session, now)
    except LoginNeeded:
        return _form(request, next)
    return RedirectResponse(_inside(next), 303)


@router.post("/login")
def log_in(
    *,
    request: Request,
    session: Db,
    now: Now,
    login: Annotated[str, Form(max_length=64)],
    password: Annotated[str, Form(max_length=256)],
    token: Annotated[str, Form()] = "",
    wanted: Annotated[str, Form()] = HOME,
) -> Response:
    """Opens a session for the right login and password."""
    if not auth.form_token_matches(request, token):
        return _form(request, wanted, "form_expired", 403)
    if not _limiter(request).allow(request.client.host if request.client else "", now):
        raise ServiceError("too_many_logins", 429, limit=TRIES_PER_WINDOW, retry_after=int(WINDOW.total_seconds()))
    agent = accounts.authenticate(session, login, password, now=now)
    if agent is None:
        return _form(request, wanted, "login_wrong", 401)
    presence.set_presence(session, agent, "online", now=now)
    response = RedirectResponse(_inside(wanted), 303)
    auth.set_session(response, accounts.open_session(session, agent, now=now))
    return response


@router.post("/logout")
def log_out(visit: auth.Signed) -> Response:
    """Ends the session; the agent is offline."""
    accounts.revoke_session(visit.login, now=visit.now)
    presence.set_presence(visit.session, visit.agent, "offline", now=visit.now)
    response = RedirectResponse(LOGIN, 303)
    auth.clear_session(response)
    return response


@router.post("/presence")
def choose_presence(visit: auth.Signed, choice: Annotated[Literal["online", "away"], Form()]) -> Response:
    """The agent takes a break or comes back."""
    presence.set_presence(visit.session, visit.agent, choice, now=visit.now)
    return visit.done(HOME, "header-changed", "queue-changed")


@router.post("/language")
def choose_language(
    language: Annotated[Literal["id", "en"], Form()], back: Annotated[str, Form()] = HOME
) -> Response:
    """Remembers the language in this browser; it changes nothing else, so it needs no session."""
    response = RedirectResponse(LOGIN if back == LOGIN else _inside(back), 303)
    response.set_cookie(
        LANGUAGE_COOKIE, language, max_age=_YEAR_SECONDS, path="/console", httponly=True, samesite="lax"
    )
    return response
