"""What the server knows: chats, messages, updates that wait, files."""

import copy
import itertools
import secrets
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from .errors import bad_request, forbidden

Json = dict[str, Any]
FILE_LIMIT = 20 * 1024 * 1024
BOT: Json = {
    "id": 165000165,
    "is_bot": True,
    "first_name": "Asisten 165",
    "username": "uji165_bot",
    "can_join_groups": True,
    "can_read_all_group_messages": False,
    "supports_inline_queries": False,
}
BOT_AS_SENDER = {key: BOT[key] for key in ("id", "is_bot", "first_name", "username")}
DEFAULT_UPDATES = ("message", "edited_message", "channel_post", "callback_query", "my_chat_member", "inline_query")


@dataclass
class Webhook:
    """Where updates are pushed to; an empty address means long polling."""

    url: str = ""
    secret: str = ""
    last_error: str = ""
    last_error_at: int = 0


@dataclass
class World:
    """All state, guarded by ``changed``, which is notified after every change."""

    changed: threading.Condition = field(default_factory=lambda: threading.Condition(threading.RLock()))
    chats: dict[int, Json] = field(default_factory=dict)
    users: dict[int, Json] = field(default_factory=dict)
    blocked: set[int] = field(default_factory=set)
    left: set[int] = field(default_factory=set)
    messages: dict[tuple[int, int], Json] = field(default_factory=dict)
    keyboards: dict[tuple[int, int], Json | None] = field(default_factory=dict)
    """The reply markup that came with each message of the bot; only inline keyboards are part of the message itself."""
    updates: list[Json] = field(default_factory=list)
    confirmed: set[int] = field(default_factory=set)
    callbacks: dict[str, Json] = field(default_factory=dict)
    files: dict[str, tuple[str, bytes]] = field(default_factory=dict)
    actions: list[tuple[int, str]] = field(default_factory=list)
    commands: dict[str, list[Json]] = field(default_factory=dict)
    calls: list[tuple[str, Json]] = field(default_factory=list)
    allowed: tuple[str, ...] = DEFAULT_UPDATES
    webhook: Webhook = field(default_factory=Webhook)
    on_confirm: Callable[[list[int]], None] | None = None
    _message_ids: Any = field(default_factory=lambda: itertools.count(101))
    _update_ids: Any = field(default_factory=lambda: itertools.count(731_000_001))

    def chat_to_send(self, chat_id: int) -> Json:
        """The chat, if the bot may write to it."""
        if chat_id not in self.chats:
            raise bad_request("chat not found")
        if chat_id in self.blocked:
            raise forbidden("bot was blocked by the user")
        if chat_id in self.left:
            raise forbidden("bot is not a member of the group chat")
        return self.chats[chat_id]

    def add_message(self, chat: Json, sender: Json, **content: Any) -> Json:
        message = {"message_id": next(self._message_ids), "from": sender, "chat": chat, "date": int(time.time())}
        message |= {key: value for key, value in content.items() if value is not None}
        self.messages[chat["id"], message["message_id"]] = message
        return message

    def add_update(self, kind: str, content: Json) -> int:
        """Queues an update if its kind is asked for; its id is used up either way."""
        update_id: int = next(self._update_ids)
        if kind in self.allowed:
            self.updates.append({"update_id": update_id, kind: copy.deepcopy(content)})
        return update_id

    def confirm_below(self, offset: int) -> None:
        """Forgets updates that the client has taken: all before the offset."""
        self.confirm([update["update_id"] for update in self.updates if update["update_id"] < offset])

    def confirm(self, taken: list[int]) -> None:
        if not taken:
            return
        if self.on_confirm:
            self.on_confirm(taken)
        self.confirmed.update(taken)
        self.updates = [update for update in self.updates if update["update_id"] not in self.confirmed]

    def add_file(self, data: bytes, ending: str) -> Json:
        file_id, unique = f"BQAC{secrets.token_urlsafe(24)}", secrets.token_hex(8)
        self.files[file_id] = (f"documents/file_{len(self.files)}{ending}", data)
        return {"file_id": file_id, "file_unique_id": unique, "file_size": len(data)}
