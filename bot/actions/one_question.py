"""Forms with one question, which may be left: who goes on to something else is not asked it for ever."""

from abc import ABC
from typing import Any, ClassVar

from rasa_sdk import Tracker
from rasa_sdk.events import EventType, FollowupAction, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from bot.actions.form_limits import ALWAYS_LEAVE, SURELY
from bot.actions.form_slots import closed, forgotten, topic_of
from bot.actions.forms import Form
from bot.actions.interrupted import OPEN
from bot.actions.payment_told import report_taken_up
from bot.actions.reading import Reading
from bot.actions.small_words import ONLY_THANKS
from bot.actions.texts import Say
from bot.actions.turns import heard, meant_as

GRIEVANCE_WORDS = 6
LEFT_AFTER = 2
"""So often the question is put behind something else; then it is left."""


class OneQuestion(Form, ABC):
    """A form that only looks something up: its question is put again once or twice, and then left with a way back."""

    patience: ClassVar[int] = LEFT_AFTER
    left: ClassVar[str] = "utter_place_left"
    """What is said where it is left behind words that are no answer."""

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        """As every form; but counts how often the question came again without an answer."""
        reading = Reading(tracker, whole=True)
        if reading.requested and (report := report_taken_up(reading)) is not None:
            return [*self._closed(tracker), *report]
        again = (reading.slot("form_tries") or (0, 0))[0] > 0
        thanks = reading.requested and not self.resumed(reading) and ONLY_THANKS.match(reading.text)
        if thanks and (again or reading.intent != "thank"):  # "yo wes nuwun" is no place
            return [*self._closed(tracker), *heard(reading, meant_as(reading, "thank"))]
        return await self._counted(reading, dispatcher, tracker, domain)

    async def _counted(
        self, reading: Reading, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[EventType]:
        resumed, (tries, helped) = self.resumed(reading), reading.slot("form_tries") or (0, 0)
        events = await super().run(dispatcher, tracker, domain)
        interrupts = reading.slot(f"{topic_of(self.form)}_resume")  # gone back to by itself
        if not reading.requested or reading.pressed or interrupts:
            return events
        if any(event["event"] == "action_execution_rejected" for event in events):
            leaves = tries >= self.patience and reading.intent not in ALWAYS_LEAVE
            return [*self._closed(tracker), *heard(reading, _same(reading))] if leaves else events
        if resumed:
            left = [*self._closed(tracker), FollowupAction("action_listen")]
            ends = reading.intent == "goodbye" or (reading.intent == "thank" and tries)
            return left if ends else [SlotSet("form_tries", (tries + 1, helped)), *events]
        if (
            not _asks_again(events, reading.requested)
            or self._told_besides(events, reading)
            or self._goes_along(reading)
        ):
            return events
        if tries >= self.patience:
            Say(dispatcher, reading)(self.left)
            return [*self._closed(tracker), FollowupAction("action_listen")]
        kept = [event for event in events if event.get("name") != "form_tries"]
        return [SlotSet("form_tries", (tries + 1, helped)), *kept]

    async def _elsewhere(self, reading: Reading) -> bool:
        """As every form; and what surely tells of a grievance is no place, and must not go unheard."""
        told = reading.intent == "submit_complaint" and reading.confidence >= SURELY
        grievance = told and not reading.pressed and len(reading.text.split()) >= GRIEVANCE_WORDS
        return (bool(reading.requested) and grievance) or await super()._elsewhere(reading)

    def _told_besides(self, events: list[EventType], reading: Reading) -> bool:
        """ "bukan picu, maksudku hcu" where the place is asked for: another answer of the form was changed."""
        slots = {event["name"]: event["value"] for event in events if event["event"] == "slot"}
        others = set(self.watched(reading, reading.tracker.slots)) - {reading.requested}
        return any(slots.get(name) not in (None, reading.slot(name)) for name in others)

    def _goes_along(self, reading: Reading) -> bool:
        """Whether what was asked besides is how to answer, so that the answer is likely to come next."""
        return False

    def _closed(self, tracker: Tracker) -> list[EventType]:
        return [
            *closed(),
            SlotSet(OPEN, None),
            SlotSet("form_tries", 0),
            *forgotten(tracker.slots, topic_of(self.form)),
        ]


def _asks_again(events: list[EventType], asked: str) -> bool:
    """Whether the same question comes again with nothing found, and the ladder of tries did not count it itself."""
    slots = {event["name"]: event["value"] for event in events if event["event"] == "slot"}
    counted = isinstance(slots.get("form_tries"), tuple) and slots["form_tries"][0] > 0
    return slots.get("requested_slot") == asked and not counted


def _same(reading: Reading) -> dict[str, Any]:
    """The message as it came, to be heard outside the form."""
    return {
        "text": reading.text, "intent": reading.intent, "confidence": reading.confidence, "ranking": reading.ranking,
        "entities": (reading.tracker.latest_message or {}).get("entities") or [],
    }  # fmt: skip
