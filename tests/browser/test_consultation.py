"""A doctor and a member in one consultation, each in a browser of their own."""

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, expect
from sqlalchemy import select
from test_console_takeover import without_findings

from backend.conversations.models import Conversation, Message
from backend.db import session_scope
from tests.support.console import signs_in
from tests.support.consulting import booked, doctor
from tests.support.running import wait_until

Open = Callable[..., BrowserContext]


def written() -> bool:
    with session_scope() as session:
        return session.scalar(select(Message.seq).where(Message.text != "")) is not None


def test_from_opening_to_the_summary(url: str, new_context: Open) -> None:
    member = new_context(viewport={"width": 360, "height": 740}).new_page()
    member.goto(f"{url}/chat/")
    box = member.get_by_role("textbox")
    box.fill("halo")
    box.press("Enter")
    wait_until(written, 20, "the member's message")
    with session_scope() as session:
        conversation_id = session.scalars(select(Conversation.id)).one()
    receipt = booked(conversation_id)
    page = new_context().new_page()
    page.on("pageerror", lambda error: pytest.fail(str(error)))
    signs_in(page, url, doctor("wening"))
    expect(page.get_by_role("link", name="Siti Rahmawati")).to_be_visible()
    without_findings(page)
    page.get_by_role("link", name="Siti Rahmawati").click()
    page.get_by_role("button", name="Buka konsultasi").click()
    expect(member.get_by_text(f"membuka konsultasi {receipt}")).to_be_visible()
    box.fill("pagi dok, sekarang saya sesak napas")
    box.press("Enter")
    expect(member.get_by_text("Jangan menunggu jawaban dokter")).to_be_visible()
    expect(page.get_by_text("pagi dok, sekarang saya sesak napas")).to_be_visible()
    reply = page.get_by_label("Pesan untuk peserta")
    reply.fill("Segera ke IGD, Bu.")
    reply.press("Control+Enter")
    expect(member.get_by_text("Segera ke IGD, Bu.")).to_be_visible()
    expect(member.get_by_text("Dokter sedang melayani")).to_be_visible()
    expect(reply).to_have_value("")
    for width in (1366, 360):
        page.set_viewport_size({"width": width, "height": 768})
        without_findings(page)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), width
    page.get_by_label("Ringkasan").fill("Sesak napas mendadak.")
    page.get_by_label("Saran").fill("Langsung ke IGD terdekat.")
    page.get_by_role("button", name="Kirim dan akhiri").click()
    expect(page.get_by_text("sudah dikirim ke peserta")).to_be_visible()
    expect(member.get_by_text("Langsung ke IGD terdekat.")).to_be_visible()
