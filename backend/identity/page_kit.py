"""Rendering and safety of the verification pages: security headers, the browser's mark, words, times."""

import hmac
import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from fastapi import Request
from fastapi.responses import HTMLResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from backend.identity.models import Verification
from backend.identity.texts import has_text, language_of, text_of, texts_of
from backend.identity.verification import FieldProblem
from backend.privacy.crypto import lookup_hash
from backend.settings import get_settings

COOKIE = "care165_verify"
JAKARTA = ZoneInfo("Asia/Jakarta")
"""The page does not know where the member is; times carry the zone's name."""

_POLICY = "default-src 'none'; style-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
SECURITY_HEADERS = {
    "Content-Security-Policy": _POLICY,
    "Referrer-Policy": "no-referrer",  # the address holds the link's token
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Cache-Control": "no-store",
}
TEMPLATES = Path(__file__).parent / "templates"


def clock_time(moment: datetime) -> str:
    """``14.05 WIB``."""
    return moment.astimezone(JAKARTA).strftime("%H.%M WIB")


_environment = Environment(
    loader=FileSystemLoader(TEMPLATES), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
)
_environment.filters["clock"] = clock_time


@dataclass(frozen=True)
class ShownProblem:
    """A problem as the page says it; ``name`` is the field that it belongs to, or empty."""

    name: str
    text: str


def _text_key(problem: FieldProblem) -> str:
    return problem.code if has_text(problem.code) else "number_unusable"


def shown(problems: Iterable[FieldProblem], locale: str) -> list[ShownProblem]:
    """Problems in the reader's words; codes without words of their own get the general sentence."""
    return [ShownProblem(item.name, text_of(_text_key(item), locale).format(**item.details)) for item in problems]


def page(template: str, *, locale: str, status: int = 200, values: Mapping[str, Any] | None = None) -> HTMLResponse:
    """A rendered page with the security headers of all of them."""
    lang = language_of(locale)
    defaults: dict[str, Any] = {"lang": lang, "t": texts_of(lang), "problems": [], "notice": ""}
    body = _environment.get_template(template).render(defaults | dict(values or {}))
    return HTMLResponse(body, status, headers=SECURITY_HEADERS)


def end_page(name: str, *, locale: str, status: int = 200, return_url: str | None = None) -> HTMLResponse:
    """A last page: ``done``, ``agent``, ``closed``, ``taken`` or ``refused``."""
    values = {
        "heading": text_of(f"{name}_heading", locale),
        "text": text_of(f"{name}_text", locale),
        "return_url": return_url,
    }
    return page("end.html", locale=locale, status=status, values=values)


def browser_key(request: Request) -> str:
    """The mark of this browser: from its cookie, or a new one."""
    key = request.cookies.get(COOKIE, "")
    return key if len(key) == 2 * 16 else secrets.token_hex(16)


def keep_browser_key(response: HTMLResponse, key: str) -> HTMLResponse:
    """Sends the mark along; it goes to these pages only, and over HTTPS only where we are reached by it."""
    secure = get_settings().public_base_url.startswith("https://")
    response.set_cookie(COOKIE, key, max_age=3600, path="/verify", httponly=True, samesite="strict", secure=secure)
    return response


def csrf_token(verification: Verification, key: str) -> str:
    """What a form must bring back: only this browser with this link can know it."""
    return lookup_hash(f"form of {verification.id}", key)


def csrf_holds(request: Request, verification: Verification, token: str) -> bool:
    """Whether a form was filled in on our page in this browser; compared in constant time."""
    key = request.cookies.get(COOKIE, "")
    return bool(key) and hmac.compare_digest(csrf_token(verification, key).encode(), token.encode())
