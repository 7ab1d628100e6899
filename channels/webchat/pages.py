"""The web chat's page and files."""

from pathlib import Path

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse
from jinja2 import Environment, FileSystemLoader

from backend.settings import get_settings
from backend.texts import language_of
from channels.webchat.files import static_response

HERE = Path(__file__).parent
SECURITY_HEADERS = {
    # Any site may show the chat in a frame (embed.js); nothing but our own files runs inside it. Map tiles are the one
    # foreign thing, loaded when the member asks for a map.
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob: "
        "https://tile.openstreetmap.org; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors *"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Permissions-Policy": "geolocation=(self), camera=(), microphone=()",
}

router = APIRouter(tags=["web chat page"])
_pages = Environment(loader=FileSystemLoader(HERE / "templates"), autoescape=True)


@router.head("/chat/", include_in_schema=False)
@router.get("/chat/", response_class=HTMLResponse)
def chat_page(lang: str = "id") -> HTMLResponse:
    """The chat, in Indonesian unless English is asked for: many phones there are set to English all the same."""
    shown = _pages.get_template("chat.html").render(locale=language_of(lang), official=get_settings().official)
    return HTMLResponse(shown, headers=SECURITY_HEADERS)


@router.head("/chat/embed.js", include_in_schema=False)
@router.get("/chat/embed.js")
def embed_script(request: Request) -> Response:
    """The script that puts the chat on any site."""
    return static_response("embed.js", request, anywhere=True)


@router.head("/chat/static/{name:path}", include_in_schema=False)
@router.get("/chat/static/{name:path}", include_in_schema=False)
def static_file(name: str, request: Request) -> Response:
    """A file of the page."""
    return static_response(name, request)


@router.head("/", include_in_schema=False)
@router.get("/", include_in_schema=False)
def home() -> RedirectResponse:
    """The bare address leads to the chat."""
    return RedirectResponse("/chat/")
