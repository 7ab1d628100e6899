"""A conversation in Rasa's form of which copies are cheap.

Stock Rasa copies a conversation three or four times a turn: each time all slots, of which we have some two hundred, and
then every event is applied anew. Here copies share their slots, and a change puts another slot in the place of the
shared one; a copy takes the state as it is. ``tests/bot/test_tracker.py`` compares the outcome with the stock one.
"""

from __future__ import annotations

import copy
from collections.abc import Iterable
from typing import Any

from rasa.shared.constants import DEFAULT_SENDER_ID
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import Event
from rasa.shared.core.slots import Slot
from rasa.shared.core.trackers import DialogueStateTracker

_UNTOUCHED: Any = object()
_STATE = ("_paused", "latest_action", "latest_message", "latest_bot_utterance")
"""What events replace and never change in place."""


class InitialSlots(dict[str, Slot]):
    """Slots by name at their initial values; shared, and therefore never changed."""

    @classmethod
    def of(cls, slots: Iterable[Slot]) -> InitialSlots:
        """Their initial state, whatever they hold now."""
        made = cls((slot.name, copy.copy(slot)) for slot in slots)
        for slot in made.values():
            slot.reset()
        return made


class CareTracker(DialogueStateTracker):
    """See Rasa's ``DialogueStateTracker``; nobody but events may change a slot."""

    followup_action: str | None

    def __init__(
        self,
        sender_id: str,
        slots: Iterable[Slot],
        max_event_history: int | None = None,
        sender_source: str | None = None,
        is_rule_tracker: bool = False,
    ) -> None:
        self._initial = slots if isinstance(slots, InitialSlots) else InitialSlots.of(slots)
        self._followed: str | None = None
        super().__init__(sender_id, None, max_event_history, sender_source, is_rule_tracker)
        self._followed = self.followup_action

    def _reset_slots(self) -> None:
        self.slots = dict(self._initial)

    def _set_slot(self, key: str, value: Any) -> None:
        if key not in self.slots:
            super()._set_slot(key, value)
            return
        changed = copy.copy(self.slots[key])
        changed.value = value
        self.slots[key] = changed

    def update(self, event: Event, domain: Domain | None = None) -> None:
        """Adds an event, and notes which action it has follow: a copy forgets what was said without an event."""
        said, self.followup_action = self.followup_action, _UNTOUCHED
        super().update(event, domain)
        if self.followup_action is _UNTOUCHED:
            self.followup_action = said
        else:
            self._followed = self.followup_action

    def init_copy(self) -> CareTracker:
        """The same conversation before its first event."""
        sender = self.sender_id or DEFAULT_SENDER_ID
        return CareTracker(sender, self._initial, self._max_event_history, is_rule_tracker=self.is_rule_tracker)

    def copy(self) -> CareTracker:
        """The conversation as its events have left it."""
        made = self.init_copy()
        made.events.extend(self.events)
        made.slots = dict(self.slots)
        for name in _STATE:
            setattr(made, name, getattr(self, name))
        made.active_loop = copy.copy(self.active_loop)
        made.followup_action = made._followed = self._followed
        return made
