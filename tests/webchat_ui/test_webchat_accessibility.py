"""WCAG 2.2 AA: keyboard, screen reader, contrast, small screens, zoom, motion."""

from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import BrowserContext, expect
from webchat_fake import FakeChat
from webchat_page import ChatPage
from webchat_samples import CLINIC, HOSPITAL, MAP, file

NewContext = Callable[..., BrowserContext]
FULL = [
    {"text": "Faskes:\n1. RSUD Contoh", "card": {"type": "facilities", "items": [HOSPITAL, CLINIC]}, "buttons": ["A"]},
    {"text": "Peta", "card": MAP},
    {"text": "Tautan", "card": {"type": "link", "title": "Verifikasi", "url": "/v/abc"}},
    {"text": "Lokasi", "card": {"type": "request_location"}},
    {"text": "Nilai", "card": {"type": "rating", "scale": 5}},
    {"text": "Berkas", "card": {"type": "attachments_wanted"}, "buttons": ["Lewati", "Selesai"]},
]


def full_chat(context: BrowserContext, server: FakeChat) -> ChatPage:
    """A chat with everything in it that it can show."""
    chat = ChatPage(context.new_page()).open(f"{server.url}/chat/")
    server.replies["semua"] = FULL
    chat.say("semua")
    expect(chat.bodies("bot")).to_have_count(7)
    server.conversation.add("system", "Bapak/Ibu tersambung dengan petugas.")
    server.conversation.add("agent", "Halo, ini " + "panjangsekali" * 20, agent_name="Rina")
    expect(chat.bodies("agent")).to_have_count(1)
    server.refusals["messages"] = [(422, 0), (503, 60)]
    chat.say("ditolak")
    chat.say("menunggu")
    expect(chat.log.locator(".msg.waiting")).to_have_count(1)
    chat.picker.set_input_files(file("lagu.mp3", "audio/mpeg", b"ID3"))
    chat.input.fill("a" * 4000)
    return chat


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(new_context: NewContext, server: FakeChat, scheme: str) -> None:
    context = new_context(color_scheme=scheme, bypass_csp=True)
    chat = full_chat(context, server)
    results = Axe().run(chat.page)
    assert results.violations_count == 0, results.generate_report()


@pytest.mark.parametrize("size", [(320, 568), (320, 256)], ids=["small phone", "zoom 400 %"])
def test_nothing_is_cut_off_on_a_small_screen(new_context: NewContext, server: FakeChat, size: tuple[int, int]) -> None:
    context = new_context(viewport={"width": size[0], "height": size[1]})
    chat = full_chat(context, server)
    overflow = "element => element.scrollWidth - element.clientWidth"
    assert chat.page.locator("html").evaluate(overflow) == 0
    assert chat.chat.locator(".scroll").evaluate(overflow) == 0
    expect(chat.button("Kirim")).to_be_in_viewport(ratio=1)


def test_text_can_be_twice_as_large(new_context: NewContext, server: FakeChat) -> None:
    context = new_context(viewport={"width": 640, "height": 900})
    chat = full_chat(context, server)
    chat.page.evaluate("document.documentElement.style.fontSize = '200%'")
    assert chat.chat.locator(".scroll").evaluate("box => box.scrollWidth - box.clientWidth") == 0
    expect(chat.button("Kirim")).to_be_in_viewport(ratio=1)


def test_every_target_is_large_enough(context: BrowserContext, server: FakeChat) -> None:
    chat = full_chat(context, server)
    targets = chat.chat.locator("button:visible, a:visible, summary:visible")
    sizes = targets.evaluate_all("all => all.map((e) => [e.textContent, e.getBoundingClientRect().toJSON()])")
    assert len(sizes) > 20
    assert [(text, box) for text, box in sizes if min(box["width"], box["height"]) < 24] == []


def test_a_whole_conversation_by_keyboard(chat: ChatPage, server: FakeChat) -> None:
    keyboard = chat.page.keyboard
    server.replies["Cari faskes"] = [{"text": "Di mana?", "buttons": ["Sleman"]}]
    order = []
    for _ in range(7):
        keyboard.press("Tab")
        order.append(
            chat.page.evaluate("""() => {
          const { activeElement: e } = document.querySelector('care165-chat').shadowRoot;
          return e.getAttribute('aria-label') || e.textContent;
        }""")
        )
    assert order == ["English", "119", "Percakapan", "Cari faskes", "Cek iuran", "Pilih foto atau PDF", "Tulis pesan"]
    keyboard.press("Shift+Tab")
    keyboard.press("Shift+Tab")
    keyboard.press("Shift+Tab")
    keyboard.press("Enter")
    expect(chat.bodies("bot").last).to_have_text("Di mana?")
    expect(chat.input).to_be_focused()
    keyboard.type("Di Sleman")
    keyboard.press("Enter")
    expect(chat.bodies("bot").last).to_have_text("Jawaban: Di Sleman")
    expect(chat.input).to_be_focused()


def test_new_messages_are_read_out_once(chat: ChatPage, server: FakeChat) -> None:
    expect(chat.log).to_have_attribute("aria-live", "polite")
    expect(chat.log).to_have_accessible_name("Percakapan")
    chat.page.evaluate(
        """() => {
          window.added = [];
          const log = document.querySelector('care165-chat').shadowRoot.querySelector('[role=log]');
          const note = ({ addedNodes }) => addedNodes.forEach((node) => window.added.push(node.textContent));
          new MutationObserver((changes) => changes.forEach(note)).observe(log, { childList: true });
        }"""
    )
    chat.say("halo")
    expect(chat.bodies("bot").last).to_have_text("Jawaban: halo")
    question, answer = chat.page.evaluate("window.added")
    assert "halo" in question
    assert "Jawaban: halo" in answer


def test_what_is_only_restored_is_not_read_out(context: BrowserContext, chat: ChatPage) -> None:
    chat.say("halo")
    expect(chat.bodies("bot")).to_have_count(2)
    context.add_init_script(
        """
        window.states = [];
        const insert = Node.prototype.insertBefore;
        Node.prototype.insertBefore = function (...nodes) {
          if (this.role === 'log') window.states.push(this.ariaLive);
          return insert.apply(this, nodes);
        };
        """
    )
    chat.page.reload()
    expect(chat.bodies("bot")).to_have_count(2)
    assert chat.page.evaluate("window.states") == ["off"] * 3
    expect(chat.log).to_have_attribute("aria-live", "polite")


def test_nothing_moves_for_who_does_not_want_it(new_context: NewContext, server: FakeChat) -> None:
    chat = ChatPage(new_context(reduced_motion="reduce").new_page()).open(f"{server.url}/chat/")
    server.silent = True
    chat.say("lama")
    expect(chat.typing).to_be_visible()
    assert chat.page.evaluate("document.getAnimations().filter(({ playState }) => playState === 'running').length") == 0
