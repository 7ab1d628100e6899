"""The verification pages as a browser without JavaScript uses them."""

import random
import re
from uuid import UUID

import pytest
from fastapi.testclient import TestClient
from httpx import Response
from sqlalchemy import select

from backend import clock
from backend.conversations.service import open_conversation
from backend.db import session_scope
from backend.demo import membership
from backend.identity import events
from backend.identity.hooks import AgentReason
from backend.identity.models import VerificationCode
from backend.identity.senders import ConsoleSender
from backend.identity.verification import start_verification
from backend.identity.viewer import VERIFIED
from backend.settings import get_settings

SITI = {"number": "0009900000001", "birth_date": "14 Maret 1988"}
UNKNOWN = {"number": "0009900000099", "birth_date": "14 Maret 1988"}


class Browser:
    """A browser that fills in the forms of the page before it."""

    def __init__(self, client: TestClient, path: str) -> None:
        self.client, self.path = client, path
        self.page = client.get(path)

    def send(self, action: str, **values: str) -> Response:
        found = re.search(r'name="csrf" value="(\w+)"', self.page.text)
        form = {"csrf": found[1] if found else "", **values}
        self.page = self.client.post(f"{self.path}/{action}", data=form)
        return self.page

    def heading(self) -> str:
        found = re.search(r"<h1>(.*?)</h1>", self.page.text)
        return found[1] if found else ""


@pytest.fixture
def conversation(api: TestClient) -> UUID:
    now = clock.now()
    with session_scope() as session:
        membership.load(session, now=now, rng=random.Random(1))
        return open_conversation(session, "web", "somebody", now=now).id


def new_link(conversation: UUID, **options: str) -> str:
    with session_scope() as session:
        link = start_verification(session, conversation, clock.now(), **options)
    return link.url.removeprefix(get_settings().public_base_url)


@pytest.fixture
def browser(api: TestClient, conversation: UUID) -> Browser:
    return Browser(api, new_link(conversation))


def newest_code(api: TestClient) -> str:
    found = re.search(r"(\d{6}) adalah kode", api.get("/demo/sms").text)
    assert found
    return found[1]


def viewer(api: TestClient, conversation: UUID) -> dict[str, object]:
    answer = api.get("/service/v1/identity/viewer", headers={"X-Conversation-Id": str(conversation)})
    found: dict[str, object] = answer.json()
    return found


def test_two_steps_verify_the_conversation(api: TestClient, conversation: UUID, browser: Browser) -> None:
    browser.send("identity", **SITI)
    assert browser.heading() == "Langkah 2 dari 2: kode"
    assert "0812*****101" in browser.page.text
    browser.send("code", code=newest_code(api))
    assert browser.heading() == "Verifikasi berhasil"
    assert viewer(api, conversation)["level"] == VERIFIED
    browser.page = api.get(browser.path)
    assert browser.heading() == "Verifikasi berhasil"
    api.cookies.clear()
    assert api.get(browser.path).status_code == 410


def test_nothing_typed_is_shown_in_full_again_but_the_form_itself(browser: Browser) -> None:
    browser.send("identity", **SITI)
    assert SITI["number"] not in browser.page.text


def test_pages_carry_their_safety_headers(browser: Browser) -> None:
    headers = browser.page.headers
    assert "default-src 'none'" in headers["content-security-policy"]
    assert "frame-ancestors 'none'" in headers["content-security-policy"]
    assert (headers["referrer-policy"], headers["cache-control"]) == ("no-referrer", "no-store")
    assert "HttpOnly" in headers["set-cookie"]
    assert "SameSite=strict" in headers["set-cookie"]
    assert "<script" not in browser.page.text


def test_looking_does_not_use_the_link_up(api: TestClient, browser: Browser) -> None:
    api.cookies.clear()
    other = Browser(api, browser.path)
    assert other.send("identity", **SITI).status_code == 200


def test_a_form_from_elsewhere_is_refused(api: TestClient, browser: Browser) -> None:
    forged = api.post(f"{browser.path}/identity", data=SITI | {"csrf": "0" * 64})
    assert forged.status_code == 403
    api.cookies.clear()
    assert browser.send("identity", **SITI).status_code == 403


def test_a_second_browser_cannot_go_on_with_the_link(api: TestClient, browser: Browser) -> None:
    browser.send("identity", **SITI)
    api.cookies.clear()
    answer = api.get(browser.path)
    assert answer.status_code == 403
    assert "0812" not in answer.text


def test_a_forged_link_is_not_told_from_an_old_one(api: TestClient, conversation: UUID, browser: Browser) -> None:
    forged = api.get("/verify/ImFiYyI.c2ln")
    new_link(conversation)
    old = api.get(browser.path)
    assert (forged.status_code, old.status_code) == (410, 410)
    assert forged.text == old.text


def test_problems_stand_at_their_fields(browser: Browser) -> None:
    page = browser.send("identity", number="999999150290001", birth_date="31-4-1988")
    assert page.status_code == 422
    assert "<title>Salah: " in page.text
    assert 'aria-describedby="number-hint number-wrong"' in page.text
    assert "Ada 15 angka." in page.text
    assert 'value="31-4-1988"' in page.text


def test_known_and_unknown_people_see_the_same_words(api: TestClient, conversation: UUID, browser: Browser) -> None:
    def words(page: Response) -> str:
        neutral = re.sub(r"08\d\d\*+\d{3}", "PHONE", page.text)
        return re.sub(r"/verify/[\w.-]+|\b[0-9a-f]{64}\b", "", neutral)

    known = words(browser.send("identity", **SITI))
    api.cookies.clear()
    other = Browser(api, new_link(conversation))
    assert words(other.send("identity", **UNKNOWN)) == known
    api.cookies.clear()


def test_a_wrong_code_says_how_many_tries_are_left_and_the_fifth_locks(api: TestClient, browser: Browser) -> None:
    browser.send("identity", **SITI)
    bad = f"{(int(newest_code(api)) + 1) % 1_000_000:06}"
    for left in (4, 3, 2, 1):
        assert f"Sisa {left} kali mencoba." in browser.send("code", code=bad).text
    assert "Kode salah terlalu sering." in browser.send("code", code=bad).text
    assert "/help/locked" in browser.page.text
    assert "terlalu sering" in browser.send("code", code=newest_code(api)).text


def test_asking_again_too_soon_says_when(browser: Browser) -> None:
    browser.send("identity", **SITI)
    page = browser.send("resend")
    assert page.status_code == 429
    assert re.search(r"setelah pukul \d\d\.\d\d WIB", page.text)


def test_who_tried_too_many_dates_is_led_to_a_person(browser: Browser) -> None:
    for day in range(1, 6):
        browser.send("identity", number=SITI["number"], birth_date=f"{day}-3-1988")
        browser.send("start-over")
    page = browser.send("identity", **SITI)
    assert (page.status_code, browser.heading()) == (429, "Langkah 1 dari 2: data diri")
    assert "Nomor ini terlalu sering dicoba." in page.text
    browser.send("agent", reason="locked")
    assert browser.heading() == "Petugas akan membantu"


def test_the_message_leaves_after_the_answer(browser: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    """So the gateway's time tells nothing: what it is asked to send is committed already."""
    committed = []

    def send(_sender: ConsoleSender, _phone: str, _text: str) -> None:
        with session_scope() as session:
            committed.extend(session.scalars(select(VerificationCode.delivered)))

    monkeypatch.setattr(ConsoleSender, "send", send)
    browser.send("identity", **SITI)
    assert committed == [None]


class Listener:
    """Keeps the reasons for which a person was asked for."""

    def __init__(self) -> None:
        self.reasons: list[str] = []

    def verified(self, *_: object) -> None:
        """Not of interest."""

    def needs_agent(self, _session: object, _conversation: UUID, reason: AgentReason, _now: object) -> None:
        self.reasons.append(reason)


@pytest.mark.parametrize("reason", ["number_changed", "no_signal", "wrong_number", "no_phone", "sender_down", "locked"])
def test_each_failure_of_the_code_has_its_own_way_to_a_person(api: TestClient, browser: Browser, reason: str) -> None:
    listener = Listener()
    unsubscribe = events.subscribe(listener)
    browser.send("identity", **SITI)
    browser.page = api.get(f"{browser.path}/help/{reason}")
    assert browser.page.status_code == 200
    browser.send("agent", reason=reason)
    unsubscribe()
    assert browser.heading() == "Petugas akan membantu"
    assert listener.reasons == [reason]


def test_a_wrong_number_can_be_corrected(api: TestClient, browser: Browser) -> None:
    browser.send("identity", **UNKNOWN)
    browser.page = api.get(f"{browser.path}/help/wrong_number")
    browser.send("start-over")
    assert browser.heading() == "Langkah 1 dari 2: data diri"
    browser.send("identity", **SITI)
    assert "0812*****101" in browser.page.text


def test_trouble_with_sending_leads_to_a_person(browser: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    settings = get_settings().model_copy(update={"demo": False, "sms_gateway_url": "http://127.0.0.1:9/sms"})
    monkeypatch.setattr("backend.identity.senders.get_settings", lambda: settings)
    page = browser.send("identity", **SITI)
    assert "Pengiriman SMS sedang terganggu" in page.text
    assert "/help/sender_down" in page.text


def test_the_page_speaks_english_when_asked(api: TestClient, browser: Browser) -> None:
    browser.page = api.get(f"{browser.path}?lang=en")
    assert '<html lang="en">' in browser.page.text
    assert browser.heading() == "Step 1 of 2: who you are"
    browser.send("identity", **SITI)
    assert browser.heading() == "Step 2 of 2: the code"


def test_the_last_page_leads_back_to_the_chat(api: TestClient, conversation: UUID) -> None:
    browser = Browser(api, new_link(conversation, return_url="https://t.me/contoh_bot"))
    browser.send("identity", **SITI)
    browser.send("code", code=newest_code(api))
    assert 'href="https://t.me/contoh_bot"' in browser.page.text


def test_the_demo_inbox_exists_in_demonstrations_only(api: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "Belum ada SMS." in api.get("/demo/sms").text
    settings = get_settings().model_copy(update={"demo": False})
    monkeypatch.setattr("backend.identity.pages.get_settings", lambda: settings)
    assert api.get("/demo/sms").status_code == 404
