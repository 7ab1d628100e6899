"""Rendering of the pages about money: their words, the shared look, and headers that let nothing foreign in."""

from pathlib import Path

from fastapi.responses import HTMLResponse

from backend.identity.page_kit import SECURITY_HEADERS, Pages
from backend.texts import Texts

HERE = Path(__file__).parent
TEXTS = Texts(HERE / "page_texts.yml")
HEADERS = SECURITY_HEADERS | {
    "Content-Security-Policy": SECURITY_HEADERS["Content-Security-Policy"] + "; script-src 'self'"
}
PAGES = Pages(HERE / "templates", HERE.parent / "autodebit" / "templates", words=TEXTS, headers=HEADERS)


def rupiah(amount: int) -> str:
    """ "Rp140.000"."""
    return f"Rp{amount:,}".replace(",", ".")


PAGES.environment.filters["rupiah"] = rupiah


def closed(lang: str) -> HTMLResponse:
    """What is shown for a link that is over."""
    return PAGES.end("bill_closed", lang, 410)
