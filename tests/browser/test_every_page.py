"""Every page of the console, filled with the demonstration: no findings, nothing cut off, no errors."""

from collections.abc import Callable, Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from fastapi.routing import iter_route_contexts
from playwright.sync_api import BrowserContext, Page
from sqlalchemy import select

from backend import clock
from backend.complaints.models import Complaint
from backend.console.auth import SESSION_COOKIE
from backend.db import session_scope
from backend.demo.console import DEMO_ACCOUNTS
from backend.demo.load import load_all
from backend.demo.teleconsultation import DOCTOR
from backend.handover import accounts
from backend.handover.models import Agent, Handover
from backend.privacy.models import PrivacyRequest
from care165.web import create_app

Open = Callable[..., BrowserContext]
LOGINS = {role: login for login, _name, role, *_ in (DOCTOR, *reversed(DEMO_ACCOUNTS))}
"""One account of each role."""
PARTS = {
    "",
    "/events",
    "/header",
    "/queue",
    "/consultations/list",
    "/wall/now",
    "/learning/nlu.yml",
    "/reports.csv",
    "/reports/complaints.csv",
}
"""Parts of pages, and downloads."""
STEPS = {"/login", "/login/code", "/login/setup", "/invitation"}
"""For who is not logged in: ``test_desk_pages`` goes through them."""
WIDTHS = (1366, 360)


@pytest.fixture
def pages(url: str, new_context: Open) -> Iterator[list[Page]]:
    """A browser of each role, logged in; what a page complains about fails the test."""
    with session_scope() as session:
        load_all(session, now=clock.now())
    opened = []
    for login in LOGINS.values():
        with session_scope() as session:
            agent = session.scalars(select(Agent).where(Agent.login == login)).one()
            token = accounts.open_session(session, agent, now=clock.now()).token
        context = new_context()
        context.add_cookies([{"name": SESSION_COOKIE, "value": token, "url": url}])
        page = context.new_page()
        page.on("pageerror", lambda error: pytest.fail(str(error)))
        opened.append(page)
    yield opened


def addresses() -> Iterator[str]:
    """Every page, those of one thing with an example of it."""
    for context in iter_route_contexts(create_app().routes):
        path, methods = context.path or "", context.methods or set()
        if path.startswith("/console") and "GET" in methods and "{" not in path:
            yield path.removeprefix("/console")
    with session_scope() as session:
        yield f"/conversations/{session.scalars(select(Handover.conversation_id)).first()}"
        yield f"/complaints/{session.scalars(select(Complaint.ticket)).first()}"
        yield f"/privacy/{session.scalars(select(PrivacyRequest.id)).first()}"
        yield f"/admin/accounts/{session.scalars(select(Agent.id)).first()}"


def findings(page: Page) -> list[object]:
    """What is wrong with a page on a wide and on a narrow screen."""
    found: list[object] = []
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 768})
        violations = Axe().run(page).response["violations"]
        found += [(each["id"], [node["html"] for node in each["nodes"]]) for each in violations]
        if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
            found.append(f"wider than {width}")
    return found


def test_every_page_has_no_findings(pages: list[Page], url: str) -> None:
    wrong = {}
    for address in sorted(set(addresses()) - PARTS - STEPS):
        for page in pages:
            answer = page.goto(f"{url}/console{address}")
            if answer and answer.ok and page.url.split("?")[0].endswith(address):
                wrong[address] = findings(page)
                break
        else:
            wrong[address] = ["nobody may open it"]
    assert {address: found for address, found in wrong.items() if found} == {}
    assert len(wrong) > 20
