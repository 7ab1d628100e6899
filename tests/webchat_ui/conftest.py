"""A fake server and the chat page of it."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext
from webchat_fake import FakeChat, serving
from webchat_page import ChatPage

PATIENCE_MS = 15_000


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
        context = browser.new_context(**({"locale": "id-ID", "timezone_id": "Asia/Jakarta"} | options))
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
