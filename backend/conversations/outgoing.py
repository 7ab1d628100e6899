"""What the outbox hands to a channel, and what comes back: the interface that every called channel implements."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Any, Protocol


@dataclass(frozen=True)
class OutgoingFile:
    """A file that a message brings: its bytes on our disk, its name for the member, its true type."""

    path: Path
    name: str
    media_type: str


@dataclass(frozen=True)
class Outgoing:
    """One stored message of the bot, an agent or the system on its way to a member."""

    text: str = ""
    buttons: list[dict[str, str]] = field(default_factory=list)
    """``{"id", "title"}``; the id is opaque and comes back when the member presses."""
    card: dict[str, Any] | None = None
    locale: str = "id"
    agent_name: str | None = None
    """Set on messages of a person, so that the member sees who writes."""
    file: OutgoingFile | None = None
    """The bytes of a card of the type ``file``."""
    doctor: bool = False
    """The person is a doctor, not an agent."""


class Result(StrEnum):
    """What became of one call."""

    SENT = "sent"
    RETRY = "retry"
    """It surely did not arrive, and may later."""
    UNCERTAIN = "uncertain"
    """It may have arrived: no answer came."""
    REFUSED = "refused"
    """The channel will never take this message."""
    UNREACHABLE = "unreachable"
    """The channel takes no message for this member any more."""


@dataclass(frozen=True)
class Outcome:
    """The result of one call; ``external_id`` names the message on the channel, ``reason`` is for operators."""

    result: Result
    external_id: int | str | None = None
    reason: str | None = None
    retry_after: float | None = None
    """Seconds that the channel told us to wait."""


class Sender(Protocol):
    """A channel that must be called to deliver."""

    def prepare(self, message: Outgoing) -> Sequence[Any]:
        """The calls that one message takes, in order; the same message always gives the same calls."""

    def send(self, chat_id: str, call: Any) -> Outcome:
        """Makes one of these calls. Every failure of the channel is an outcome, not an exception."""

    def show_typing(self, chat_id: str) -> None:
        """Shows the member for a few seconds that somebody writes. A failure is of no account."""
