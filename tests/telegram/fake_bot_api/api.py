"""The server as a test uses it: start it, act as the members, look at what the bot did."""

import socket
import threading
import time
from collections.abc import Callable
from types import TracebackType
from typing import Any

import uvicorn

from .errors import ApiError
from .faults import Fault, Faults
from .people import People
from .pushing import Pusher
from .server import Server
from .world import BOT, Json, World

TOKEN = "165000165:UJI-uji_UJI-uji_UJI-uji_UJI-uji_165"
PATIENCE_S = 60.0


class FakeBotApi(People):
    """A Bot API server on a free loopback port, in a thread of its own.

    >>> with FakeBotApi() as fake:
    ...     fake.member_writes(165, "halo")
    """

    def __init__(self, token: str = TOKEN) -> None:
        self.token, self.world, self.faults = token, World(), Faults()
        self._server = Server(self.world, self.faults, token)
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._socket.getsockname()[1]}"
        config = uvicorn.Config(
            self._server.app, log_level="critical", lifespan="off", ws="none", timeout_graceful_shutdown=2
        )
        self._uvicorn = uvicorn.Server(config)
        self._thread = threading.Thread(target=self._uvicorn.run, args=([self._socket],), daemon=True)
        self._pusher = Pusher(self.world)

    def __enter__(self) -> "FakeBotApi":
        self._thread.start()
        self._pusher.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._pusher.stop()
        self._server.stop()
        self._uvicorn.should_exit = True
        self._thread.join()
        self._socket.close()

    def _changed(self) -> None:
        with self.world.changed:
            self.world.changed.notify_all()
        self._server.wake()

    def forget(self) -> None:
        """Forgets all chats and calls; what the bot has set up stays."""
        with self.world.changed:
            for kept in (self.world.chats, self.world.users, self.world.messages, self.world.keyboards):
                kept.clear()
            for listed in (self.world.blocked, self.world.left, self.world.actions, self.world.calls):
                listed.clear()
            self.world.callbacks.clear()
            self.world.files.clear()

    def redeliver(self, update_id: int, content: Json) -> None:
        """Hands out an update again, as happens when its confirmation was lost."""
        with self.world.changed:
            self.world.confirmed.discard(update_id)
            self.world.updates.append(content)
        self._changed()

    def update(self, update_id: int) -> Json:
        """A waiting update."""
        with self.world.changed:
            return next(update for update in self.world.updates if update["update_id"] == update_id)

    def fail(
        self, method: str, code: int, description: str, *, times: int = 1, after: int = 0, **parameters: Any
    ) -> None:
        """The next calls of the method are refused, once ``after`` calls have gone well."""
        self.faults.add(Fault(method, times, error=ApiError(code, description, **parameters), after=after))

    def hang(self, method: str, *, times: int = 1, after: int = 0, carried_out: bool = True) -> None:
        """The next calls of the method are carried out (or not), and never answered."""
        self.faults.add(Fault(method, times, carried_out=carried_out, after=after))

    def drop(self, method: str, *, times: int = 1, after: int = 0, carried_out: bool = True) -> None:
        """The next calls of the method are carried out (or not), and the connection breaks."""
        self.faults.add(Fault(method, times, drop=True, carried_out=carried_out, after=after))

    def sent(self, chat_id: int) -> list[Json]:
        """The bot's messages in a chat, oldest first."""
        with self.world.changed:
            found = [message for (chat, _), message in self.world.messages.items() if chat == chat_id]
            return [message for message in found if message["from"]["id"] == BOT["id"]]

    def texts(self, chat_id: int) -> list[str]:
        """The texts of the bot's messages in a chat."""
        return [message.get("text", "") for message in self.sent(chat_id)]

    def shows(self, chat_id: int, text: str) -> bool:
        """Whether a message of anyone with this text stands in the chat."""
        with self.world.changed:
            return any(c == chat_id and m.get("text") == text for (c, _), m in self.world.messages.items())

    def keyboard(self, message: Json) -> Json | None:
        """The reply markup that was sent with a message, inline or not."""
        return self.world.keyboards[message["chat"]["id"], message["message_id"]]

    def calls(self, method: str) -> list[Json]:
        """The parameters of all calls of a method so far."""
        with self.world.changed:
            return [params for name, params in self.world.calls if name.lower() == method.lower()]

    def is_confirmed(self, update_id: int) -> bool:
        """Whether the client said that it has this update."""
        return update_id in self.world.confirmed

    def wait_until(self, condition: Callable[[], Any], what: str, patience_s: float = PATIENCE_S) -> None:
        """Waits until something is so, looking again at every change; fails after ``patience_s`` seconds."""
        deadline = time.monotonic() + patience_s
        with self.world.changed:
            while not condition():
                left = deadline - time.monotonic()
                if left <= 0:
                    raise AssertionError(f"not within {patience_s:.0f} s: {what}")
                self.world.changed.wait(min(left, 0.05))
