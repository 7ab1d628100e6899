"""Rendering of membership's pages, in the dress of the verification pages."""

from pathlib import Path
from typing import Any

from fastapi.responses import HTMLResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from backend.identity.page_kit import SECURITY_HEADERS
from backend.identity.page_kit import TEMPLATES as SHARED_TEMPLATES
from backend.identity.texts import texts_of
from backend.membership.telling import words
from backend.settings import get_settings

_environment = Environment(
    loader=FileSystemLoader([Path(__file__).parent / "templates", SHARED_TEMPLATES]),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)


def page(template: str, lang: str, status: int = 200, **values: Any) -> HTMLResponse:
    """A rendered page."""
    known = {"lang": lang, "t": texts_of(lang), "problems": [], "notice": "", "demo": get_settings().demo}
    body = _environment.get_template(template).render(known | values)
    return HTMLResponse(body, status, headers=SECURITY_HEADERS)


def end_page(name: str, lang: str, status: int = 200, **values: Any) -> HTMLResponse:
    """A page that says one thing: ``<name>_heading`` and ``<name>_text``."""
    heading, text = words(f"{name}_heading", lang), words(f"{name}_text", lang)
    return page("end.html", lang, status, heading=heading, text=text, return_url=None, **values)
