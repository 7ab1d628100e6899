"""The chat on another site, by one script tag."""

import pytest
from playwright.sync_api import BrowserContext, Page, expect
from webchat_fake import FakeChat
from webchat_page import ChatPage


@pytest.fixture
def foreign(context: BrowserContext, server: FakeChat) -> Page:
    """A page of another origin that embeds the chat."""
    page = context.new_page()
    page.goto(f"{server.url.replace('127.0.0.1', 'localhost')}/foreign?chat={server.url}")
    return page


class FramedChat(ChatPage):
    """The chat in the frame of a launcher."""

    def __init__(self, page: Page) -> None:
        frame = page.frame_locator("iframe")
        super().__init__(page)
        self.chat = frame.locator("care165-chat")
        self.log = self.chat.get_by_role("log")
        self.input = self.chat.locator("textarea")


def test_the_chat_is_loaded_only_when_it_is_opened(foreign: Page, server: FakeChat) -> None:
    launcher = foreign.get_by_role("button", name="Chat 165")
    expect(launcher).to_have_attribute("aria-expanded", "false")
    assert server.conversations == {}
    launcher.click()
    chat = FramedChat(foreign)
    expect(chat.input).to_be_focused()
    chat.say("dari situs lain")
    expect(chat.bodies("bot").last).to_have_text("Jawaban: dari situs lain")


def test_escape_closes_and_news_are_counted(foreign: Page, server: FakeChat) -> None:
    launcher = foreign.get_by_role("button", name="165")
    launcher.click()
    chat = FramedChat(foreign)
    expect(chat.input).to_be_focused()
    expect(chat.bodies("bot")).to_have_count(1)
    chat.input.press("Escape")
    expect(foreign.locator("iframe")).to_be_hidden()
    expect(launcher).to_be_focused()
    server.conversation.add("bot", "Satu")
    server.conversation.add("bot", "Dua")
    expect(launcher).to_contain_text("2")
    expect(launcher).to_have_accessible_name("Chat 165: Buka chat Care Center 165 (2 belum dibaca)")
    launcher.click()
    expect(chat.bodies("bot").last).to_have_text("Dua")
    expect(foreign.get_by_role("button", name="Tutup chat")).to_have_text("✕")
    chat.button("Tutup").click()
    expect(foreign.locator("iframe")).to_be_hidden()


def test_the_site_cannot_read_the_conversation(foreign: Page, server: FakeChat) -> None:
    foreign.get_by_role("button", name="Chat 165").click()
    expect(FramedChat(foreign).input).to_be_focused()
    assert foreign.evaluate("JSON.stringify(localStorage)") == "{}"
    assert foreign.evaluate("document.querySelectorAll('iframe').length") == 0


def test_on_a_phone_the_chat_fills_the_screen(foreign: Page) -> None:
    foreign.set_viewport_size({"width": 320, "height": 568})
    foreign.get_by_role("button", name="Chat 165").click()
    expect(FramedChat(foreign).input).to_be_focused()
    assert foreign.locator("iframe").bounding_box() == {"x": 0, "y": 0, "width": 320, "height": 568}
    expect(FramedChat(foreign).button("Tutup")).to_be_in_viewport()
