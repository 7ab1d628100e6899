"""An agent takes over in a real browser: everything arrives without a reload."""

from collections.abc import Callable
from uuid import UUID

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import BrowserContext, Page, expect

from backend.conversations.service import history
from backend.db import session_scope
from tests.support.console import agent, asks, claims, handled_by, signs_in, writes

Open = Callable[..., BrowserContext]
PHONE = {"viewport": {"width": 360, "height": 740}}


@pytest.fixture
def problems() -> list[str]:
    """What pages complain about: errors of scripts, things that the content policy refused."""
    return []


@pytest.fixture
def console(url: str, new_context: Open, problems: list[str]) -> Callable[..., Page]:
    """Somebody logged in at the queue."""

    def opened(login: str, **options: object) -> Page:
        page = new_context(**options).new_page()
        page.on("pageerror", lambda error: problems.append(str(error)))
        page.on("console", lambda said: problems.append(said.text) if said.type == "error" else None)
        signs_in(page, url, login)
        expect(page.get_by_role("navigation", name="Antrean")).to_be_visible()
        return page

    return opened


def written(conversation_id: UUID) -> list[tuple[str, str]]:
    with session_scope() as session:
        return [(message.author, message.text) for message in history(session, conversation_id)]


def without_findings(page: Page) -> None:
    found = Axe().run(page).response["violations"]
    assert [(each["id"], [node["html"] for node in each["nodes"]]) for each in found] == []


def test_takeover_from_queue_to_rating(console: Callable[..., Page], problems: list[str]) -> None:
    agent("rina")
    page = console("rina")
    expect(page.get_by_text("Tidak ada yang menunggu.")).to_be_visible()
    without_findings(page)
    conversation_id = writes("chat", "ibu saya ditolak di igd", display_name="Siti")
    asks(conversation_id, "P1", slots={"facility": "RSUD Sleman"})
    page.get_by_role("link", name="ibu saya ditolak di igd").click()
    transcript = page.get_by_role("log")
    expect(transcript.get_by_text("ibu saya ditolak di igd")).to_be_visible()
    expect(page.get_by_text("RSUD Sleman")).to_be_visible()

    page.get_by_role("button", name="Ambil percakapan").click()
    expect(transcript.get_by_text("terhubung dengan petugas Rina")).to_be_visible()
    writes("chat", "<b>tolong cepat</b>")
    expect(transcript.get_by_text("<b>tolong cepat</b>")).to_be_visible()
    box = page.get_by_label("Balasan untuk peserta")
    box.fill("Kami hubungi rumah sakit sekarang.")
    box.press("Control+Enter")
    expect(box).to_have_value("")
    page.get_by_role("button", name="Kirim sekarang").click()
    expect(transcript.get_by_text("Kami hubungi rumah sakit sekarang.")).to_be_visible()
    assert ("agent", "Kami hubungi rumah sakit sekarang.") in written(conversation_id)
    page.locator("summary", has_text="Catatan internal").click()
    page.get_by_label("Catatan internal").fill("RS sudah ditelepon")
    page.get_by_role("button", name="Simpan catatan").click()
    expect(transcript.get_by_text("RS sudah ditelepon")).to_be_visible()
    without_findings(page)

    page.get_by_role("button", name="Selesai").click()
    expect(page.get_by_text("Asisten otomatis sedang melayani percakapan ini.")).to_be_visible()
    assert handled_by(conversation_id) == "bot"
    assert "nilai pelayanan" in written(conversation_id)[-1][1]
    assert problems == []


def test_two_agents_see_each_other_work(console: Callable[..., Page], problems: list[str]) -> None:
    agent("rina")
    agent("bayu")
    conversation_id = writes("chat", "halo", display_name="Siti")
    asks(conversation_id)
    rina, bayu = console("rina"), console("bayu")
    for page in (rina, bayu):
        page.get_by_role("link", name="Siti").click()
        expect(page.get_by_role("button", name="Ambil percakapan")).to_be_visible()
    rina.get_by_role("button", name="Ambil percakapan").click()
    expect(rina.get_by_label("Balasan untuk peserta")).to_be_visible()
    expect(bayu.get_by_text("petugas lain mengambilnya")).to_be_visible()
    expect(bayu.get_by_text("Tidak ada yang menunggu.")).to_be_visible()
    expect(bayu.get_by_role("log")).to_have_count(0)
    assert handled_by(conversation_id) == "agent"
    assert [problem for problem in problems if "404" not in problem] == []


def test_draft_survives_what_happens_around_it(console: Callable[..., Page]) -> None:
    rina = agent("rina")
    conversation_id = writes("chat", "halo", display_name="Siti")
    handover_id = asks(conversation_id)
    claims(handover_id, rina)
    page = console("rina")
    page.get_by_role("link", name="Saya").click()
    page.get_by_role("link", name="Siti").click()
    box = page.get_by_label("Balasan untuk peserta")
    box.fill("belum selesai menul")
    asks(conversation_id, "P1")
    expect(page.locator("#bar").get_by_text("P1")).to_be_visible()
    expect(box).to_have_value("belum selesai menul")


def test_draft_waits_in_its_conversation_until_it_is_sent(console: Callable[..., Page]) -> None:
    rina = agent("rina")
    for name in ("Siti", "Budi"):
        claims(asks(writes(f"chat-{name}", "halo", display_name=name)), rina)
    page = console("rina")
    page.get_by_role("link", name="Saya").click()
    page.get_by_role("link", name="Siti").click()
    box = page.get_by_label("Balasan untuk peserta")
    box.fill("belum selesai menul")
    page.get_by_text("Catatan internal").first.click()
    page.get_by_label("Catatan internal").fill("tanya cabang")
    page.get_by_role("link", name="Budi").click()
    expect(page.get_by_role("heading", name="Budi")).to_be_visible()
    expect(box).to_have_value("")
    page.get_by_role("link", name="Siti").click()
    expect(box).to_have_value("belum selesai menul")
    expect(page.get_by_label("Catatan internal")).to_have_value("tanya cabang")
    box.press("Control+Enter")
    expect(box).to_have_value("")
    page.reload()
    expect(page.get_by_label("Catatan internal")).to_have_value("tanya cabang")
    expect(box).to_have_value("")


def test_nothing_is_missed_while_the_network_is_away(console: Callable[..., Page]) -> None:
    rina = agent("rina")
    conversation_id = writes("chat", "halo", display_name="Siti")
    claims(asks(conversation_id), rina)
    page = console("rina")
    page.get_by_role("link", name="Saya").click()
    page.get_by_role("link", name="Siti").click()
    page.context.set_offline(True)
    for n in range(3):
        writes("chat", f"pesan {n} selama putus")
    box = page.get_by_label("Balasan untuk peserta")
    box.fill("belum terkirim")
    page.get_by_role("button", name="Kirim").click()
    expect(page.get_by_role("alert").get_by_text("Belum berhasil")).to_be_visible()
    expect(box).to_have_value("belum terkirim")
    page.context.set_offline(False)
    page.get_by_role("button", name="Kirim").click()
    for words in ("pesan 0 selama putus", "pesan 1 selama putus", "pesan 2 selama putus"):
        expect(page.get_by_role("log").get_by_text(words)).to_have_count(1)
    page.get_by_role("button", name="Kirim sekarang").click()
    expect(page.get_by_role("log").get_by_text("belum terkirim")).to_have_count(1)


def test_on_a_phone_nothing_is_cut_off(console: Callable[..., Page]) -> None:
    rina = agent("rina")
    conversation_id = writes("chat", "halo " * 60, display_name="Siti Rahmawati Kusumaningrum Wijayanti")
    claims(asks(conversation_id), rina)
    page = console("rina", **PHONE)
    page.get_by_role("link", name="Saya").click()
    without_findings(page)
    page.get_by_role("link", name="Siti").click()
    expect(page.get_by_label("Balasan untuk peserta")).to_be_visible()
    without_findings(page)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_login_page_has_no_findings(url: str, new_context: Open) -> None:
    page = new_context().new_page()
    page.goto(f"{url}/console/login")
    without_findings(page)
    page.get_by_role("button", name="English").click()
    expect(page.get_by_role("button", name="Log in")).to_be_visible()
