"""Rasa's front door: one member message in, the bot's replies out, over HTTP on the loopback interface.

Only our worker knows the internal secret. A text is always a text, also when it begins with a slash; what a button
means comes separately, as ``payload``, from the server that made the button.
"""

from __future__ import annotations

import hmac
import logging
from collections.abc import Awaitable, Callable
from typing import Any

from rasa.core.channels.channel import InputChannel, OutputChannel, UserMessage
from rasa.shared.core.trackers import DialogueStateTracker
from sanic import Blueprint, response
from sanic.request import Request
from sanic.response import HTTPResponse

from backend.settings import get_settings
from bot import copies, domain_loading, graph_runner, payloads, processor, remote_action, rule_states
from bot.meanwhile import as_general
from bot.turn import (
    AnsweredBefore,
    Collected,
    StoreUnavailable,
    Turn,
    TurnAborted,
    current_turn,
    neutral_reply,
    without_doubled,
)

log = logging.getLogger(__name__)

FAILURE_RESPONSE = "utter_internal_error"
LANGUAGES = frozenset({"id", "en"})

for improved in (remote_action, domain_loading, graph_runner, processor, rule_states, copies, payloads):
    improved.install()


class CollectingChannel(OutputChannel):
    """Collects what the assistant says in one turn."""

    def __init__(self) -> None:
        self.collected = Collected()

    @classmethod
    def name(cls) -> str:
        """The channel's name in Rasa."""
        return "care165"

    async def send_response(self, recipient_id: str, message: dict[str, Any]) -> None:
        """Adds one message of the assistant to the turn's replies."""
        self.collected.replies.append(neutral_reply(message))


class Care165Input(InputChannel):
    """The input channel: ``POST /webhooks/care165/turn`` with the internal secret.

    Request: ``conversation_id``, ``message_id``, ``text``, ``payload`` (from a button of ours, or null), ``language``,
    ``metadata`` (location, attachments, kinds of identifiers typed, what the message was). Answer: ``replies``, and
    ``closed`` where they are about the member's health; or 503 while the conversation cannot be read or saved: the same
    request may then be made again.
    """

    @classmethod
    def name(cls) -> str:
        """The channel's name in Rasa and in the address."""
        return "care165"

    def blueprint(self, on_new_message: Callable[[UserMessage], Awaitable[Any]]) -> Blueprint:
        """The channel's routes."""
        routes = Blueprint("care165_channel", "bot.channel")

        @routes.get("/")
        async def health(_request: Request) -> HTTPResponse:
            return response.json({"status": "ok"})

        @routes.post("/turn")
        async def turn(request: Request) -> HTTPResponse:
            given = request.headers.get("x-internal-secret", "")
            if not hmac.compare_digest(given.encode(), get_settings().internal_secret.encode()):
                return response.json({"code": "internal_only"}, 403)
            try:
                replies, closed = await self._answer(request, request.json, on_new_message)
            except StoreUnavailable:
                return response.json({"code": "store_unavailable"}, 503)
            return response.json({"replies": replies, "closed": closed})

        return routes

    async def _answer(
        self, request: Request, body: dict[str, Any], on_new_message: Callable[[UserMessage], Awaitable[Any]]
    ) -> tuple[list[dict[str, Any]], bool]:
        if body["metadata"].get("meanwhile"):
            general = await as_general(request.app.ctx.agent, body)
            if general is None:
                return [], False
            body = general
        channel = CollectingChannel()
        language = body["language"] if body["language"] in LANGUAGES else "id"
        turn = Turn(body["message_id"], language)
        token = current_turn.set(turn)
        try:
            await on_new_message(_user_message(body, channel))
        except AnsweredBefore as answered:
            return without_doubled(answered.replies), turn.closed
        except TurnAborted:
            return [await _failure(request.app.ctx.agent, body, language)], turn.closed
        finally:
            current_turn.reset(token)
        return without_doubled(channel.collected.replies), turn.closed


def _user_message(body: dict[str, Any], channel: CollectingChannel) -> UserMessage:
    # A leading slash would make Rasa take a member's text for an intent.
    text = body["payload"] or body["text"].lstrip("/ ")
    return UserMessage(
        text,
        channel,
        body["conversation_id"],
        input_channel=Care165Input.name(),
        message_id=body["message_id"],
        metadata={**body["metadata"], "language": body["language"]},
    )


async def _failure(agent: Any, body: dict[str, Any], language: str) -> dict[str, Any]:
    """What the member reads when an action failed, with a button that sends the same message again."""
    tracker = DialogueStateTracker(body["conversation_id"], agent.domain.slots)
    tracker.slots["language"].value = language
    said = await agent.nlg.generate(FAILURE_RESPONSE, tracker, CollectingChannel.name())
    reply = neutral_reply(said or {})
    again = body["payload"] or body["text"].lstrip("/ ")
    for button in reply["buttons"]:
        if button["payload"] == "/again":
            button["payload"] = again
    return reply
