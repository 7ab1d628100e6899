"""The other side of the chats: what members and groups do. Mixed into ``FakeBotApi``."""

import itertools
import time
from typing import Any

from .world import BOT, BOT_AS_SENDER, Json, World

PHOTO_SIZES = ((90, 0.1), (320, 0.4), (1280, 1.0))
"""Widths that Telegram makes of a photo, with their share of its bytes."""


class People:
    """Every action makes the update that the real server would make, and returns its id."""

    world: World
    _query_ids = itertools.count(4_400_000_000_000_001)

    def _changed(self) -> None:
        raise NotImplementedError

    def member(self, chat_id: int, first_name: str = "Anggota", language_code: str = "id") -> Json:
        """A person with a private chat; made on first use."""
        user: Json = {"id": chat_id, "is_bot": False, "first_name": first_name, "language_code": language_code}
        self.world.users.setdefault(chat_id, user)
        self.world.chats.setdefault(chat_id, {"id": chat_id, "first_name": first_name, "type": "private"})
        return self.world.users[chat_id]

    def group(self, chat_id: int, title: str = "Grup keluarga", kind: str = "supergroup") -> Json:
        """A group (negative id) that the bot is in."""
        self.world.left.discard(chat_id)
        return self.world.chats.setdefault(chat_id, {"id": chat_id, "title": title, "type": kind})

    def _says(self, chat_id: int, user_id: int | None = None, **content: Any) -> int:
        with self.world.changed:
            sender = self.member(user_id or chat_id)
            message = self.world.add_message(self.world.chats[chat_id], sender, **content)
            update = self.world.add_update("message", message)
        self._changed()
        return update

    def member_writes(self, chat_id: int, text: str) -> int:
        self.member(chat_id)
        command = text.split(maxsplit=1)[0] if text.startswith("/") else ""
        entities = [{"type": "bot_command", "offset": 0, "length": len(command)}] if command else None
        return self._says(chat_id, text=text, entities=entities)

    def group_writes(self, chat_id: int, text: str, user_id: int = 77_001) -> int:
        self.group(chat_id)
        return self._says(chat_id, user_id, text=text)

    def member_edits(self, chat_id: int, message_id: int, text: str) -> int:
        with self.world.changed:
            message = self.world.messages[chat_id, message_id]
            message |= {"text": text, "edit_date": int(time.time())}
            update = self.world.add_update("edited_message", dict(message))
        self._changed()
        return update

    def member_shares_location(self, chat_id: int, latitude: float, longitude: float) -> int:
        self.member(chat_id)
        return self._says(chat_id, location={"latitude": latitude, "longitude": longitude})

    def member_shares_venue(self, chat_id: int, latitude: float, longitude: float, title: str, address: str) -> int:
        self.member(chat_id)
        point = {"latitude": latitude, "longitude": longitude}
        venue = {"location": point, "title": title, "address": address}
        return self._says(chat_id, location=point, venue=venue)

    def member_sends_photo(self, chat_id: int, data: bytes, caption: str | None = None) -> int:
        self.member(chat_id)
        sizes = [self._photo_size(data, width, share) for width, share in PHOTO_SIZES]
        return self._says(chat_id, photo=sizes, caption=caption)

    def _photo_size(self, data: bytes, width: int, share: float) -> Json:
        """The largest size is the photo itself; smaller ones are beginnings of it, good for nothing but their size."""
        file = self.world.add_file(data[: int(len(data) * share)], ".jpg")
        return file | {"width": width, "height": width * 3 // 4}

    def member_sends_document(self, chat_id: int, data: bytes, name: str, media_type: str) -> int:
        self.member(chat_id)
        file = self.world.add_file(data, "")
        return self._says(chat_id, document=file | {"file_name": name, "mime_type": media_type})

    def member_shares_contact(self, chat_id: int, number: str) -> int:
        self.member(chat_id)
        return self._says(chat_id, contact={"phone_number": number, "first_name": "Siti"})

    def member_sends_voice(self, chat_id: int) -> int:
        self.member(chat_id)
        voice = self.world.add_file(b"OggS", ".oga") | {"duration": 3, "mime_type": "audio/ogg"}
        return self._says(chat_id, voice=voice)

    def press(self, chat_id: int, button: str) -> int:
        """Presses the newest button with this title, or with this callback data."""
        with self.world.changed:
            message, data = self._find_button(chat_id, button)
            update = self._pressed(chat_id, message, data)
        self._changed()
        return update

    def press_unknown(self, chat_id: int, data: str) -> int:
        """Presses a button of the newest message of the bot that the bot never sent, as a forged client can."""
        with self.world.changed:
            shown = [message for (chat, _), message in self.world.messages.items() if chat == chat_id]
            mine = [message for message in shown if message["from"]["id"] == BOT["id"]]
            update = self._pressed(chat_id, mine[-1], data)
        self._changed()
        return update

    def _find_button(self, chat_id: int, button: str) -> tuple[Json, str]:
        for (chat, _), message in reversed(self.world.messages.items()):
            for row in message.get("reply_markup", {}).get("inline_keyboard", []) if chat == chat_id else []:
                for entry in row:
                    if button in (entry["text"], entry.get("callback_data")) and "callback_data" in entry:
                        return message, entry["callback_data"]
        raise AssertionError(f"no button {button!r} in chat {chat_id}")

    def _pressed(self, chat_id: int, message: Json, data: str) -> int:
        query_id = str(next(self._query_ids))
        self.world.callbacks[query_id] = {"answered": False, "text": "", "data": data}
        query = {"id": query_id, "from": self.member(chat_id), "message": message, "data": data}
        return self.world.add_update("callback_query", query | {"chat_instance": str(chat_id * 31)})

    def member_blocks(self, chat_id: int) -> int:
        with self.world.changed:
            self.world.blocked.add(chat_id)
            update = self._bot_status(self.world.chats[chat_id], self.member(chat_id), "member", "kicked")
        self._changed()
        return update

    def group_adds_bot(self, chat_id: int, user_id: int = 77_001) -> int:
        with self.world.changed:
            update = self._bot_status(self.group(chat_id), self.member(user_id), "left", "member")
        self._changed()
        return update

    def _bot_status(self, chat: Json, by: Json, old: str, new: str) -> int:
        def status(name: str) -> Json:
            return {"user": BOT_AS_SENDER, "status": name} | ({"until_date": 0} if name == "kicked" else {})

        change = {"chat": chat, "from": by, "date": int(time.time())}
        change |= {"old_chat_member": status(old), "new_chat_member": status(new)}
        return self.world.add_update("my_chat_member", change)
