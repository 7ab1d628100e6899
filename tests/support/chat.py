"""A member on web chat, for tests: the public API and nothing else."""

import time
import uuid
from typing import Any

import requests

ANSWER_SECONDS = 30.0


class WebMember:
    """One chat session; remembers the newest messages and their buttons."""

    def __init__(self, url: str, locale: str = "id") -> None:
        self.http = requests.Session()
        self.http.trust_env = False
        self.base = url
        self.api = f"{url}/chat/v1"
        opened = self.http.post(f"{self.api}/sessions", json={"locale": locale}, timeout=10)
        opened.raise_for_status()
        self.conversation_id: str = opened.json()["conversation_id"]
        self.token: str = opened.json()["token"]
        self.http.headers["Authorization"] = f"Bearer {self.token}"
        self.after = 0
        self.buttons: list[dict[str, str]] = []
        self.cards: list[dict[str, Any]] = []
        self.handled_by = "bot"

    def post(self, **body: Any) -> int:
        """Sends a message and gives its sequence number without waiting for the answer."""
        answer = self.http.post(f"{self.api}/messages", json={"id": str(uuid.uuid4()), **body}, timeout=10)
        assert answer.status_code == 202, answer.text
        return int(answer.json()["seq"])

    def send(self, **body: Any) -> list[str]:
        """Sends a message and waits until its answer is complete; gives the texts."""
        return self.wait_for(self.post(**body))

    def say(self, words: str) -> list[str]:
        """Types a message."""
        return self.send(text=words)

    def press(self, title: str) -> list[str]:
        """Presses the button whose title contains these words."""
        found = [b for b in self.buttons if title.lower() in b["title"].lower()]
        assert found, f"no button {title!r} among {[b['title'] for b in self.buttons]}"
        return self.send(button=found[0]["id"])

    def read(self, wait: float = 0.0) -> dict[str, Any]:
        """What is new."""
        view = self.http.get(
            f"{self.api}/messages", params={"after": self.after, "wait": wait}, timeout=wait + 10
        ).json()
        self.handled_by = view["handled_by"]
        if view["messages"]:
            self.after = view["messages"][-1]["seq"]
        return dict(view)

    def wait_for(self, seq: int) -> list[str]:
        """The texts of everybody but the member until the answer to ``seq`` is complete, or an agent answers."""
        texts: list[str] = []
        self.buttons, self.cards = [], []
        deadline = time.monotonic() + ANSWER_SECONDS
        while True:
            view = self.read(wait=2)
            for message in view["messages"]:
                if message["author"] != "member":
                    texts.append(message["text"])
                    self.buttons += message["buttons"]
                    self.cards += [message["card"]] if message["card"] else []
            if view["answered_upto"] >= seq or (view["handled_by"] == "agent" and texts):
                return texts
            assert time.monotonic() < deadline, f"no answer to message {seq}; so far {texts}"
