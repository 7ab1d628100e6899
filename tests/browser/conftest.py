"""The running web application and profiles of the browser."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, expect

from tests.support.console import served

PATIENCE_MS = 20_000
expect.set_options(timeout=PATIENCE_MS)  # no test asserts a time: five seconds are short beside other work


@pytest.fixture
def url(committed: None) -> Iterator[str]:
    """The address of the web application."""
    with served() as address:
        yield address


@pytest.fixture
def new_context(browser: Browser) -> Iterator[Callable[..., BrowserContext]]:
    """Opens browser profiles, closed after the test."""
    contexts: list[BrowserContext] = []

    def opened(**options: object) -> BrowserContext:
        size = {"width": 1366, "height": 768}
        context = browser.new_context(**({"viewport": size, "locale": "id-ID"} | options))
        context.set_default_timeout(PATIENCE_MS)
        contexts.append(context)
        return context

    yield opened
    for context in contexts:
        context.close()
