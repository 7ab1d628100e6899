"""Forms that lead a conversation: answers, corrections, digressions and the ladder, the same in every service.

A service's form is a subclass of ``Form`` with one ``extract_<slot>`` method a slot. Rasa runs it after each message
while the form is open (``validate_<form>``):

* a message that fills or changes slots keeps the form going; a change is confirmed in one line;
* a message that means something else is *rejected*: the rules answer it, and the open question comes again after;
* a message that is neither climbs the ladder: other words with an example, then the choices, then a person.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar

from rasa_sdk import Action, Tracker
from rasa_sdk.events import ActionExecutionRejected, EventType, FollowupAction, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from bot.actions.backend import Refusal
from bot.actions.reading import Reading
from bot.actions.texts import Button, Say, has_response
from bot.actions.verify import REQUIRED, ask_to_verify

ALWAYS_LEAVE = frozenset(
    {"emergency", "talk_to_agent", "cancel_flow", "change_language", "repeat", "show_menu", "abuse"}
)
"""Intents that are never the answer to a question, whatever the question."""
LEAVE_CONFIDENCE = 0.55
"""How sure another intent must be to leave a question; below it the message is first tried as an answer."""
ANSWER_INTENTS = frozenset(
    {"inform", "affirm", "deny", "go_back", "share_location", "share_attachment", "", "nlu_fallback"}
)
GRUNT_WORDS = 2
PERSON_AFTER = 3
"""Tries at one question after which a person is offered."""


@dataclass(frozen=True)
class Filled:
    """What a message gave: slots and their values."""

    slots: Mapping[str, Any]


@dataclass(frozen=True)
class Unusable:
    """The message answers the question, but not with something that can be used; ``response`` says why."""

    response: str
    values: Mapping[str, Any] = field(default_factory=dict)
    buttons: list[Button] = field(default_factory=list)


Outcome = Filled | Unusable | None


class Form(Action, ABC):
    """Base of all forms. Subclasses set ``form``, ``topic``, ``required`` and the ``extract_<slot>`` methods."""

    form: ClassVar[str] = ""
    topic: ClassVar[str] = ""
    free_text: ClassVar[frozenset[str]] = frozenset()
    """Slots whose answer is the member's own words: only a short, clear other wish leaves them."""
    own_intents: ClassVar[frozenset[str]] = frozenset()
    """Intents that begin this form; saying one again while it is open brings new facts, it does not leave."""

    def name(self) -> str:
        """The name by which Rasa calls it after each message."""
        return f"validate_{self.form}"

    @abstractmethod
    def required(self, reading: Reading, known: Mapping[str, Any]) -> list[str]:
        """The slots to ask for, in order, given what is known."""

    def watched(self, reading: Reading, known: Mapping[str, Any]) -> list[str]:
        """The slots that a message may fill or change at any time; by default those required."""
        return self.required(reading, known)

    async def run(
        self,
        dispatcher: CollectingDispatcher,
        tracker: Tracker,
        domain: dict[str, Any],
    ) -> list[EventType]:
        """Reads the message; gives the slots to set, the next question, or the rejection."""
        reading = Reading(tracker)
        say = Say(dispatcher, reading)
        known = dict(tracker.slots)
        if self.resumed(reading):
            return self._ask_next(reading, known)
        if reading.requested and self._leaves_at_once(reading):
            return self._leave()
        try:
            filled, unusable = await self._extract(reading, say, known)
        except Refusal as refusal:
            if refusal.code == REQUIRED:
                return [*await ask_to_verify(reading, say, after=self.form), *self._ask_next(reading, known)]
            refuse(say, refusal)
            return [SlotSet("form_tries", 0), *self._ask_next(reading, known)]
        known.update(filled)
        events: list[EventType] = [SlotSet(name, value) for name, value in filled.items()]
        if filled:
            return [*events, SlotSet("form_tries", 0), *self._ask_next(reading, known)]
        return self._without_answer(reading, say, known, unusable)

    async def _extract(
        self, reading: Reading, say: Say, known: dict[str, Any]
    ) -> tuple[dict[str, Any], Unusable | None]:
        if reading.intent == "go_back" and reading.requested and not reading.tracker.latest_message.get("entities"):
            return self._step_back(reading, known), None
        filled: dict[str, Any] = {}
        unusable: Unusable | None = None
        for slot in self.watched(reading, known):
            outcome = await getattr(self, f"extract_{slot}")(reading, say)
            if isinstance(outcome, Unusable):
                unusable = unusable or outcome
            elif outcome is not None:
                filled.update(outcome.slots)
        self._confirm_changes(reading, say, known, filled)
        return filled, unusable

    def _step_back(self, reading: Reading, known: Mapping[str, Any]) -> dict[str, Any]:
        order = self.required(reading, known)
        answered = [slot for slot in order if known.get(slot) is not None and slot != reading.requested]
        return {answered[-1]: None} if answered else {order[0]: None}

    def _confirm_changes(self, reading: Reading, say: Say, known: Mapping[str, Any], filled: Mapping[str, Any]) -> None:
        """Says in one line what a correction changed; a first answer needs no confirmation."""
        for slot, value in filled.items():
            shown = self.shown_value(slot, {**known, **filled})
            changed = reading.requested not in (None, slot) and known.get(slot) not in (None, value)
            if changed and shown and has_response(f"utter_changed_{slot}"):
                say(f"utter_changed_{slot}", value=shown)

    def shown_value(self, slot: str, values: Mapping[str, Any]) -> str | None:
        """How a slot's value is read to the member when it was corrected; None: not worth a line."""
        value = values.get(slot)
        return value if isinstance(value, str) else None

    def _leaves_at_once(self, reading: Reading) -> bool:
        if reading.intent not in ALWAYS_LEAVE or reading.confidence < LEAVE_CONFIDENCE:
            return False
        return reading.requested not in self.free_text or self._clearly_leaves(reading)

    def _clearly_leaves(self, reading: Reading) -> bool:
        return reading.pressed or (reading.confidence >= 0.8 and len(reading.text.split()) <= 6)  # noqa: PLR2004

    def resumed(self, reading: Reading) -> bool:
        """Another action has answered this message; now only the question comes again, and Rasa has it validated."""
        others = (e for e in reading.tracker.events if e.get("event") == "action" and e.get("name") != self.form)
        return bool(reading.requested) and reading.form == self.form and any(others)

    def _leave(self) -> list[EventType]:
        return [ActionExecutionRejected(self.form)]

    def _without_answer(
        self, reading: Reading, say: Say, known: Mapping[str, Any], unusable: Unusable | None
    ) -> list[EventType]:
        if not reading.requested:
            if unusable is not None:
                say(unusable.response, buttons=unusable.buttons, **unusable.values)
            return self._ask_next(reading, known)
        if self._means_other(reading) and unusable is None:
            return self._leave()
        tries = int(known.get("form_tries") or 0) + 1
        if unusable is not None:
            say(unusable.response, buttons=unusable.buttons, **unusable.values)
        elif has_response(help_text := f"utter_help_{reading.requested}"):
            say(help_text)
        if tries >= PERSON_AFTER:
            say("utter_offer_person")
        return [SlotSet("form_tries", tries), *self._ask_next(reading, known)]

    def _means_other(self, reading: Reading) -> bool:
        """A clear wish for something else; a grunt of a word or two that fits nothing is only not understood."""
        grunt = reading.intent == "out_of_scope" and len(reading.text.split()) <= GRUNT_WORDS
        expected = reading.intent in ANSWER_INTENTS | self.own_intents
        return not (expected or grunt) and reading.confidence >= LEAVE_CONFIDENCE

    def _ask_next(self, reading: Reading, known: Mapping[str, Any]) -> list[EventType]:
        missing = [slot for slot in self.required(reading, known) if known.get(slot) is None]
        return [SlotSet("requested_slot", missing[0] if missing else None)]


def refuse(say: Say, refusal: Refusal, **values: Any) -> None:
    """Says why the backend refused, in the words of ``utter_error_<code>``."""
    response = f"utter_error_{refusal.code}"
    if not has_response(response):
        raise refusal
    say(response, **{**refusal.details, **values})


def resume(reading: Reading) -> list[EventType]:
    """Asks the open form's question again after something else was answered; nothing when no form is open."""
    return [FollowupAction(reading.form)] if reading.form else []
