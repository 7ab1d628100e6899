"""The chat as a person sees it."""

from playwright.sync_api import Locator, Page, expect


class ChatPage:
    """What a member can see and do on a page, or in a frame of it."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.chat = page.locator("care165-chat")
        self.log = self.chat.get_by_role("log")
        self.input = self.chat.locator("textarea")
        self.notice = self.chat.locator(".notice")
        self.typing = self.chat.locator(".typing")
        self.picker = self.chat.locator("input[type=file]")
        self.files = self.chat.locator("form ul")

    def open(self, url: str) -> "ChatPage":
        """Opens the chat and waits for the first message."""
        self.page.goto(url)
        expect(self.log.locator(".msg").first).to_be_visible()
        return self

    def say(self, text: str) -> None:
        """Types a text and presses Enter."""
        self.input.fill(text)
        self.input.press("Enter")

    def bodies(self, author: str) -> Locator:
        """The texts of an author."""
        return self.log.locator(f".msg.{author} .body")

    def button(self, name: str) -> Locator:
        """A button by its exact name."""
        return self.chat.get_by_role("button", name=name, exact=True)
