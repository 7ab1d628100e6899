"""What a phone on a slow network has to load."""

import re

from starlette.requests import Request
from webchat_fake import STATIC, WEBCHAT

from channels.webchat.files import prepared, static_response

BUDGET = 15_000
LAUNCHER_BUDGET = 2_000
LAUNCHER = STATIC / "embed.js"
FILES = sorted(path for path in STATIC.iterdir() if path.suffix in {".js", ".css"})
TEMPLATE = WEBCHAT / "templates" / "chat.html"


def fetched(name: str, **headers: str) -> tuple[int, bytes, dict[str, str]]:
    """Status, body and headers as a browser that sends these request headers gets them."""
    sent = [(key.replace("_", "-").encode(), value.encode()) for key, value in headers.items()]
    answer = static_response(name, Request({"type": "http", "method": "GET", "headers": sent}))
    return answer.status_code, bytes(answer.body), dict(answer.headers)


def test_the_chat_is_small() -> None:
    sizes = {path.name: len(fetched(path.name, accept_encoding="gzip, br")[1]) for path in FILES}
    assert sum(sizes.values()) <= BUDGET, sizes
    assert sizes[LAUNCHER.name] <= LAUNCHER_BUDGET


def test_who_cannot_unpack_gets_the_same_file() -> None:
    _, body, headers = fetched("chat.js")
    assert "content-encoding" not in headers
    assert body == prepared()["chat.js"].plain
    assert b"customElements.define" in body


def test_a_file_that_has_not_changed_is_not_sent_again() -> None:
    _, _, headers = fetched("view.js", accept_encoding="gzip")
    assert fetched("view.js", if_none_match=headers["etag"])[:2] == (304, b"")


def test_the_page_fetches_all_modules_at_once() -> None:
    named = set(re.findall(r'"static/(\w+\.(?:js|css))"', TEMPLATE.read_text()))
    assert named == {path.name for path in FILES if path != LAUNCHER}


def test_nothing_comes_from_elsewhere() -> None:
    text = "".join(path.read_text() for path in [*FILES, TEMPLATE])
    hosts = set(re.findall(r"https?://([\w.]+)", text)) - {"host"}
    assert hosts == {"www.openstreetmap.org", "tile.openstreetmap.org"}
