"""Pictures of every page of the console, filled with the demonstration, for ``docs/console/halaman.md``.

``python -m tests.console_pictures`` starts a system, logs in with each demonstration account and takes what it may see.
"""

import io
import re
import sys
import tempfile
from pathlib import Path

from fastapi.routing import iter_route_contexts
from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

from backend.demo.console import DEMO_ACCOUNTS, DEMO_PASSWORD
from backend.demo.teleconsultation import DOCTOR
from care165.web import create_app
from tests.browser.test_every_page import PARTS, STEPS
from tests.support.browser import CHROMIUM, FLAGS
from tests.support.running import running

PLACE = Path(__file__).parents[1] / "docs" / "console"
SCREEN = {"width": 1366, "height": 768}
COLOURS = 64
SETTLED_MS = 700


def addresses() -> list[str]:
    """The pages that need no number of a thing."""
    routes = [route for route in iter_route_contexts(create_app().routes) if "GET" in (route.methods or set())]
    console = {(route.path or "").removeprefix("/console") for route in routes if "/console" in (route.path or "")}
    return sorted(path for path in console - PARTS - STEPS if "{" not in path)


def log_in(browser: Browser, url: str, login: str) -> Page:
    """A browser with this demonstration account; the login page shows its code."""
    page = browser.new_context(viewport=SCREEN, locale="id-ID").new_page()
    page.goto(f"{url}/console/login")
    page.get_by_label("Nama masuk").fill(login)
    page.get_by_label("Kata sandi").fill(DEMO_PASSWORD)
    page.get_by_role("button", name="Masuk").click()
    code = page.get_by_label("Kode")
    code.wait_for()
    shown = re.search(r"\b\d{6}\b", page.inner_text("body"))
    assert shown, "the login page shows no code"
    code.fill(shown.group())
    page.keyboard.press("Enter")
    page.wait_for_url(lambda address: "/login" not in address)
    return page


def take(page: Page, name: str) -> None:
    """One picture, in few colours."""
    page.wait_for_timeout(SETTLED_MS)
    image = Image.open(io.BytesIO(page.screenshot()))
    image.convert("RGB").quantize(COLOURS).save(PLACE / "pages" / f"{name}.png", optimize=True)


def main() -> None:
    """Takes the pictures and writes the list."""
    (PLACE / "pages").mkdir(exist_ok=True)
    roles = {role: (login, name) for login, name, role in reversed((*DEMO_ACCOUNTS, DOCTOR))}
    lines, left = [], addresses()
    opened = tempfile.TemporaryDirectory()
    with opened as home, running(Path(home)) as system, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS.split())
        for role, (login, _name) in reversed(roles.items()):
            page = log_in(browser, system.url, login)
            for address in list(left):
                answer = page.goto(f"{system.url}/console{address}")
                if not answer or not answer.ok or not page.url.split("?")[0].endswith(address):
                    continue
                left.remove(address)
                name = address.strip("/").replace("/", "-") or "queue"
                take(page, name)
                lines.append(f"| {page.locator('h1').first.inner_text()} | {role} | ![{name}](pages/{name}.png) |")
        browser.close()
    head = ["# Halaman konsol", "", "Setiap halaman dengan data peragaan, dan peran yang membukanya.", ""]
    table = ["| halaman | peran | gambar |", "|---|---|---|", *lines, ""]
    (PLACE / "halaman.md").write_text("\n".join([*head, *table]), "utf-8")
    sys.stderr.writelines(f"nobody may open {address}\n" for address in left)


if __name__ == "__main__":
    main()
