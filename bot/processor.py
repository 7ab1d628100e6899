"""Rasa's processor of messages without two walks through all slots, of which we have some two hundred; and with an ear
for wishes that come in pieces.
"""

from __future__ import annotations

import logging
import time
from typing import Any

import rasa.core.agent
from rasa.core.channels.channel import UserMessage
from rasa.core.processor import MessageProcessor
from rasa.shared.core.domain import Domain
from rasa.shared.core.trackers import DialogueStateTracker

from bot.components.in_talk import FORM, GOING_ON, TALK
from bot.pieces import clearer, joined

log = logging.getLogger("rasa.core.processor")
RECENT_S = 1800.0
"""So long after a message the next one goes on with it."""
_OF_THE_APP = "apphelp_form"
"""Here the app is what is talked of; its words go without saying."""


def leave_to_actions(domain: Domain) -> None:
    """Drops the mappings by which slots are left to actions (``type: custom``).

    They have no other effect while a model runs; Rasa looks at each of them with every message, to do nothing.
    """
    for slot in domain.slots:
        slot.mappings = [one for one in slot.mappings if one["type"] != "custom" or one.get("action")]


def talk_of(tracker: DialogueStateTracker | None) -> str | None:
    """Where a message stands that comes now: in a form that asks, behind another one of late, or by itself."""
    if tracker is None:
        return None
    if tracker.active_loop_name:
        return None if tracker.active_loop_name == _OF_THE_APP else FORM
    before = tracker.latest_message
    recent = before is not None and bool(before.text) and time.time() - (before.timestamp or 0) < RECENT_S
    return GOING_ON if recent else None


class CareProcessor(MessageProcessor):
    """See Rasa's ``MessageProcessor``; slots are written into the log only for who reads it."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        leave_to_actions(self.domain)

    async def parse_message(
        self,
        message: UserMessage,
        tracker: DialogueStateTracker | None = None,
        only_output_properties: bool = True,
    ) -> dict[str, Any]:
        """What a message means; with the one before, where neither is clear alone: then it holds the words of both."""
        metadata = {**(message.metadata or {}), TALK: talk_of(tracker)}
        placed = UserMessage(message.text, metadata=metadata, message_id=message.message_id)
        alone: dict[str, Any] = await super().parse_message(placed, tracker, only_output_properties)
        words = joined(message, tracker, alone)
        if words is None:
            return alone
        whole = UserMessage(words, metadata=metadata, message_id=message.message_id)
        both: dict[str, Any] = await super().parse_message(whole, tracker, only_output_properties)
        if not clearer(both, alone):
            return alone
        message.text = words
        return both

    @staticmethod
    def _log_slots(tracker: DialogueStateTracker) -> None:
        if log.isEnabledFor(logging.DEBUG):
            MessageProcessor._log_slots(tracker)


def install() -> None:
    """Makes the assistant of this process work with it."""
    rasa.core.agent.MessageProcessor = CareProcessor
