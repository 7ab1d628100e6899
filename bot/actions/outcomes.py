"""What a message gives to a form, what the backend refuses, and the question that comes again."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from rasa_sdk.events import EventType, FollowupAction

from bot.actions.backend import Refusal
from bot.actions.reading import Reading
from bot.actions.texts import Button, Say, has_response


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
    card: dict[str, Any] | None = None

    def said(self, say: Say) -> None:
        """Says it."""
        say(self.response, buttons=self.buttons, card=self.card, **self.values)


Outcome = Filled | Unusable | None


def refuse(say: Say, refusal: Refusal, **values: Any) -> None:
    """Says why the backend refused, in the words of ``utter_error_<code>``."""
    response = f"utter_error_{refusal.code}"
    if not has_response(response):
        raise refusal
    say(response, **{**refusal.details, **values})


def resume(reading: Reading) -> list[EventType]:
    """Asks the open form's question again after something else was answered; nothing when no form is open."""
    return [FollowupAction(reading.form)] if reading.form else []
