"""The backend over HTTP, as actions call it."""

import asyncio
import os
from functools import lru_cache
from typing import Any

import requests
from requests.adapters import HTTPAdapter

from bot.actions.reading import Reading

TIMEOUT_S = (1.0, 4.5)
"""Connect and read; together below Rasa's six seconds for an action, so that the action can still say what happened."""
_LOWEST_REFUSAL, _LOWEST_FAULT = 400, 500


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


@lru_cache
def _http() -> requests.Session:
    session = requests.Session()
    session.trust_env = False  # no proxy and no .netrc is for this; looking for them takes a third of a call
    session.headers["X-Internal-Secret"] = os.environ.get("CARE165_INTERNAL_SECRET", "")
    session.mount("http://", HTTPAdapter(pool_maxsize=64))
    return session


def _base_url() -> str:
    return os.environ.get("CARE165_BACKEND_URL", "http://127.0.0.1:8165")


def _request(method: str, path: str, headers: dict[str, str], arguments: dict[str, Any]) -> Any:
    answer = _http().request(method, f"{_base_url()}/service/v1{path}", headers=headers, timeout=TIMEOUT_S, **arguments)
    if answer.status_code >= _LOWEST_FAULT:
        answer.raise_for_status()
    body: Any = answer.json() if answer.content else {}
    if answer.status_code >= _LOWEST_REFUSAL:
        raise Refusal(body["code"], answer.status_code, body)
    return body


async def call(reading: Reading, method: str, path: str, *, step: str = "", **arguments: Any) -> Any:
    """Calls the backend for the member's conversation, in a thread: ``requests`` must not hold up the event loop.

    ``path`` starts behind ``/service/v1``; ``arguments`` are those of ``requests`` (``params``, ``json``). Writing
    calls carry a key made of the member's message and ``step``: a turn that runs again has no second effect.

    Raises:
        Refusal: the backend said no, with a code.
        requests.RequestException: it did not answer properly; the turn is given up and the member told.
    """
    headers = {"X-Conversation-Id": reading.conversation_id, "Accept-Language": reading.language}
    if method != "GET":
        headers["Idempotency-Key"] = f"{reading.message_id}:{path}:{step}"
    return await asyncio.to_thread(_request, method, path, headers, arguments)
