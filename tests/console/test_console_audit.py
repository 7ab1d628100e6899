"""The audit log and the days off in the reader's language."""

from collections.abc import Callable

from fastapi.testclient import TestClient

from backend.console.rendering import LANGUAGE_COOKIE
from tests.support.console import agent

Browser = Callable[[str], TestClient]


def test_what_was_done_is_said_in_words_in_both_languages(browser: Browser) -> None:
    agent("audi", "auditor")
    client = browser("audi")
    assert "Masuk konsol" in client.get("/console/audit?what=account.login").text
    client.cookies.set(LANGUAGE_COOKIE, "en")
    page = client.get("/console/audit?what=account.login").text
    assert "Logged in" in page and '<span class="code muted">account.login</span>' in page


def test_national_days_off_have_names_in_both_languages(browser: Browser) -> None:
    agent("adi", "admin")
    client = browser("adi")
    assert "Hari Raya Natal" in client.get("/console/admin/holidays").text
    client.cookies.set(LANGUAGE_COOKIE, "en")
    assert "Christmas Day" in client.get("/console/admin/holidays").text
