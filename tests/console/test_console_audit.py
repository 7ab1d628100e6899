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


def test_a_refusal_leads_back_to_where_it_came_from(browser: Browser) -> None:
    agent("adi", "admin")
    client = browser("adi")
    page = f"{client.base_url}/console/admin/accounts?said=saved"
    refused = client.get("/console/audit", headers={"Referer": page}).text
    assert 'href="/console/admin/accounts"' in refused, "the page of the role comes first"
    form = {"csrf": "old", "name": "x", "login": "x", "role": "agent"}
    kept = client.post("/console/admin/invitations", data=form, headers={"Referer": page}).text
    assert 'href="/console/admin/accounts?said=saved"' in kept
    elsewhere = client.post("/console/admin/invitations", data=form, headers={"Referer": "https://x.example/console/"})
    assert 'href="/console/"' in elsewhere.text
