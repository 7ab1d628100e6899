"""What a phone on a slow network has to load."""

import gzip
import re

from webchat_fake import STATIC, WEBCHAT

CHAT_BUDGET = 15_000
LAUNCHER_BUDGET = 2_000
LAUNCHER = STATIC / "embed.js"
FILES = sorted(path for path in STATIC.iterdir() if path.suffix in {".js", ".css"})
TEMPLATE = WEBCHAT / "templates" / "chat.html"


def test_the_chat_is_small() -> None:
    sizes = {path.name: len(gzip.compress(path.read_bytes(), 9)) for path in FILES if path != LAUNCHER}
    assert sum(sizes.values()) <= CHAT_BUDGET, sizes


def test_the_launcher_is_tiny() -> None:
    assert len(gzip.compress(LAUNCHER.read_bytes(), 9)) <= LAUNCHER_BUDGET


def test_the_page_fetches_all_modules_at_once() -> None:
    named = set(re.findall(r'"static/(\w+\.(?:js|css))"', TEMPLATE.read_text()))
    assert named == {path.name for path in FILES if path != LAUNCHER}


def test_nothing_comes_from_elsewhere() -> None:
    text = "".join(path.read_text() for path in [*FILES, TEMPLATE])
    hosts = set(re.findall(r"https?://([\w.]+)", text)) - {"host"}
    assert hosts == {"www.openstreetmap.org", "tile.openstreetmap.org"}
