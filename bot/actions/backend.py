"""The backend over HTTP, as actions call it."""

import hashlib
import json
import os
from typing import Any
from urllib.parse import urlencode

import aiohttp

from bot.actions.reading import Reading

TIMEOUT = aiohttp.ClientTimeout(total=None, sock_connect=1.0, sock_read=4.5)
"""Seconds; together below Rasa's six for an action, so that the action can still say what happened."""
KEPT_S = 4.0
"""An idle connection is given up before the backend does so, after five seconds: no call meets one that just ended."""
_LOWEST_REFUSAL, _LOWEST_FAULT = 400, 500
LONGEST_NAME, LONGEST_TEXT = 200, 4000
"""Characters that the backend takes of a name to be looked up (a pasted address of a map has more), and of a text to be
judged; a message may have 4,096."""


class Refusal(Exception):
    """The backend understood and said no.

    Attributes:
        code: stable name of the reason; its words are ``utter_error_<code>``.
        details: facts for the answer.
    """

    def __init__(self, code: str, status: int, details: dict[str, Any]) -> None:
        super().__init__(code)
        self.code = code
        self.status = status
        self.details = details


class Unavailable(Exception):
    """The backend did not answer, or not properly: the turn is given up and the member told."""


class _Line:
    """The connections to the backend, opened when the first action calls."""

    def __init__(self) -> None:
        self._session: aiohttp.ClientSession | None = None

    def session(self) -> aiohttp.ClientSession:
        if self._session is None or self._session.closed:
            self._session = aiohttp.ClientSession(
                connector=aiohttp.TCPConnector(keepalive_timeout=KEPT_S),
                cookie_jar=aiohttp.DummyCookieJar(),
                headers={"X-Internal-Secret": os.environ.get("CARE165_INTERNAL_SECRET", "")},
                timeout=TIMEOUT,
            )
        return self._session

    async def close(self) -> None:
        if self._session is not None:
            await self._session.close()


_line = _Line()


async def hang_up() -> None:
    """Closes the connections, as the process ends."""
    await _line.close()


def _url(path: str, params: dict[str, Any] | None) -> str:
    base = os.environ.get("CARE165_BACKEND_URL", "http://127.0.0.1:8165")
    given = {name: value for name, value in (params or {}).items() if value is not None}
    return f"{base}/service/v1{path}" + (f"?{urlencode(given, doseq=True)}" if given else "")


async def call(
    reading: Reading, method: str, path: str, *, step: str = "", params: dict[str, Any] | None = None, **arguments: Any
) -> Any:
    """Calls the backend for the member's conversation.

    ``path`` starts behind ``/service/v1``; of ``params`` those that are None are left out; ``arguments``: ``json``.
    Writing calls carry a key made of where the conversation stands, ``step`` and what is written: neither a turn that
    runs again nor a member who tries again, because the answer got lost, has a second effect.

    Raises:
        Refusal: the backend said no, with a code.
        Unavailable: it did not answer properly.
    """
    headers = {"X-Conversation-Id": reading.conversation_id, "Accept-Language": reading.language}
    if method != "GET":
        written = json.dumps([method, path, step, params, arguments], sort_keys=True, default=str)
        headers["Idempotency-Key"] = f"{reading.effects_key}:{hashlib.sha256(written.encode()).hexdigest()}"
    try:
        async with _line.session().request(method, _url(path, params), headers=headers, **arguments) as answer:
            if answer.status >= _LOWEST_FAULT:
                raise Unavailable(f"{method} {path}: {answer.status}")
            content = await answer.read()
            body: Any = json.loads(content) if content else {}
    except (aiohttp.ClientError, TimeoutError, ValueError) as error:
        raise Unavailable(f"{method} {path}: {error.__class__.__name__}") from error
    if answer.status >= _LOWEST_REFUSAL:
        raise Refusal(body["code"], answer.status, body)
    return body
