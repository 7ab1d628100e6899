"""Sends what the outbox hands over to Telegram, and says what became of it."""

import logging
from collections.abc import Sequence
from contextlib import suppress
from typing import Any, Protocol

import httpx

from backend.conversations.outgoing import Outcome, Outgoing, Result
from channels.telegram.calls import Call, calls_for

log = logging.getLogger(__name__)

CONNECT_TIMEOUT_S = 5.0
READ_TIMEOUT_S = 15.0
"""Telegram answers within a second; longer silence means that nobody can say whether the message arrived."""
CONNECTIONS = 30
"""Telegram takes about 30 messages a second of one bot: more at once would only earn 429."""

_NOT_SENT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.ProxyError, httpx.UnsupportedProtocol)
_GONE = ("chat not found", "user not found", "peer_id_invalid")
"""Refusals (400) that concern the member's chat and not the message."""


class TelegramSettings(Protocol):
    """The settings that the sender needs."""

    @property
    def telegram_token(self) -> str | None:
        """The bot's token; without one every message waits."""

    @property
    def telegram_api_url(self) -> str:
        """The Bot API server, without ``/bot<token>``."""


class TelegramSender:
    """A ``Sender`` for Telegram; safe to share among threads, keeps its connections open."""

    def __init__(self, settings: TelegramSettings, *, read_timeout_s: float = READ_TIMEOUT_S) -> None:
        # httpx logs every address, and ours holds the token.
        logging.getLogger("httpx").setLevel(logging.WARNING)
        self._has_token = bool(settings.telegram_token)
        self._client = httpx.Client(
            base_url=f"{settings.telegram_api_url.rstrip('/')}/bot{settings.telegram_token}/",
            timeout=httpx.Timeout(read_timeout_s, connect=CONNECT_TIMEOUT_S),
            limits=httpx.Limits(max_connections=CONNECTIONS, max_keepalive_connections=CONNECTIONS),
        )

    def prepare(self, message: Outgoing) -> Sequence[Call]:
        """The Bot API calls of a message."""
        return calls_for(message)

    def send(self, chat_id: str, call: Call) -> Outcome:
        """Makes the call; where Telegram refuses the message as it is, once more in its plain form."""
        outcome = self._post(chat_id, call)
        if outcome.result is Result.REFUSED and call.plain is not None:
            log.warning("Telegram refused a message (%s); sending it plain", outcome.reason)
            return self._post(chat_id, call.plain)
        return outcome

    def show_typing(self, chat_id: str) -> None:
        """Shows "typing" for five seconds, or until the next message (Bot API, ``sendChatAction``)."""
        if not self._has_token:
            return
        with suppress(httpx.HTTPError):
            self._client.post("sendChatAction", json={"chat_id": chat_id, "action": "typing"})

    def close(self) -> None:
        """Closes the connections."""
        self._client.close()

    def _post(self, chat_id: str, call: Call) -> Outcome:
        if not self._has_token:
            return Outcome(Result.RETRY, reason="no token is set")
        try:
            response = self._client.post(call.method, **_body(chat_id, call))
        except FileNotFoundError:
            return Outcome(Result.REFUSED, reason="the file is gone")
        except _NOT_SENT as error:
            return Outcome(Result.RETRY, reason=type(error).__name__)
        except httpx.TransportError as error:
            return Outcome(Result.UNCERTAIN, reason=type(error).__name__)
        return _read(response)


def _body(chat_id: str, call: Call) -> dict[str, Any]:
    """The call as JSON; with a file as a form (Bot API, "Sending files")."""
    if call.file is None:
        return {"json": {"chat_id": chat_id, **call.params}}
    field = call.method.removeprefix("send").lower()
    content = call.file.path.read_bytes()
    return {"data": {"chat_id": chat_id}, "files": {field: (call.file.name, content, call.file.media_type)}}


def _read(response: httpx.Response) -> Outcome:
    try:
        body = response.json()
    except ValueError:
        body = None
    if not isinstance(body, dict):
        result = Result.UNCERTAIN if response.is_success else Result.RETRY
        return Outcome(result, reason=f"{response.status_code} without an answer of the Bot API")
    if body.get("ok") is True:
        return Outcome(Result.SENT, external_id=body["result"]["message_id"])
    return _refusal(int(body.get("error_code", response.status_code)), body)


def _refusal(code: int, body: dict[str, Any]) -> Outcome:
    reason = f"{code} {body.get('description', '')}".strip()
    if code == httpx.codes.TOO_MANY_REQUESTS:
        wait = (body.get("parameters") or {}).get("retry_after", 1)
        return Outcome(Result.RETRY, reason=reason, retry_after=float(wait))
    if code == httpx.codes.FORBIDDEN or any(gone in reason.lower() for gone in _GONE):
        return Outcome(Result.UNREACHABLE, reason=reason)
    if code in (httpx.codes.UNAUTHORIZED, httpx.codes.NOT_FOUND):
        log.error("Telegram does not know this bot token; messages wait until it is right")
        return Outcome(Result.RETRY, reason=reason)
    return Outcome(Result.RETRY if code >= httpx.codes.INTERNAL_SERVER_ERROR else Result.REFUSED, reason=reason)
