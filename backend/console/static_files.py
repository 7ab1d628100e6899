"""The console's own scripts and styles."""

from fastapi import Response
from fastapi.responses import FileResponse

from backend.console.rendering import HERE
from backend.console.routing import console_router
from backend.errors import NotFound

router = console_router()
FILES = {
    "console.css": "text/css; charset=utf-8",
    "console.js": "text/javascript; charset=utf-8",
    "htmx-2.0.11.min.js": "text/javascript; charset=utf-8",
    "htmx-ext-sse-2.2.4.min.js": "text/javascript; charset=utf-8",
    "icon.svg": "image/svg+xml",
}


@router.get("/static/{name}")
def static_file(name: str) -> Response:
    """One of the files above; the browser asks each time whether it changed."""
    if name not in FILES:
        raise NotFound
    return FileResponse(HERE / "static" / name, media_type=FILES[name], headers={"Cache-Control": "no-cache"})
