"""Rendering of the pages about money: their words, the shared look, and headers that let nothing foreign in."""

from pathlib import Path
from typing import Any

import yaml
from fastapi.responses import HTMLResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from backend.identity.page_kit import SECURITY_HEADERS
from backend.identity.page_kit import TEMPLATES as SHARED_TEMPLATES
from backend.identity.texts import language_of, texts_of

HERE = Path(__file__).parent
TEXTS: dict[str, dict[str, str]] = yaml.safe_load((HERE / "page_texts.yml").read_text("utf-8"))
HEADERS = SECURITY_HEADERS | {
    "Content-Security-Policy": SECURITY_HEADERS["Content-Security-Policy"] + "; script-src 'self'"
}
_environment = Environment(
    loader=FileSystemLoader([HERE / "templates", HERE.parent / "autodebit" / "templates", SHARED_TEMPLATES]),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)


def rupiah(amount: int) -> str:
    """ "Rp140.000"."""
    return f"Rp{amount:,}".replace(",", ".")


_environment.filters["rupiah"] = rupiah


def words(lang: str) -> dict[str, str]:
    """The words of these pages in a language; an unknown one reads as Indonesian."""
    return {key: texts[language_of(lang)] for key, texts in TEXTS.items()}


def render(template: str, lang: str, status: int, values: dict[str, Any]) -> HTMLResponse:
    """A page; an unknown language reads as Indonesian."""
    language = language_of(lang)
    known = {"lang": language, "t": texts_of(language) | words(language), "problems": [], "notice": ""}
    return HTMLResponse(_environment.get_template(template).render(known | values), status, headers=HEADERS)


def closed(lang: str) -> HTMLResponse:
    """What is shown for a link that is over."""
    own = words(lang)
    values = {"heading": own["bill_closed_heading"], "text": own["bill_closed_text"], "return_url": None}
    return render("end.html", lang, 410, values)
