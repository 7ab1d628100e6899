"""A member on Telegram, for tests: writes into the chat of a Bot API server and reads what arrives there."""

from typing import Any

import psycopg

from tests.telegram.fake_bot_api import FakeBotApi

ANSWER_SECONDS = 40.0
_OPEN = (
    "SELECT c.answered_seq, c.last_member_seq, c.handled_by, count(d.seq) FROM conversations c"
    " LEFT JOIN deliveries d ON d.conversation_id = c.id AND d.state IN ('queued', 'sending')"
    " WHERE c.channel = 'telegram' AND c.external_id = %s GROUP BY c.id"
)


class TelegramMember:
    """One private chat, with the same methods as ``WebMember``."""

    def __init__(self, fake: FakeBotApi, database_url: str, chat_id: int) -> None:
        self.fake, self.database_url, self.chat_id = fake, database_url, chat_id
        self.read_upto = 0
        self.handled_by = "bot"
        self.buttons: list[dict[str, str]] = []
        self.cards: list[dict[str, Any]] = []

    def say(self, words: str) -> list[str]:
        """Types a message and waits until its answer has arrived; gives the texts."""
        return self._answer(self.fake.member_writes(self.chat_id, words))

    def press(self, title: str) -> list[str]:
        """Presses the newest button whose title contains these words."""
        found = [b["title"] for b in self.buttons if title.lower() in b["title"].lower()]
        assert found, f"no button {title!r} among {[b['title'] for b in self.buttons]}"
        return self._answer(self.fake.press(self.chat_id, found[0]))

    def read(self) -> dict[str, Any]:
        """How far the member's messages are answered."""
        state = self._state()
        return {"answered_upto": state[0] if state else 0}

    def wait_for(self, seq: int) -> list[str]:
        """What has arrived once the answer to ``seq`` is complete."""

        def done() -> bool:
            state = self._state()
            return bool(state and state[0] >= min(seq, state[1]) and state[1] >= seq and not state[3])

        self.fake.wait_until(done, f"the answer to message {seq}", ANSWER_SECONDS)
        return self._new()

    def _answer(self, update: int) -> list[str]:
        self.fake.wait_until(lambda: self.fake.is_confirmed(update), "the update is stored", ANSWER_SECONDS)
        state = self._state()
        assert state, "no conversation"
        return self.wait_for(int(state[1]))

    def _state(self) -> tuple[Any, ...] | None:
        with psycopg.connect(self.database_url) as connection:
            return connection.execute(_OPEN, (str(self.chat_id),)).fetchone()

    def _new(self) -> list[str]:
        """Texts of the new messages; their buttons, links and files are kept."""
        sent = self.fake.sent(self.chat_id)
        new, self.read_upto = sent[self.read_upto :], len(sent)
        rows = [row for one in new for row in (self.fake.keyboard(one) or {}).get("inline_keyboard", [])]
        keys = [key for row in rows for key in row]
        self.buttons = [{"title": key["text"]} for key in keys if "callback_data" in key]
        self.cards = [{"type": "link", "url": key["url"]} for key in keys if "url" in key]
        self.cards += [{"type": "file"} for one in new if "photo" in one or "document" in one]
        return [one.get("text") or one.get("caption") or "" for one in new]
