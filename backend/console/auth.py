"""Who is at the console: the session cookie, and the token that every form carries."""

import hmac
import secrets
from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Annotated, Any

from fastapi import Depends, Form, Request, Response
from sqlalchemy.orm import Session

from backend.accounts.permissions import Permission, allowed, home_of
from backend.api.deps import Db, Now
from backend.console.rendering import page
from backend.console.routing import LoginNeeded, done, refused
from backend.errors import Forbidden
from backend.handover import accounts
from backend.handover.models import Agent, AgentSession
from backend.settings import get_settings

SESSION_COOKIE = "care165_console"
FORM_COOKIE = "care165_console_form"
"""Ties the login form, which no session protects yet, to the browser that was given it."""
_PATH = "/console"
_SEEN_EVERY = timedelta(minutes=1)
"""A row is not written for every click."""


@dataclass(frozen=True)
class Visit:
    """One request of an agent who is logged in, and what answering it needs."""

    request: Request
    session: Session
    now: datetime
    agent: Agent
    login: AgentSession

    def may(self, permission: Permission) -> bool:
        """Whether the agent's role has a permission."""
        return allowed(self.agent.role, permission)

    @property
    def csrf(self) -> str:
        """What the forms of this login carry."""
        return self.login.csrf

    def page(self, template: str, *, status: int = 200, **values: Any) -> Response:
        """A page or a part of one; the template sees ``visit`` and ``now``."""
        return page(self.request, template, status=status, visit=self, now=self.now, **values)

    def done(self, url: str, *changed: str) -> Response:
        """The end of an action (see ``routing.done``)."""
        return done(self.request, url, *changed)

    def notice(self, problem: str, status: int) -> Response:
        """A refusal after which what was written so far is kept."""
        return refused(self.request, problem, status)


def current_visit(request: Request, session: Db, now: Now) -> Visit:
    """The visit of a request.

    Raises:
        LoginNeeded: nobody is logged in, or not any more.
    """
    token = request.cookies.get(SESSION_COOKIE)
    found = accounts.find_session(session, token, now=now) if token else None
    if found is None:
        raise LoginNeeded
    agent, login = found
    if login.seen_at is None or login.seen_at <= now - _SEEN_EVERY:
        login.seen_at = now
    return Visit(request, session, now, agent, login)


Anyone = Annotated[Visit, Depends(current_visit)]
"""Whoever is logged in, whatever their role."""


async def signed_visit(visit: Anyone, csrf: Annotated[str, Form()] = "") -> Visit:
    """The visit of a form that was made by our own page.

    Raises:
        Forbidden: ``form_expired``: the form carries no token of this login.
    """
    if not accounts.csrf_matches(visit.login, csrf):
        raise Forbidden("form_expired")
    return visit


AnyoneSigned = Annotated[Visit, Depends(signed_visit)]


def may(permission: Permission) -> Callable[[Visit], Coroutine[Any, Any, Visit]]:
    """A dependency: the visit of somebody whose role has a permission; else ``not_your_role`` (403)."""

    async def check(visit: Anyone) -> Visit:
        return _permitted(visit, permission)

    return check


def may_change(permission: Permission) -> Callable[[Visit], Coroutine[Any, Any, Visit]]:
    """The same for a form."""

    async def check(visit: AnyoneSigned) -> Visit:
        return _permitted(visit, permission)

    return check


def _permitted(visit: Visit, permission: Permission) -> Visit:
    if not visit.may(permission):
        raise Forbidden("not_your_role", home=home_of(visit.agent.role))
    return visit


LoggedIn = Annotated[Visit, Depends(may("work"))]
"""Who works with members. A new page is theirs alone unless it says otherwise."""
Signed = Annotated[Visit, Depends(may_change("work"))]
Supervising = Annotated[Visit, Depends(may("supervise"))]
SupervisingSigned = Annotated[Visit, Depends(may_change("supervise"))]
Reporting = Annotated[Visit, Depends(may("report"))]
Administering = Annotated[Visit, Depends(may("administer"))]
AdministeringSigned = Annotated[Visit, Depends(may_change("administer"))]
Auditing = Annotated[Visit, Depends(may("audit"))]
Guarding = Annotated[Visit, Depends(may("privacy"))]
GuardingSigned = Annotated[Visit, Depends(may_change("privacy"))]
Consulting = Annotated[Visit, Depends(may("consult"))]
ConsultingSigned = Annotated[Visit, Depends(may_change("consult"))]


def is_secure() -> bool:
    """Whether cookies may travel over HTTPS only: where members reach us by it."""
    return get_settings().public_base_url.startswith("https://")


def set_session(response: Response, opened: accounts.OpenedSession) -> None:
    """Gives the browser its session."""
    response.set_cookie(
        SESSION_COOKIE,
        opened.token,
        expires=opened.expires_at,
        path=_PATH,
        secure=is_secure(),
        httponly=True,
        samesite="lax",
    )


def clear_session(response: Response) -> None:
    """Takes the session from the browser."""
    response.delete_cookie(SESSION_COOKIE, path=_PATH, secure=is_secure(), httponly=True, samesite="lax")


def give_form_token(request: Request, response: Response, token: str) -> None:
    """Remembers in the browser which login form it was given."""
    if request.cookies.get(FORM_COOKIE) != token:
        response.set_cookie(FORM_COOKIE, token, path=_PATH, secure=is_secure(), httponly=True, samesite="strict")


def form_token(request: Request) -> str:
    """The token for the login form: the browser's own if it has one, so that two open tabs both work."""
    return request.cookies.get(FORM_COOKIE) or secrets.token_urlsafe(24)


def form_token_matches(request: Request, given: str) -> bool:
    """Whether the login form comes back from the browser that it was given to."""
    known = request.cookies.get(FORM_COOKIE, "")
    return bool(known) and hmac.compare_digest(known.encode(), given.encode())
