"""The pages with a record in a real browser: narrow, WCAG 2.2 AA."""

import random
from collections.abc import Iterator
from datetime import datetime
from uuid import UUID

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from backend import clock
from backend.db import session_scope
from backend.demo import facilities, history, membership, queues
from backend.history.page_link import RECORD
from backend.identity.viewer import VERIFIED, Viewer
from backend.settings import get_settings
from tests.history.test_history import HASAN, headers
from tests.support.console import served

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
ME = Viewer(VERIFIED, HASAN)


@pytest.fixture
def site(committed: None) -> Iterator[str]:
    """The web process on a port of its own, with the demonstration's visits."""
    with session_scope() as session:
        for topic in (facilities, membership, queues, history):
            topic.load(session, now=clock.now(), rng=random.Random(165))
            session.flush()
    with served() as address:
        yield address


def check(page: Page) -> None:
    found = Axe().run(page, options={"runOnly": RULES})
    assert found.violations_count == 0, found.generate_report()
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


def test_member_and_doctor(site: str, browser: Browser) -> None:
    now: datetime = clock.now()
    conversation = headers(HASAN, now)["X-Conversation-Id"]
    link = RECORD.make(UUID(conversation), ME.member_id, now, about=HASAN).url.replace(
        get_settings().public_base_url, site
    )
    page = browser.new_page(viewport={"width": 320, "height": 640})
    page.goto(link)
    check(page)
    page.get_by_role("button", name="Buat kode").click()
    code = page.get_by_role("status").inner_text()
    check(page)
    page.go_back()
    page.get_by_role("button", name="Tampilkan riwayat").click()
    expect(page.get_by_text("Penyakit jantung koroner")).to_be_visible()
    check(page)
    page.goto(f"{site}/doctor?lang=en")
    page.get_by_label("Doctor's name").fill("dr. Contoh")
    page.get_by_role("button", name="Open the history").click()
    expect(page.get_by_role("alert")).to_contain_text("The code is missing.")
    check(page)
    page.get_by_label("Code from the patient").fill(code)
    page.get_by_label("Facility").fill("RSUD Ulin")
    page.get_by_role("button", name="Open the history").click()
    expect(page.get_by_text("Opened with the patient's code")).to_be_visible()
    check(page)
