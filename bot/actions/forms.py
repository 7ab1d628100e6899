"""Forms that lead a conversation: answers, corrections, digressions and the ladder, the same in every service.

A service's form is a subclass of ``Form`` with one ``extract_<slot>`` method a slot. Rasa runs it after each message
while the form is open (``validate_<form>``):

* a message that fills or changes slots keeps the form going; a change is confirmed in one line;
* a message that means something else is *rejected*: the rules answer it, and the open question comes again after;
* a message that is neither climbs the ladder: other words with an example, then the choices, then a person, then the
  person is called. No step says what an earlier one said.
"""

from __future__ import annotations

from abc import ABC
from collections.abc import Mapping
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from bot.actions.backend import Refusal
from bot.actions.control import (
    ANSWERS,
    goes_back,
    no_yes_by_chance,
    numbered_choice,
    says_change,
    says_return,
    says_wait,
)
from bot.actions.form_ends import and_wished, ended_by_words, no_beginning
from bot.actions.form_ladder import Ladder
from bot.actions.form_limits import (
    CLEAR_WISH,
)
from bot.actions.form_passing import (
    asked_besides,
    asks_beside,
    only_asks,
    says_it_again,
    says_to_go_on,
    takes_back,
    tells_in_passing,
)
from bot.actions.helping_words import says_back
from bot.actions.interrupted import OPEN, entered
from bot.actions.language import follow_language
from bot.actions.mood import angry, apologises
from bot.actions.noise import says_nothing
from bot.actions.offers import chosen_by_words
from bot.actions.outcomes import Unusable, refuse
from bot.actions.reading import Reading
from bot.actions.texts import Say, has_response
from bot.actions.topic import asks_something, text_about
from bot.actions.turns import PENDING, pressed
from bot.actions.unclear import begins_nothing
from bot.actions.verify import REQUIRED, ask_to_verify, no_longer_waits
from bot.actions.wrong_account import leave_account

Extracted = tuple[dict[str, Any], Unusable | None]
"""What a message filled, and what of it cannot be used."""


class Form(Action, Ladder, ABC):
    """Base of all forms. Subclasses set ``form``, ``required`` and the ``extract_<slot>`` methods."""

    def name(self) -> str:
        """The name by which Rasa calls it after each message."""
        return f"validate_{self.form}"

    def watched(self, reading: Reading, known: Mapping[str, Any]) -> list[str]:
        """The slots that a message may fill or change at any time; by default those required."""
        return self.required(reading, known)

    def noted(self, reading: Reading, known: Mapping[str, Any]) -> list[str]:
        """The slots whose first value is read back where another one was asked for; by default those required."""
        return self.required(reading, known)

    def says_what_is_right(self, reading: Reading) -> bool:
        """Whether a message that takes an answer back holds the right one itself, without an entity."""
        return False

    async def run(
        self,
        dispatcher: CollectingDispatcher,
        tracker: Tracker,
        domain: dict[str, Any],
    ) -> list[EventType]:
        """Reads the message; gives the slots to set, the next question, or the rejection."""
        reading = Reading(tracker, whole=True)
        say = Say(dispatcher, reading)
        known = dict(tracker.slots)
        also = Reading(tracker).also if not reading.requested and reading.first_in_turn else None
        if not reading.requested and reading.first_in_turn and begins_nothing(reading):
            return no_beginning()
        kept: list[EventType] = [SlotSet(PENDING, also)] if also else []
        kept += no_longer_waits(reading)
        spoken = await follow_language(reading)
        if not reading.requested and reading.first_in_turn and angry(reading):
            say("utter_regret")
        begun = entered(reading, self.form)
        if self.resumed(reading):
            return self._ask_next(reading, known)
        if self._goes_on(reading):  # a slot must change, or Rasa takes the message for one that the form rejects
            return [SlotSet("form_tries", 0), *self._ask_next(reading, known)]
        told = self.takes_words(reading)  # there it belongs to the story
        left_it = None if told else await leave_account(reading, say)
        return [*begun, *spoken, *kept, *(left_it or await self._heard(reading, say, known))]

    async def _heard(self, reading: Reading, say: Say, known: dict[str, Any]) -> list[EventType]:
        other = self._no_answer(reading, say, known) if reading.requested else None
        if other is None and await self._elsewhere(reading):
            other = self._leave()
        if other is not None:
            return other
        try:
            filled, unusable = await self._extract(reading, say, known)
            if not filled and unusable is None and reading.requested:
                filled, unusable = await self._by_button(reading, say, known)
        except Refusal as refusal:
            if refusal.code == REQUIRED:
                return [*await ask_to_verify(reading, say, after=self.form), *self._ask_next(reading, known)]
            refuse(say, refusal)
            return [SlotSet("form_tries", 0), *self._ask_next(reading, known)]
        known.update(filled)
        events: list[EventType] = [SlotSet(name, value) for name, value in filled.items()]
        if filled:
            if unusable is not None and not reading.requested:
                unusable.said(say)
            asked = await asked_besides(reading, say) if "form_tries" not in filled else []
            return [*events, *asked, SlotSet("form_tries", 0), *self._ask_next(reading, known)]
        if reading.requested and unusable is None and (other := await self._beside(reading, say, known)) is not None:
            return other
        return self._without_answer(reading, say, known, unusable)

    async def _elsewhere(self, reading: Reading) -> bool:
        """Whether the message surely is about another matter; words that belong to a story are none."""
        from bot.actions.elsewhere import asks_elsewhere  # noqa: PLC0415 - answers are built on forms

        asked = bool(reading.requested) and asks_elsewhere(reading, self.near(reading))
        return asked and not (self.takes_words(reading) and await self.tells_of_it(reading))

    def near(self, reading: Reading) -> frozenset[str]:
        """Intents that answers to the open question resemble; by default the form's own."""
        return self.own_intents

    async def tells_of_it(self, reading: Reading) -> bool:
        """Whether words of another matter may be the member's own words that were asked for."""
        return True

    async def _beside(self, reading: Reading, say: Say, known: Mapping[str, Any]) -> list[EventType] | None:
        """What is neither answer nor wish of its own: an offer taken that leaves the form, a question about it."""
        from bot.actions.form_asides import answer_beside  # noqa: PLC0415 - answers are built on forms
        from bot.actions.their_code import takes_their_code  # noqa: PLC0415 - helping is built on forms

        if self.takes_words(reading):
            return None
        if (taken := await takes_their_code(reading)) is not None:
            return taken
        told = await answer_beside(reading, say, self._about(reading))
        if told is None and await tells_in_passing(reading, self.own_intents):
            say("utter_told_in_passing")
            told = []
        if told is None and asks_beside(reading):
            say("utter_unknown_in_passing")
            told = []
        if told is None:
            return None
        return [*told, SlotSet("form_tries", known.get("form_tries") or 0), *self._ask_next(reading, known)]

    def _about(self, reading: Reading) -> str | None:
        """The intent whose text tells how the service works."""
        return next((intent for intent in sorted(self.own_intents) if text_about(intent)), None)

    async def _extract(self, reading: Reading, say: Say, known: dict[str, Any]) -> Extracted:
        entities = reading.tracker.latest_message.get("entities")
        back = goes_back(reading) and not (only_asks(reading) and reading.confidence < CLEAR_WISH)
        bare_back = back and not (entities or self.says_what_is_right(reading) or says_return(reading))
        if reading.requested and (bare_back or says_change(reading)):
            return self._step_back(reading, known), None
        no_yes_by_chance(reading)
        filled: dict[str, Any] = {}
        unusable: Unusable | None = None
        for slot in self.watched(reading, known):
            if slot == reading.requested and only_asks(reading):
                continue
            outcome = await getattr(self, f"extract_{slot}")(reading, say)
            if isinstance(outcome, Unusable):
                unusable = unusable or outcome
            elif outcome is not None:
                filled.update(outcome.slots)
        if says_it_again(reading, known, filled):
            if asks_something(reading.text):
                return {}, unusable
            shown = [words for slot in filled if (words := self.shown_value(slot, {**known, **filled}))]
            noted = "; ".join(dict.fromkeys(shown))
            say("utter_noted_already" if noted else "utter_told_in_passing", value=noted)
        if not filled and unusable is None and reading.requested and takes_back(reading):
            return self._step_back(reading, known), None
        self._confirm_changes(reading, say, known, filled)
        return filled, unusable

    async def _by_button(self, reading: Reading, say: Say, known: dict[str, Any]) -> Extracted:
        """A typed "2" means the second of the question's buttons; words that name one of them mean that one. A word for
        a place in a list ("the first") is no yes.
        """
        if only_asks(reading):
            return {}, None
        by_word = reading.confirming and not reading.text.strip().isdigit()
        chosen = None if by_word else await numbered_choice(reading)
        chosen = chosen or pressed(await chosen_by_words(reading) or "")
        if chosen is None or chosen["intent"] not in ANSWERS | self.own_intents:
            return {}, None
        message = {**reading.tracker.latest_message, **chosen, "intent": {"name": chosen["intent"], "confidence": 1.0}}
        reading.tracker.latest_message = message
        return await self._extract(reading, say, known)

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
        self._note(reading, say, known, filled)

    def _note(self, reading: Reading, say: Say, known: Mapping[str, Any], filled: Mapping[str, Any]) -> None:
        """Says what was taken down where the open question stays open: the message was not lost."""
        if reading.requested is None or filled.get(reading.requested) is not None:
            return
        values = {**known, **filled}
        asked = self.noted(reading, values)
        new = [slot for slot, value in filled.items() if value and known.get(slot) is None and slot in asked]
        if shown := [words for slot in new if (words := self.shown_value(slot, values))]:
            say("utter_noted", value="; ".join(dict.fromkeys(shown)))

    def shown_value(self, slot: str, values: Mapping[str, Any]) -> str | None:
        """How a slot's value is read to the member when it was corrected; None: not worth a line."""
        value = values.get(slot)
        return value if isinstance(value, str) else None

    def resumed(self, reading: Reading) -> bool:
        """Another action has answered this message; now only the question comes again, and Rasa has it validated."""
        others = (e for e in reading.tracker.events if e.get("event") == "action" and e.get("name") != self.form)
        goes_on = reading.form == self.form == reading.slot(OPEN)
        return bool(reading.requested) and goes_on and any(others)

    def _goes_on(self, reading: Reading) -> bool:
        """ "lanjut", or "balik ke yang tadi", brings the question again; only where a yes is waited for it is one."""
        asked = reading.requested is not None and not reading.confirming
        return asked and says_to_go_on(reading, self.form, self.own_intents)

    def _no_answer(self, reading: Reading, say: Say, known: dict[str, Any]) -> list[EventType] | None:
        """What follows from a message that cannot be an answer, whatever was asked; None for any other."""
        from bot.actions.just_done import page_done  # noqa: PLC0415 - answers are built on forms

        if page_done(reading):  # "sudah ya" is of the page, and ends nothing
            return [SlotSet("form_tries", 0), *self._ask_next(reading, known)]
        if self._leaves_at_once(reading) or (reading.acting and says_back(reading)):
            return self._leave()
        if (ended := ended_by_words(self, reading, say)) is not None:
            return and_wished(self, reading, ended)
        sorry, waits = apologises(reading), says_wait(reading) and not reading.entity("date")
        if (sorry or waits) and not self.takes_words(reading):
            say("utter_sorry_accepted" if sorry else "utter_takes_time")
            return [SlotSet("form_tries", 0), *self._ask_next(reading, known)]
        return self._without_answer(reading, say, known, None) if says_nothing(reading) else None
