"""Cards with places that do not exist, and files to choose."""

from typing import Any

from playwright.sync_api import FilePayload

HOSPITAL: dict[str, Any] = {
    "code": "X1",
    "name": "RSUD Contoh",
    "address": "Jalan Contoh 1",
    "phone": "(0274) 000-111",
    "distance_m": 2310,
    "open_now": True,
    "rating": 4.3,
    "rating_count": 12,
    "latitude": -7.68,
    "longitude": 110.34,
}
CLINIC = HOSPITAL | {
    "code": "X2",
    "name": "Klinik Contoh",
    "phone": None,
    "distance_m": 820,
    "open_now": None,
    "rating": None,
}
MAP = {"type": "map"} | {key: HOSPITAL[key] for key in ("name", "address", "latitude", "longitude")}


def file(name: str, kind: str, content: bytes) -> FilePayload:
    """A file as a member chooses it."""
    return {"name": name, "mimeType": kind, "buffer": content}
