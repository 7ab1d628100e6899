"""The verification pages in a real browser: narrow, light and dark, without JavaScript, WCAG 2.2 AA."""

import random
import re
from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from backend import clock
from backend.conversations.service import open_conversation
from backend.db import session_scope
from backend.demo import membership
from backend.identity.verification import start_verification
from backend.settings import get_settings
from tests.support.console import served

PHONE = {"width": 320, "height": 640}
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]


@pytest.fixture
def site(committed: None) -> Iterator[str]:
    """The web process on a port of its own."""
    with served() as address:
        yield address


@pytest.fixture
def link(site: str) -> str:
    now = clock.now()
    with session_scope() as session:
        membership.load(session, now=now, rng=random.Random(1))
        conversation = open_conversation(session, "web", "somebody", now=now)
        url = start_verification(session, conversation.id, now).url
    return url.replace(get_settings().public_base_url, site)


def fill_in(page: Page, number: str, born: str) -> None:
    page.get_by_label("Nomor kartu JKN atau NIK").fill(number)
    page.get_by_label("Tanggal lahir").fill(born)
    page.get_by_role("button", name="Kirim kode").click()


def code_in_inbox(page: Page, site: str) -> str:
    inbox = page.context.new_page()
    inbox.goto(f"{site}/demo/sms")
    found = re.search(r"(\d{6}) adalah kode", inbox.content())
    assert found
    inbox.close()
    return found[1]


def check(page: Page) -> None:
    found = Axe().run(page, options={"runOnly": RULES})
    assert found.violations_count == 0, found.generate_report()
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_page_is_accessible_on_a_small_phone(browser: Browser, site: str, link: str, scheme: str) -> None:
    context = browser.new_context(viewport=PHONE, color_scheme=scheme)
    page = context.new_page()
    refused: list[str] = []
    page.on("console", lambda message: refused.append(message.text) if "Content Security" in message.text else None)
    page.goto(link)
    check(page)
    fill_in(page, "999999150290001", "31-4-1988")
    check(page)
    fill_in(page, "0009900000001", "14 Maret 1988")
    check(page)
    page.get_by_label("Kode 6 angka").fill("12")
    page.get_by_role("button", name="Verifikasi").click()
    check(page)
    page.get_by_role("link", name="Nomor HP saya sudah ganti").click()
    check(page)
    page.get_by_role("link", name="Kembali ke isian kode").click()
    page.get_by_label("Kode 6 angka").fill(code_in_inbox(page, site))
    page.get_by_role("button", name="Verifikasi").click()
    check(page)
    page.goto(f"{site}/demo/sms")
    check(page)
    assert refused == []
    context.close()


def test_the_pages_of_a_helper_are_accessible_too(browser: Browser, site: str, link: str) -> None:
    now = clock.now()
    with session_scope() as session:
        conversation = open_conversation(session, "web", "helper", now=now)
        url = start_verification(session, conversation.id, now, helper_kind="cadre").url
    page = browser.new_context(viewport=PHONE).new_page()
    page.goto(url.replace(get_settings().public_base_url, site))
    check(page)
    page.get_by_role("button", name="Kirim kode ke HP peserta").click()
    check(page)
    page.get_by_label("Nama Bapak/Ibu (penolong)").fill("Rina")
    page.get_by_label("Nomor kartu JKN atau NIK peserta").fill("0009900000001")
    page.get_by_label("Tanggal lahir peserta").fill("14-3-1988")
    page.get_by_role("button", name="Kirim kode ke HP peserta").click()
    page.get_by_role("link", name="Minta persetujuan petugas").click()
    check(page)
    page.get_by_role("button", name="Kirim permintaan").click()
    check(page)
    page.context.close()


def test_it_works_without_javascript_and_by_keyboard(browser: Browser, site: str, link: str) -> None:
    context = browser.new_context(viewport=PHONE, java_script_enabled=False)
    page = context.new_page()
    page.goto(link)
    page.get_by_label("Nomor kartu JKN atau NIK").focus()
    page.keyboard.type("9999015403880001")
    page.keyboard.press("Tab")
    page.keyboard.type("14-3-1988")
    page.keyboard.press("Enter")
    page.get_by_label("Kode 6 angka").wait_for()
    page.get_by_label("Kode 6 angka").fill(code_in_inbox(page, site))
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Verifikasi berhasil")
    context.close()
