"""Talking to a running assistant in the terminal, through the same API as the web chat."""

import uuid
from typing import Any

import requests
from rich.console import Console
from rich.markup import escape
from rich.prompt import Prompt

from backend.settings import get_settings

WAIT_S = 20


class ChatUnavailable(Exception):
    """No assistant answers at the address."""


class _Chat:
    def __init__(self, base: str, language: str) -> None:
        self._http = requests.Session()
        self._api = f"{base}/chat/v1"
        self._after = 0
        self.buttons: list[dict[str, str]] = []
        try:
            answer = self._http.post(f"{self._api}/sessions", json={"locale": language}, timeout=5)
            answer.raise_for_status()
        except requests.RequestException:
            raise ChatUnavailable(f"nothing answers at {base}; start it with 'care165 up'") from None
        self.conversation_id: str = answer.json()["conversation_id"]
        self._http.headers["Authorization"] = f"Bearer {answer.json()['token']}"

    def send(self, words: str) -> list[dict[str, Any]]:
        """Sends words, or the button whose number they are; gives what came back."""
        body: dict[str, Any] = {"id": str(uuid.uuid4())}
        chosen = int(words) if words.isdecimal() else 0
        if 1 <= chosen <= len(self.buttons):
            body["button"] = self.buttons[chosen - 1]["id"]
        else:
            body["text"] = words
        sent = self._http.post(f"{self._api}/messages", json=body, timeout=5)
        if not sent.ok:
            return [{"author": "system", "text": sent.json()["title"], "buttons": []}]
        return self._replies(sent.json()["seq"])

    def _replies(self, seq: int) -> list[dict[str, Any]]:
        shown: list[dict[str, Any]] = []
        while True:
            view = self._http.get(
                f"{self._api}/messages", params={"after": self._after, "wait": WAIT_S}, timeout=WAIT_S + 5
            ).json()
            shown += [message for message in view["messages"] if message["author"] != "member"]
            self._after = max([self._after, *(message["seq"] for message in view["messages"])])
            if view["answered_upto"] >= seq or view["handled_by"] == "agent" or not view["messages"]:
                return shown


def opened(url: str | None, language: str) -> str:
    """The id of a new conversation, which ``rasa shell --conversation-id`` goes on with.

    Raises:
        ChatUnavailable: no assistant answers.
    """
    return _Chat((url or get_settings().public_base_url).rstrip("/"), language).conversation_id


def talk(console: Console, url: str | None, language: str) -> None:
    """A conversation until the member types an empty line or ends the input.

    Raises:
        ChatUnavailable: no assistant answers.
    """
    chat = _Chat((url or get_settings().public_base_url).rstrip("/"), language)
    console.print("[dim]a number presses that button; an empty line ends[/]")
    while True:
        try:
            words = Prompt.ask("[bold]you[/]", console=console).strip()
        except (EOFError, KeyboardInterrupt):
            return
        if not words:
            return
        try:
            came = chat.send(words)
        except requests.RequestException:
            raise ChatUnavailable("the assistant does not answer any more; start it with 'care165 up'") from None
        for message in came:
            console.print(f"[cyan]{message['author']}[/] {escape(message['text'])}", highlight=False)
            chat.buttons = message["buttons"]
            for number, button in enumerate(chat.buttons, 1):
                console.print(f"   [{number}] {button['title']}", markup=False)
