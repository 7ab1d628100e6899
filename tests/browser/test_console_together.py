"""Two agents and a member on one conversation, each in a browser of their own."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, expect
from sqlalchemy import select
from test_console_takeover import without_findings

from backend import clock
from backend.conversations.models import Conversation, Message
from backend.db import session_scope
from backend.handover import canned
from backend.handover.models import Agent
from tests.support.console import agent, agent_id_of, asks, claims, replies, signs_in, writes
from tests.support.running import wait_until

Open = Callable[..., BrowserContext]
PHONE = {"viewport": {"width": 360, "height": 740}}


@pytest.fixture
def member(url: str, new_context: Open) -> Page:
    """A member's phone in the web chat."""
    page = new_context(**PHONE).new_page()
    page.goto(f"{url}/chat/")
    return page


@pytest.fixture
def console(url: str, new_context: Open) -> Callable[..., Page]:
    """An agent at the queue; what the page complains about fails the test."""

    def opened(login: str, role: str = "agent") -> Page:
        agent(login, role)
        page = new_context().new_page()
        page.on("pageerror", lambda error: pytest.fail(str(error)))
        signs_in(page, url, login)
        return page

    return opened


def arrived() -> bool:
    with session_scope() as session:
        return session.scalar(select(Message.seq).where(Message.text != "")) is not None


def asks_for_a_person(member: Page) -> None:
    member.get_by_role("textbox").fill("kartu saya tidak aktif")
    member.get_by_role("textbox").press("Enter")
    expect(member.get_by_text("kartu saya tidak aktif")).to_be_visible()
    wait_until(arrived, 20, "the member's message")
    with session_scope() as session:
        conversation_id = session.scalars(select(Conversation.id)).one()
    asks(conversation_id, "P2", summary="Kartu tidak aktif")


def test_from_one_agent_to_the_next(member: Page, console: Callable[..., Page]) -> None:
    rina, bayu = console("rina"), console("bayu")
    with session_scope() as session:
        owner = session.scalars(select(Agent).where(Agent.login == "rina")).one()
        canned.save(session, owner, "cek", "Kami cek dulu. {nama_petugas}", shared=False, now=clock.now())
    asks_for_a_person(member)
    rina.get_by_role("link", name="kartu saya tidak aktif").click()
    rina.get_by_role("button", name="Ambil percakapan").click()
    expect(member.get_by_text("terhubung dengan petugas Rina")).to_be_visible()

    box = rina.get_by_label("Balasan untuk peserta")
    box.press_sequentially("/ce")
    expect(rina.get_by_role("option", name="/cek")).to_be_visible()
    without_findings(rina)
    box.press("Enter")
    expect(box).to_have_value("Kami cek dulu. Rina")
    box.press("Control+Enter")
    rina.get_by_role("button", name="Ubah").click()
    expect(box).to_have_value("Kami cek dulu. Rina")
    box.fill("Kami cek sekarang.")
    expect(member.locator(".typing")).to_be_visible()
    box.press("Control+Enter")
    expect(rina.locator("#held")).to_contain_text("Kami cek sekarang.")
    rina.get_by_role("button", name="Kirim sekarang").click()
    expect(member.get_by_text("Kami cek sekarang.")).to_be_visible()
    expect(rina.locator(".delivery.read")).to_be_visible()
    member.get_by_role("textbox").press_sequentially("baik")
    expect(rina.get_by_text("Peserta sedang menulis…")).to_be_visible()

    rina.get_by_text("Alihkan", exact=True).click()
    rina.get_by_label("Kepada").select_option(label="Bayu")
    rina.get_by_label("Catatan untuk penerima").fill("tinggal aktifkan")
    rina.get_by_role("button", name="Alihkan percakapan").click()
    expect(rina.get_by_text("Percakapan itu tidak menunggu lagi")).to_be_visible()
    expect(member.get_by_text("dilanjutkan oleh petugas Bayu")).to_be_visible()
    bayu.get_by_role("link", name="Saya").click()
    bayu.locator("#queue a.line").click()
    expect(bayu.get_by_role("log").get_by_text("→ Bayu: tinggal aktifkan")).to_be_visible()
    without_findings(bayu)


def test_the_line_of_who_writes_comes_up_where_it_belongs(console: Callable[..., Page]) -> None:
    rina = console("rina")
    for chat in ("satu", "dua", "tiga"):
        handover = asks(writes(chat, f"halo dari {chat}"))
        claims(handover, agent_id_of("rina"))
        replies(handover, agent_id_of("rina"), "baik")
    rina.get_by_role("link", name="Saya").click()
    lines = rina.locator("#queue a.line")
    expect(lines).to_contain_text(["baik", "baik", "baik"])
    lines.nth(2).focus()
    fetched: list[str] = []
    rina.on("request", lambda request: fetched.append(request.url))
    writes("tiga", "sudah ada kabar?")
    expect(lines.nth(0)).to_contain_text("sudah ada kabar?")
    expect(lines.nth(0)).to_contain_text("2 belum dibaca")
    expect(lines.nth(0)).to_be_focused()
    expect(lines).to_contain_text(["sudah ada kabar?", "baik", "baik"])
    assert not [address for address in fetched if "/console/queue" in address]


_GOES_UP = """scroll => new Promise(there => {
    const up = () => {
        scroll.scrollTop = 0;
        requestAnimationFrame(() => requestAnimationFrame(() => scroll.scrollTop ? up() : there()));
    };
    up();
})"""
"""Goes up as a reader does: again, where what was still coming in took them to the end before the page saw them go."""


def test_the_talk_stays_at_its_end_until_somebody_reads_back(console: Callable[..., Page]) -> None:
    rina = console("rina")
    long = "kalimat yang panjang sekali " * 12
    claims(asks(writes("chat", f"{long} pertama")), agent_id_of("rina"))
    rina.get_by_role("link", name="Saya").click()
    rina.locator("#queue a.line").click()
    talk = rina.get_by_role("log")
    for n in range(6):
        writes("chat", f"{long} nomor {n}")
    expect(talk.get_by_text("nomor 5")).to_be_in_viewport()
    rina.locator("#scroll").evaluate(_GOES_UP)
    expect(talk.get_by_text("pertama")).to_be_in_viewport()
    writes("chat", f"{long} nomor 6")
    expect(talk.get_by_text("nomor 6")).to_be_attached()
    expect(talk.get_by_text("pertama")).to_be_in_viewport()


def test_pages_beside_the_queue_have_no_findings(console: Callable[..., Page], member: Page, url: str) -> None:
    asks_for_a_person(member)
    page = console("tari", "supervisor")
    page.keyboard.press("Alt+KeyJ")
    expect(page.get_by_role("log").get_by_text("kartu saya tidak aktif")).to_be_visible()
    for address, act in (("canned", None), ("people", None), ("search", "aktif")):
        page.goto(f"{url}/console/{address}")
        for hidden in page.locator("main summary").all():
            hidden.click()
        if act:
            page.get_by_label("Kata, nama, atau nomor").fill(act)
            page.get_by_role("button", name="Cari", exact=True).click()
            expect(page.locator("#hits mark")).to_have_text(re.compile("aktif"))
        for width in (1366, 360):
            page.set_viewport_size({"width": width, "height": 768})
            without_findings(page)
            assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), (address, width)
        page.set_viewport_size({"width": 1366, "height": 768})
