"""The member message that Rasa is working on, known to the channel, the tracker store and the action calls."""

from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any


@dataclass
class Turn:
    """One member message on its way through Rasa.

    ``message_id`` is unique for the message and the same on every attempt to answer it. ``closed``: it turned out to be
    about the member's health (``closed.is_closed``).
    """

    message_id: str
    language: str
    closed: bool = False


@dataclass
class Collected:
    """What the assistant said in this turn, in the neutral form of ``backend.conversations``."""

    replies: list[dict[str, Any]] = field(default_factory=list)


class AnsweredBefore(BaseException):
    """This message was answered in an earlier attempt whose answer did not reach the inbox; here it is again.

    Like the two below it must reach the channel: Rasa wraps the tracker store in one that answers every ``Exception``
    with an empty conversation, and swallows those of actions.
    """

    def __init__(self, replies: list[dict[str, Any]]) -> None:
        super().__init__("answered before")
        self.replies = replies


class TurnAborted(BaseException):
    """An action failed, hung or returned rubbish: the turn is given up and leaves no trace in the conversation."""


class StoreUnavailable(BaseException):
    """The conversation could not be read or saved; the same message may be sent again later, with one effect."""


current_turn: ContextVar[Turn | None] = ContextVar("current_turn", default=None)


def without_doubled(replies: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The replies of a turn, in which no two buttons do the same: the last one stands, nearest to the next message."""
    seen: set[str] = set()
    told = []
    for reply in reversed(replies):
        new = [button for button in reply["buttons"] if button["payload"] not in seen]
        seen |= {button["payload"] for button in new}
        told.append({**reply, "buttons": new})
    return told[::-1]


def neutral_reply(message: dict[str, Any]) -> dict[str, Any]:
    """A Rasa bot message as a neutral reply: ``text``, ``buttons`` with title and payload, ``card``."""
    buttons = [{"title": b["title"], "payload": b["payload"]} for b in message.get("buttons") or []]
    custom = message.get("custom") or {}
    return {"text": message.get("text") or "", "buttons": buttons, "card": custom.get("card")}
