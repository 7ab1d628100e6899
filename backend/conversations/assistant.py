"""The assistant behind an interface: the backend asks for an answer and does not know that it is Rasa's."""

from dataclasses import dataclass, field
from functools import lru_cache
from http import HTTPStatus
from typing import Any, Protocol
from uuid import UUID

import requests
from requests.adapters import HTTPAdapter

from backend.conversations.messages import Reply
from backend.settings import get_settings


class AssistantUnavailable(Exception):
    """Nobody answers at the assistant's address, or it lacks its memory; worth trying again, with one effect."""


class AssistantFailed(Exception):
    """The assistant was reached but gave no usable answer in time."""


@dataclass(frozen=True)
class TurnRequest:
    """One member message for the assistant; ``text`` has no identifiers in it, ``payload`` comes from a button."""

    conversation_id: UUID
    seq: int
    text: str
    language: str
    payload: str | None = None
    metadata: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Answer:
    """The replies to one message; ``closed``: message and replies are about the member's health."""

    replies: list[Reply]
    closed: bool = False


class Assistant(Protocol):
    """Who answers member messages while no agent does."""

    def answer(self, request: TurnRequest) -> Answer:
        """The answer to one message. The same message asked again gets the same answer.

        Raises:
            AssistantUnavailable: it could not be reached.
            AssistantFailed: it was reached and did not answer properly.
        """
        ...


class RasaAssistant:
    """The Rasa server, through the project's own input channel."""

    def __init__(self, url: str, secret: str, timeout_s: float) -> None:
        self._url = f"{url}/webhooks/care165/turn"
        self._timeout = (1.0, timeout_s)
        self._http = requests.Session()
        self._http.trust_env = False  # no proxy and no .netrc is for this; looking for them takes a third of a call
        self._http.headers["X-Internal-Secret"] = secret
        self._http.mount("http://", HTTPAdapter(pool_maxsize=64))

    def answer(self, request: TurnRequest) -> Answer:
        """See ``Assistant``."""
        asked = {
            "conversation_id": str(request.conversation_id),
            "message_id": f"{request.conversation_id}:{request.seq}",
            "text": request.text,
            "payload": request.payload,
            "language": request.language,
            "metadata": request.metadata,
        }
        try:
            answer = self._http.post(self._url, json=asked, timeout=self._timeout)
            if answer.status_code == HTTPStatus.SERVICE_UNAVAILABLE:
                raise AssistantUnavailable
            answer.raise_for_status()
            body = answer.json()
            return Answer([Reply(r["text"], r["buttons"], r["card"]) for r in body["replies"]], body["closed"])
        except requests.ConnectionError as error:
            raise AssistantUnavailable from error
        except (requests.RequestException, KeyError, ValueError) as error:
            raise AssistantFailed from error


@lru_cache
def get_assistant() -> Assistant:
    """The configured assistant; one for all threads of the process."""
    settings = get_settings()
    return RasaAssistant(settings.rasa_url, settings.internal_secret, settings.turn_timeout_s)
