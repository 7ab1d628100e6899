"""The console's own scripts and styles, under addresses that change with their content.

A browser keeps them for good, so that a page which arrives just before the network goes away still has its scripts:
without them its forms would leave the page and take what was written with them.
"""

import hashlib
from functools import lru_cache
from pathlib import Path

PLACE = Path(__file__).parent / "static"
TYPES = {
    "console.css": "text/css; charset=utf-8",
    "reports.js": "text/javascript; charset=utf-8",
    "uplot-1.6.32.min.js": "text/javascript; charset=utf-8",
    "uplot-1.6.32.min.css": "text/css; charset=utf-8",
    "desk.css": "text/css; charset=utf-8",
    "desk.js": "text/javascript; charset=utf-8",
    "console.js": "text/javascript; charset=utf-8",
    "htmx-2.0.11.min.js": "text/javascript; charset=utf-8",
    "htmx-ext-sse-2.2.4.min.js": "text/javascript; charset=utf-8",
    "idiomorph-ext-0.8.0.min.js": "text/javascript; charset=utf-8",
    "icon.svg": "image/svg+xml",
}
"""Every file that is served, with its type."""


@lru_cache
def version(name: str) -> str:
    """A fingerprint of a file's content."""
    return hashlib.sha256((PLACE / name).read_bytes()).hexdigest()[:12]


def asset(name: str) -> str:
    """The address of a file, for templates."""
    return f"/console/static/{name}?v={version(name)}"
