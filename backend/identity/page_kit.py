"""Rendering and safety of the verification pages: security headers, the browser's mark, words, times."""

import hmac
import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from fastapi import Request
from fastapi.responses import HTMLResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from backend.identity.models import Verification
from backend.identity.texts import text_of
from backend.identity.verification import FieldProblem
from backend.privacy.crypto import lookup_hash
from backend.reference.calendar import jakarta_clock
from backend.settings import get_settings
from backend.texts import Texts, language_of

COOKIE = "care165_verify"

_POLICY = "default-src 'none'; style-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
SECURITY_HEADERS = {
    "Content-Security-Policy": _POLICY,
    "Referrer-Policy": "no-referrer",  # the address holds the link's token
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Cache-Control": "no-store",
}
TEMPLATES = Path(__file__).parent / "templates"


@dataclass(frozen=True)
class ShownProblem:
    """A problem as the page says it; ``name`` is the field that it belongs to, or empty."""

    name: str
    text: str


def _text_key(problem: FieldProblem) -> str:
    return problem.code if problem.code in text_of else "number_unusable"


def shown(problems: Iterable[FieldProblem], locale: str) -> list[ShownProblem]:
    """Problems in the reader's words; codes without words of their own get the general sentence."""
    return [ShownProblem(item.name, text_of(_text_key(item), locale, **item.details)) for item in problems]


class Pages:
    """The pages of a topic: its templates and words, in the dress that all pages for members share.

    Args:
        folders: where its templates are; the shared ones are found behind them.
        words: its texts, which templates see beside the shared ones.
        headers: of every page.
    """

    def __init__(self, *folders: Path, words: Texts = text_of, headers: Mapping[str, str] = SECURITY_HEADERS) -> None:
        self._words, self._headers = words, headers
        loader = FileSystemLoader([*folders, TEMPLATES])
        self.environment = Environment(
            loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
        )
        self.environment.filters["clock"] = jakarta_clock

    def page(self, template: str, locale: str, status: int = 200, **values: Any) -> HTMLResponse:
        """A rendered page; an unknown language reads as Indonesian."""
        texts = text_of.in_language(locale) | self._words.in_language(locale)
        known: dict[str, Any] = {"lang": language_of(locale), "t": texts, "problems": [], "notice": ""}
        body = self.environment.get_template(template).render(known | values)
        return HTMLResponse(body, status, headers=self._headers)

    def end(self, name: str, locale: str, status: int = 200, **values: Any) -> HTMLResponse:
        """A last page, which says one thing: ``<name>_heading`` and ``<name>_text``."""
        heading, text = self._words(f"{name}_heading", locale), self._words(f"{name}_text", locale)
        said = {"heading": heading, "text": text, "return_url": None}
        return self.page("end.html", locale, status, **said | values)


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
