"""What a form does with a message that is no answer: it leaves for what else is meant, or climbs a step of the ladder.

The steps: other words with an example, then the choices, then a person, then the person is called. No step says what an
earlier one said.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from typing import Any, ClassVar

from rasa_sdk.events import ActionExecutionRejected, EventType, SlotSet

from bot.actions.aspect_reading import aspect_in
from bot.actions.control import says_skip, says_why
from bot.actions.form_ends import call_person, pause, stop
from bot.actions.form_limits import (
    ALWAYS_LEAVE,
    ANSWER_INTENTS,
    ASKING_CONFIDENCE,
    CLEAR_WISH,
    CLEAR_WISH_WORDS,
    GRUNT_WORDS,
    HANDOVER_AT,
    LEAST_TOLD,
    LEAVE_CONFIDENCE,
    PERSON_AT,
)
from bot.actions.form_passing import asks_of_it, said_in_passing, takes_back, wishes_nothing
from bot.actions.given_up import drops, only_for_now, says_resigned
from bot.actions.offers import refuses
from bot.actions.outcomes import Unusable
from bot.actions.put_off import talks_with_own
from bot.actions.reading import Reading
from bot.actions.texts import Say, has_response
from bot.actions.topic import asks_something, only_tells


def _chooses(reading: Reading) -> bool:
    """ "2nd please" resembles the wish for the menu, and chooses of a list."""
    return reading.intent in ("show_menu", "repeat") and not reading.pressed and reading.ordinal is not None


class Ladder(ABC):
    """What a form asks for, by its settings, and how it goes on where that is not answered."""

    form: ClassVar[str] = ""
    free_text: ClassVar[frozenset[str]] = frozenset()
    """Slots whose answer is the member's own words: only a short, clear other wish leaves them."""
    names: ClassVar[frozenset[str]] = frozenset()
    """Those of them that take a name: no question is one."""
    read_back: ClassVar[str] = ""
    """Slot of a yes where a bare no corrects; "tidak usah dulu" ends the form there."""
    changes: ClassVar[bool] = False
    """The form changes what there is: "biar yang lama saja, tidak usah diganti" ends it at any question."""
    asks_no_day: ClassVar[bool] = False
    """No answer is a day to come: "besok saja" puts the form off."""
    asks_whether: ClassVar[bool] = False
    """Asks questions of yes or no one after another: "udah ga usah aja" is no answer to any of them."""
    asks_place: ClassVar[bool] = False
    """What is told at its question was meant as a place: "deket rumah pak RT" hears what kind of place is known."""
    own_intents: ClassVar[frozenset[str]] = frozenset()
    """Intents that begin this form; saying one again while it is open brings new facts, it does not leave."""

    @abstractmethod
    def required(self, reading: Reading, known: Mapping[str, Any]) -> list[str]:
        """The slots to ask for, in order, given what is known."""

    def takes_words(self, reading: Reading) -> bool:
        """Whether the message may answer the open question in the member's own words, whatever it resembles."""
        named = reading.requested in self.names and asks_something(reading.text)
        return reading.requested in self.free_text and not named

    def _leaves_at_once(self, reading: Reading) -> bool:
        if reading.intent not in ALWAYS_LEAVE or reading.confidence < LEAVE_CONFIDENCE:
            return False
        if takes_back(reading) or asks_of_it(reading) or _chooses(reading):
            return False
        if talks_with_own(reading) and (reading.intent == "talk_to_agent" or only_for_now(reading)):
            return False  # "nanti mau rembugan sama suami dulu" calls none of our people, and only puts off
        if reading.intent == "show_menu" and not reading.pressed and aspect_in(reading.text):
            return False  # "ini buat apa sih"
        return not self.takes_words(reading) or self._clearly_leaves(reading)

    def _clearly_leaves(self, reading: Reading) -> bool:
        return reading.pressed or (reading.confidence >= CLEAR_WISH and len(reading.text.split()) <= CLEAR_WISH_WORDS)

    def _leave(self) -> list[EventType]:
        return [ActionExecutionRejected(self.form)]

    def _without_answer(
        self, reading: Reading, say: Say, known: Mapping[str, Any], unusable: Unusable | None
    ) -> list[EventType]:
        if not reading.requested:
            if unusable is not None:
                unusable.said(say)
            return self._ask_next(reading, known)
        if unusable is None and self._means_other(reading) and not says_skip(reading):
            return self._leave()
        if unusable is None and (refuses(reading) or drops(reading)):
            return stop(self.form, reading, say)
        if unusable is None and says_resigned(reading) and not reading.confirming:
            return pause(self.form, reading, say)
        tries, helped = known.get("form_tries") or (0, 0)
        tries += 1
        if unusable is not None:
            unusable.said(say)
        elif tries >= HANDOVER_AT:
            return call_person(self.form, known, say)
        else:
            helped = self._climb(reading, say, tries, helped)
        if unusable is not None and tries >= PERSON_AT:
            say("utter_offer_person")
        return [SlotSet("form_tries", (tries, helped)), *self._ask_next(reading, known)]

    def _climb(self, reading: Reading, say: Say, tries: int, helped: int) -> int:
        """One step of the ladder before the question comes again; gives how often help was given by now."""
        help_text = f"utter_help_{reading.requested}"
        spoken = not (self.takes_words(reading) or reading.pressed)
        spoken = spoken and not (self.asks_place and not helped)
        exhausted = bool(helped) or not has_response(help_text)
        passing = said_in_passing(reading, first=tries == 1, helped=exhausted) if spoken else None
        if tries >= PERSON_AT:
            say("utter_offer_person")
        elif says_skip(reading):
            say("utter_cannot_skip")
        elif passing:
            say(passing)
        elif not helped:
            say(help_text if has_response(help_text) else "utter_help_any")
            return 1
        else:
            say("utter_help_steps")
        return helped

    def _means_other(self, reading: Reading) -> bool:
        """A clear wish for something else; a grunt of a word or two that fits nothing is only not understood."""
        grunt = reading.intent == "out_of_scope" and len(reading.text.split()) <= GRUNT_WORDS
        expected = reading.intent in ANSWER_INTENTS | self.own_intents
        asks = asks_something(reading.text) and not self.takes_words(reading)
        told = CLEAR_WISH if reading.intent == "faq" else LEAVE_CONFIDENCE  # "obat metformin" resembles a general one
        if reading.intent == "faq" and not reading.pressed and only_tells(reading.text, LEAST_TOLD):
            return False  # "ga pake kacamata" asks for no glasses
        sure = ASKING_CONFIDENCE if asks else told
        no_wish = wishes_nothing(reading) or says_why(reading)  # "kok ga bisa" resembles trouble with the app
        return not (expected or grunt or no_wish) and reading.confidence >= sure

    def _ask_next(self, reading: Reading, known: Mapping[str, Any]) -> list[EventType]:
        missing = [slot for slot in self.required(reading, known) if known.get(slot) is None]
        return [SlotSet("requested_slot", missing[0] if missing else None)]
