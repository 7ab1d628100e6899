"""Logging in: the password, then the code of the authenticator app, which the first login sets up."""

from typing import Annotated, Any

from fastapi import Form, Request, Response
from fastapi.responses import RedirectResponse
from sqlalchemy.orm import Session

from backend.accounts import second_factor
from backend.accounts.permissions import allowed, home_of
from backend.accounts.record import record_login
from backend.api.deps import Db, Now
from backend.console import auth, half_login
from backend.console.half_login import HalfLogin
from backend.console.limits import TRIES_PER_WINDOW
from backend.console.rendering import page
from backend.console.routing import HOME, LOGIN, LoginNeeded, console_router
from backend.errors import ServiceError
from backend.handover import accounts, presence
from backend.handover.models import Agent
from backend.handover.settings import handover_settings
from backend.limits import Limiter
from backend.settings import get_settings

router = console_router()
CODE, SETUP = f"{LOGIN}/code", f"{LOGIN}/setup"
Typed = Annotated[str, Form(max_length=32)]
Token = Annotated[str, Form()]


def inside(path: str) -> str:
    """A path of the console to go to after login; anything else becomes its first page."""
    within = path.startswith(HOME) and not path.startswith(LOGIN) and "\\" not in path and path.isprintable()
    return path if within else HOME


def _check_rate(request: Request, now: Now) -> None:
    """Counts a try of this address, in this web process."""
    if not hasattr(request.app.state, "console_logins"):
        request.app.state.console_logins = Limiter(TRIES_PER_WINDOW)
    limiter: Limiter = request.app.state.console_logins
    if wait := limiter.wait(_address(request), now):
        raise ServiceError("too_many_logins", 429, limit=TRIES_PER_WINDOW, retry_after=wait)


def _address(request: Request) -> str:
    return request.client.host if request.client else ""


def _form(request: Request, template: str, problem: str | None = None, status: int = 200, **values: Any) -> Response:
    token, minutes = auth.form_token(request), handover_settings().login_lock_minutes
    shown = page(request, template, status=status, token=token, problem=problem, minutes=minutes, **values)
    auth.give_form_token(request, shown, token)
    return shown


def _password_form(request: Request, wanted: str, problem: str | None = None, status: int = 200) -> Response:
    return _form(request, "login.html", problem, status, wanted=inside(wanted))


@router.get("/login")
def login_form(request: Request, session: Db, now: Now, next: str = HOME) -> Response:  # noqa: A002 - name in the URL
    """The login page; who is logged in already goes on."""
    try:
        auth.current_visit(request, session, now)
    except LoginNeeded:
        return _password_form(request, next)
    return RedirectResponse(inside(next), 303)


@router.post("/login")
def check_password(
    *,
    request: Request,
    session: Db,
    now: Now,
    login: Annotated[str, Form(max_length=64)],
    password: Annotated[str, Form(max_length=256)],
    token: Token = "",
    wanted: Annotated[str, Form()] = HOME,
) -> Response:
    """Goes on to the second factor after the right login and password."""
    if not auth.form_token_matches(request, token):
        return _password_form(request, wanted, "form_expired", 403)
    _check_rate(request, now)
    agent = accounts.authenticate(session, login, password, now=now)
    if agent is None or _is_left_over(session, agent):
        record_login(session, login, "login_refused", now=now)
        return _password_form(request, wanted, "login_wrong", 401)
    response = RedirectResponse(CODE if second_factor.is_set_up(session, agent) else SETUP, 303)
    half_login.give(response, agent, inside(wanted))
    return response


def _is_left_over(session: Session, agent: Agent) -> bool:
    """Whether this is an account of a demonstration that is none any more; its password is public."""
    from backend.demo.console import is_public  # noqa: PLC0415 - only the demonstration reads demonstration data

    return not get_settings().demo and is_public(session, agent)


def _demo_code(session: Db, agent: Agent, now: Now) -> str | None:
    """The demonstration needs no phone: its page shows the code that an app would."""
    from backend.demo.console import demo_code  # noqa: PLC0415 - only the demonstration reads demonstration data

    return demo_code(session, agent, now=now) if get_settings().demo else None


@router.get("/login/code")
def code_form(request: Request, session: Db, now: Now) -> Response:
    """Asks for the code of the app."""
    half = half_login.find(request, session)
    if half is None:
        return RedirectResponse(LOGIN, 303)
    return _form(request, "login_code.html", demo_code=_demo_code(session, half.agent, now))


@router.post("/login/code")
def check_code(request: Request, session: Db, now: Now, code: Typed, token: Token = "") -> Response:
    """Opens the session after the right code; wrong ones count like wrong passwords."""
    half = half_login.find(request, session)
    if half is None:
        return RedirectResponse(LOGIN, 303)
    shown = _demo_code(session, half.agent, now)
    if not auth.form_token_matches(request, token):
        return _form(request, "login_code.html", "form_expired", 403, demo_code=shown)
    _check_rate(request, now)
    if accounts.is_locked(half.agent, now=now) or not second_factor.check(session, half.agent, code, now=now):
        return _wrong_code(request, session, half, now, "login_code.html", demo_code=shown)
    return _opened(request, session, half, now, RedirectResponse(_goal(half), 303))


def _wrong_code(request: Request, session: Db, half: HalfLogin, now: Now, template: str, **values: object) -> Response:
    if not accounts.is_locked(half.agent, now=now):
        accounts.count_failure(half.agent, now=now)
    record_login(session, half.agent.login, "code_refused", now=now, agent=half.agent)
    if accounts.is_locked(half.agent, now=now):
        response = _password_form(request, half.wanted, "login_locked", 401)
        half_login.forget(response)
        return response
    return _form(request, template, "code_wrong", 401, **values)


def _goal(half: HalfLogin) -> str:
    return home_of(half.agent.role) if half.wanted == HOME else half.wanted


def _opened(request: Request, session: Db, half: HalfLogin, now: Now, response: Response) -> Response:
    agent, device = half.agent, request.headers.get("user-agent", "")
    opened = accounts.open_session(session, agent, now=now, device=device, address=_address(request))
    if allowed(agent.role, "work"):
        presence.set_presence(session, agent, "online", now=now)
    record_login(session, agent.login, "login", now=now, agent=agent)
    auth.set_session(response, opened)
    half_login.forget(response)
    return response


def _to_scan(session: Db, half: HalfLogin) -> dict[str, Any]:
    secret = second_factor.secret_to_set_up(session, half.agent)
    return {"secret": secret, "qr": second_factor.qr_code(half.agent, secret), "account": half.agent.login}


def _setup_form(request: Request, session: Db, half: HalfLogin, *told: Any) -> Response:
    return _form(request, "login_setup.html", *told, **_to_scan(session, half))


@router.get("/login/setup")
def setup_form(request: Request, session: Db) -> Response:
    """Shows what the app scans, at the first login."""
    half = half_login.find(request, session)
    if half is None or second_factor.is_set_up(session, half.agent):
        return RedirectResponse(LOGIN if half is None else CODE, 303)
    return _setup_form(request, session, half)


@router.post("/login/setup")
def set_up(request: Request, session: Db, now: Now, code: Typed, token: Token = "") -> Response:
    """Confirms the app, opens the session and shows the recovery codes, this one time."""
    half = half_login.find(request, session)
    if half is None or second_factor.is_set_up(session, half.agent):
        return RedirectResponse(LOGIN if half is None else CODE, 303)
    if not auth.form_token_matches(request, token):
        return _setup_form(request, session, half, "form_expired", 403)
    _check_rate(request, now)
    codes = (
        None if accounts.is_locked(half.agent, now=now) else second_factor.confirm(session, half.agent, code, now=now)
    )
    if codes is None:
        return _wrong_code(request, session, half, now, "login_setup.html", **_to_scan(session, half))
    return _opened(request, session, half, now, page(request, "recovery_codes.html", codes=codes, goal=_goal(half)))
