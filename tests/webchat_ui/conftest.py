"""A browser, a fake server and the chat page of it."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, sync_playwright
from webchat_fake import FakeChat, serving
from webchat_page import ChatPage

CHROMIUM = Path("/usr/bin/chromium")
FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PATIENCE_MS = 15_000


@pytest.fixture(scope="session")
def chromium_path() -> Path:
    """Debian's Chromium; without it, browser tests are skipped."""
    if not CHROMIUM.exists():
        pytest.skip("no Chromium: apt-get install chromium")
    return CHROMIUM


@pytest.fixture(scope="session")
def browser(chromium_path: Path) -> Iterator[Browser]:
    """One browser for all tests."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium_path, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def server() -> Iterator[FakeChat]:
    """A fake chat server of this test's own."""
    with serving(FakeChat()) as chat:
        yield chat


@pytest.fixture
def new_context(browser: Browser) -> Iterator[Callable[..., BrowserContext]]:
    """Opens browser profiles; they are closed after the test."""
    contexts: list[BrowserContext] = []

    def opened(**options: object) -> BrowserContext:
        context = browser.new_context(**({"locale": "id-ID", "timezone_id": "Asia/Jakarta"} | options))  # type: ignore[arg-type]
        context.set_default_timeout(PATIENCE_MS)
        contexts.append(context)
        return context

    yield opened
    for context in contexts:
        context.close()


@pytest.fixture
def context(new_context: Callable[..., BrowserContext]) -> BrowserContext:
    """A fresh browser profile."""
    return new_context()


@pytest.fixture
def chat(context: BrowserContext, server: FakeChat) -> ChatPage:
    """The chat page, open, with the greeting on it."""
    return ChatPage(context.new_page()).open(f"{server.url}/chat/")
