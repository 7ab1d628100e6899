"""How Rasa calls the action server here: small requests, a deadline, and failures that end the turn.

Stock Rasa sends the whole conversation with every call (269 kB at turn 120), opens a connection and checks its own
answer schema each time, waits five minutes, and goes on as if a failed action had succeeded. ``install`` changes that
and nothing else.
"""

from __future__ import annotations

import asyncio
import logging
from http import HTTPStatus
from typing import Any

import aiohttp
from rasa import __version__
from rasa.core.actions import action as rasa_action
from rasa.shared.core import events as rasa_events
from rasa.shared.core.domain import Domain
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.utils.endpoints import ClientResponseError

from backend.settings import get_settings
from bot.turn import TurnAborted

log = logging.getLogger(__name__)

ACTION_TIMEOUT_S = 6.0
"""Within the turn's eight seconds, so that a member hears of a hanging action within ten."""


_READ = ("text", "intent", "intent_ranking", "entities", "metadata", "message_id", "other_request")


def _message_before(tracker: DialogueStateTracker, message_id: str | None) -> tuple[str | None, str | None]:
    """The id of the message that was answered last, and its intent; None at the beginning of a session."""
    users = (event for event in reversed(tracker.events) if isinstance(event, rasa_events.UserUttered))
    found = next((event for event in users if event.message_id != message_id), None)
    return (None, None) if found is None else (found.message_id, found.intent_name)


def tracker_view(tracker: DialogueStateTracker) -> dict[str, Any]:
    """What an action may read: slots, the latest message, the active form, and the events since that message."""
    since: list[dict[str, Any]] = []
    for event in reversed(tracker.events):
        if isinstance(event, rasa_events.UserUttered):
            break
        since.insert(0, event.as_dict())
    latest = tracker.latest_message.as_dict().get("parse_data", {}) if tracker.latest_message else {}
    message = {key: latest.get(key) for key in _READ}
    message["metadata"] = (tracker.latest_message.metadata if tracker.latest_message else None) or {}
    message["message_id"] = tracker.latest_message.message_id if tracker.latest_message else None
    message["follows"], message["follows_intent"] = _message_before(tracker, message["message_id"])
    slots = {name: value for name, value in tracker.current_slot_values().items() if value is not None}
    return {
        "sender_id": tracker.sender_id,
        "slots": slots,
        "latest_message": message,
        "latest_action_name": tracker.latest_action_name,
        "active_loop": tracker.active_loop.__dict__ if tracker.active_loop else {},
        "latest_input_channel": tracker.get_latest_input_channel(),
        "paused": False,
        "events": since,
        "followup_action": tracker.followup_action,
    }


def _checked(answer: Any) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Responses and events of an action's answer; stock Rasa takes longer to check its schema than the action takes.

    Raises:
        ValueError: the answer is not an object with two lists of objects.
    """
    parts = [answer.get(name, []) for name in ("responses", "events")] if isinstance(answer, dict) else []
    if not parts or not all(isinstance(part, list) and all(isinstance(i, dict) for i in part) for part in parts):
        raise ValueError("an action answered with something else than responses and events")
    return parts[0], parts[1]


IDLE_S = 3
"""Seconds after which an idle connection is used no more: the action server closes it after five, and a call that meets
the closing fails.
"""


class _Endpoint:
    """One pooled HTTP session to the action server; stock Rasa opens a connection for every call."""

    def __init__(self) -> None:
        self._session: aiohttp.ClientSession | None = None

    async def post(self, body: dict[str, Any]) -> Any:
        settings = get_settings()
        if self._session is None or self._session.closed:
            headers = {"X-Internal-Secret": settings.internal_secret}
            self._session = aiohttp.ClientSession(
                headers=headers,
                timeout=aiohttp.ClientTimeout(total=ACTION_TIMEOUT_S),
                connector=aiohttp.TCPConnector(keepalive_timeout=IDLE_S),
            )
        async with self._session.post(f"{settings.actions_url}/webhook", json=body) as response:
            if response.status >= HTTPStatus.BAD_REQUEST:
                raise ClientResponseError(response.status, response.reason or "", await response.read())
            return await response.json(content_type=None)


_endpoint = _Endpoint()


async def _run(
    self: rasa_action.RemoteAction,
    output_channel: Any,
    nlg: Any,
    tracker: DialogueStateTracker,
    domain: Domain,  # noqa: ARG001 - part of Rasa's interface; actions here never need the domain
) -> list[Any]:
    view = tracker_view(tracker)
    body = {
        "next_action": self.name(),
        "sender_id": tracker.sender_id,
        "tracker": view,
        "domain": {},
        "version": __version__,
    }
    try:
        responses, events = _checked(await _endpoint.post(body))
        said = await self._utter_responses(responses, output_channel, nlg, tracker)
        return [*said, *rasa_events.deserialise_events(events)]
    except asyncio.CancelledError:
        raise
    except Exception as error:
        log.exception("action %s failed: %s", self.name(), error.__class__.__name__)
        raise TurnAborted(self.name()) from error


def install() -> None:
    """Makes all remote actions of this process run this way."""
    rasa_action.RemoteAction.run = _run
