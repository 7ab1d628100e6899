"""Base of the actions that answer: one backend call, then words."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import Any, ClassVar

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType, FollowupAction, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from bot.actions.backend import Refusal
from bot.actions.danger import ASKED
from bot.actions.form_slots import closed, forgotten, topic_of
from bot.actions.helping_turns import HELPING, helping_turn
from bot.actions.interrupted import left
from bot.actions.language import follow_language
from bot.actions.mood import angry
from bot.actions.outcomes import refuse, resume
from bot.actions.reading import Reading
from bot.actions.service_events import asks_to_verify, follows, form_closed, goes_on_hearing
from bot.actions.shown import finish_form
from bot.actions.texts import Say
from bot.actions.topic import TOPIC
from bot.actions.turns import SECOND, go_on
from bot.actions.verify import REQUIRED, ask_to_verify
from bot.actions.without_phone import without_phone
from bot.actions.wrong_account import leave_account

COUNTED = "fallback_count"
"""Slot: how many messages in a row were not understood."""


class Answer(Action, ABC):
    """An action that answers one message. Subclasses set ``action`` and write ``answer``.

    A refusal of the backend is said in its own words; where it wants to know who the member is, they get the link and
    the action runs again afterwards. When a form is open, its question comes again after the answer.
    """

    action: ClassVar[str] = ""
    resumes: ClassVar[bool] = True
    """False for actions that close or replace the open form."""
    regrets: ClassVar[bool] = True
    """False for actions that have words of their own for an upset member."""
    follows: ClassVar[bool] = False
    """True for actions that go on from what was shown by themselves; before others what was said is looked at."""

    ends: ClassVar[str] = ""
    """The topic of the form that this action ends; refused or not, its answers are forgotten."""
    keeps_topic: ClassVar[bool] = False
    """True for small talk and the like, after which the conversation is still about the same."""

    def name(self) -> str:
        """The name in rules and in ``domain.yml``."""
        return self.action

    @abstractmethod
    async def answer(self, reading: Reading, say: Say) -> list[EventType]:
        """Answers the message; gives the events that follow from it."""

    async def run(
        self,
        dispatcher: CollectingDispatcher,
        tracker: Tracker,
        domain: dict[str, Any],
    ) -> list[EventType]:
        """Runs ``answer``."""
        reading = Reading(tracker)
        say = Say(dispatcher, reading)
        spoken = await follow_language(reading)
        return [*spoken, *await self._respond(reading, say)]

    async def _respond(self, reading: Reading, say: Say) -> list[EventType]:
        if self.regrets and not reading.form and reading.first_in_turn and angry(reading):
            say("utter_regret")
        if self.action != HELPING and (helping := helping_turn(reading)):
            return helping
        if self.action != HELPING and (asked := without_phone(reading, say)) is not None:
            return asked
        if reading.first_in_turn and (left_it := await leave_account(reading, say)) is not None:
            return left_it
        try:
            events = await self._beforehand(reading, say)
            events = self._changes_topic(reading, await self.answer(reading, say)) if events is None else events
        except Refusal as refusal:
            if refusal.code == REQUIRED:
                asked = await ask_to_verify(reading, say, after=self.action)
                return self._ended(reading, say, [*asked, *_leaves_help(reading, asked)])
            refuse(say, refusal)
            events = finish_form(reading, self.ends) if self.ends else []
        events = [*events, *_leaves_help(reading, events)]
        again = resume(reading) if self.resumes and not form_closed(events) else []
        return self._ended(reading, say, [*events, *again])

    async def _beforehand(self, reading: Reading, say: Say) -> list[EventType] | None:
        """What the message means by what was said before, whatever it was taken for; None where its intent counts."""
        from bot.actions.beforehand import meant_before  # noqa: PLC0415 - the two modules need each other

        first = not (self.follows or reading.form) and reading.first_in_turn
        return await meant_before(reading, say) if first else None

    def _changes_topic(self, reading: Reading, events: list[EventType]) -> list[EventType]:
        """Another answer ends the topic of "syaratnya?", unless it sets its own, is only small talk, or answers the
        rest of a message whose first part was about that topic.
        """
        sets = any(event["event"] == "slot" and event["name"] == TOPIC for event in events)
        keeps = (
            self.keeps_topic or self.action.startswith("action_ask_") or "action_default_fallback" in follows(events)
        )
        ends = reading.slot(TOPIC) and not (keeps or sets or reading.metadata.get(SECOND))
        return [*events, SlotSet(TOPIC, None)] if ends else events

    def _ended(self, reading: Reading, say: Say, events: list[EventType]) -> list[EventType]:
        """Ends the turn, unless something follows: no rule says what comes after an action that followed another."""
        if self.action.startswith("action_ask_"):
            return events
        counted = any(event["event"] == "slot" and event["name"] == COUNTED for event in events) or follows(events)
        if reading.slot(COUNTED) and not counted:
            events = [*events, SlotSet(COUNTED, 0)]  # understood: the ladder begins anew
        if reading.slot(ASKED) and not any(event.get("name") == ASKED for event in events) and not follows(events):
            events = [*events, SlotSet(ASKED, None)]
        events = [*events, *left(reading, say, events)]
        goes_on = follows(events) or goes_on_hearing(events) or reading.form
        return go_on(reading, events if goes_on else [*events, FollowupAction("action_listen")])


def _leaves_help(reading: Reading, events: list[EventType]) -> list[EventType]:
    """Another service that waits for the secure page ends the help with the app: its steps are asked no more."""
    if reading.form != "apphelp_form" or form_closed(events) or not asks_to_verify(events):
        return []
    return [*closed(), *forgotten(reading.tracker.slots, topic_of(reading.form))]
