"""Between password and second factor: a signed cookie of whose password was right, and where they wanted to go."""

from dataclasses import dataclass
from uuid import UUID

from fastapi import Request, Response
from itsdangerous import BadSignature, URLSafeTimedSerializer
from sqlalchemy.orm import Session

from backend.console.auth import is_secure
from backend.handover.models import Agent
from backend.settings import get_settings

COOKIE = "care165_console_half"
VALID_S = 600
"""Time to find the phone, or to install an app the first time."""
_PATH = "/console/login"


@dataclass(frozen=True)
class HalfLogin:
    """Somebody whose password was right a short while ago."""

    agent: Agent
    wanted: str


def _signer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(get_settings().signing_key, salt="console half login")


def _mark(agent: Agent) -> str:
    """Changes with the password, so that a cookie from before does not go on."""
    return agent.password_hash[-16:]


def give(response: Response, agent: Agent, wanted: str) -> None:
    """Remembers in the browser that the password was right."""
    value = _signer().dumps([str(agent.id), _mark(agent), wanted])
    secure = is_secure()
    response.set_cookie(COOKIE, value, max_age=VALID_S, path=_PATH, secure=secure, httponly=True, samesite="strict")


def find(request: Request, session: Session) -> HalfLogin | None:
    """Whose password was right in this browser; ``None`` when nobody's, or too long ago."""
    try:
        agent_id, mark, wanted = _signer().loads(request.cookies.get(COOKIE, ""), max_age=VALID_S)
    except BadSignature:
        return None
    agent = session.get(Agent, UUID(agent_id), with_for_update=True, populate_existing=True)
    return HalfLogin(agent, wanted) if agent and agent.active and _mark(agent) == mark else None


def forget(response: Response) -> None:
    """The login is whole, or given up."""
    response.delete_cookie(COOKIE, path=_PATH, secure=is_secure(), httponly=True, samesite="strict")
