"""Serves the console's own scripts and styles."""

from fastapi import Response
from fastapi.responses import FileResponse

from backend.console.assets import PLACE, TYPES, version
from backend.console.routing import console_router
from backend.errors import NotFound

router = console_router()
_FOR_GOOD = "public, max-age=31536000, immutable"


@router.get("/static/{name}")
def static_file(name: str, v: str = "") -> Response:
    """One of the files; under its fingerprint (``v``) a browser need never ask again, else it asks each time."""
    if name not in TYPES:
        raise NotFound
    kept = _FOR_GOOD if v == version(name) else "no-cache"
    return FileResponse(PLACE / name, media_type=TYPES[name], headers={"Cache-Control": kept})
