"""The page with the virtual accounts in a real browser: small phone, light and dark, with and without JavaScript."""

import random
from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import BrowserContext, expect

from backend import clock
from backend.autodebit.consent import consent_url
from backend.autodebit.models import Mandate
from backend.contributions.payment_page import ACCOUNTS
from backend.conversations.service import open_conversation
from backend.db import session_scope
from backend.demo import contributions, membership
from backend.demo.people import person
from backend.identity.service import open_session
from backend.membership.models import Member
from backend.settings import get_settings

Open = Callable[..., BrowserContext]
PHONE = {"viewport": {"width": 320, "height": 640}}
FULL = "8888809900000001"
SHOW = "Tampilkan nomor lengkap"


@pytest.fixture
def link(url: str) -> str:
    """The link that the verified head of a family was given."""
    now, rng = clock.now(), random.Random(1)
    siti = person("Siti Rahmawati").member_id
    with session_scope() as session:
        membership.load(session, now=now, rng=rng)
        session.flush()
        contributions.load(session, now=now, rng=rng)
        conversation = open_conversation(session, "web", "somebody", now=now).id
        open_session(session, conversation, member_id=siti, level=2, method="code", now=now)
    return ACCOUNTS.make(conversation, siti, now).url.replace(get_settings().public_base_url, url)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_accessible_and_copied_by_a_tap(new_context: Open, link: str, scheme: str) -> None:
    context = new_context(color_scheme=scheme, permissions=["clipboard-read", "clipboard-write"], **PHONE)
    page = context.new_page()
    refused: list[str] = []
    page.on("console", lambda said: refused.append(said.text) if said.type == "error" else None)
    page.goto(link)
    assert Axe().run(page).response["violations"] == []
    page.get_by_role("button", name=SHOW).click()
    page.get_by_role("button", name="Salin BRI").click()
    expect(page.get_by_text("Tersalin")).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()") == FULL
    assert Axe().run(page).response["violations"] == []
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["viewport"]["width"]
    assert [text for text in refused if "favicon" not in text] == []


def test_without_javascript(new_context: Open, link: str) -> None:
    page = new_context(java_script_enabled=False, **PHONE).new_page()
    page.goto(link)
    expect(page.get_by_text(FULL)).to_have_count(0)
    page.get_by_role("button", name=SHOW).click()
    expect(page.get_by_text(FULL).first).to_be_visible()
    expect(page.get_by_role("button", name="Salin")).to_have_count(0)


def test_the_banks_pages_are_accessible_too(new_context: Open, link: str, url: str) -> None:
    with session_scope() as session:
        slamet = session.get_one(Member, person("Slamet Widodo").member_id)
        mandate = Mandate(family_id=slamet.family_id, member_id=slamet.id, bank="BCA", run_day=20, state="pending")
        mandate.created_at = clock.now()
        session.add(mandate)
        session.flush()
        consent = consent_url(mandate).replace(get_settings().public_base_url, url)
    page = new_context(**PHONE).new_page()
    for address in (f"{url}/demo/bank", consent):
        page.goto(address)
        assert Axe().run(page).response["violations"] == []
        assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["viewport"]["width"]
    page.get_by_role("button", name="Tidak setuju").click()
    expect(page.get_by_role("heading", name="Tidak jadi")).to_be_visible()
