"""What the bot's actions send and get."""

from datetime import datetime
from typing import Any, Literal

from pydantic import BaseModel, Field

from backend.handover.models import Priority


class HandoverRequest(BaseModel):
    """Asks for a person for the calling conversation."""

    reason: str = Field(pattern=r"^[a-z_]{1,32}$")
    topic: str = Field(pattern=r"^[a-z_]{1,32}$")
    priority: Priority = "P3"
    context: dict[str, Any] = Field(default_factory=dict)
    """Known keys: ``slots`` (name → value), ``asked`` (slot that the bot asked for last), ``intent`` and
    ``confidence`` (0–1) of the last message, ``summary`` (one line)."""
    ticket: str | None = Field(default=None, max_length=32)
    """Number of the complaint that it is about."""
    assistant_stays: bool = False
    """While no agent is online the bot goes on until one takes the conversation."""


class HandoverState(BaseModel):
    """Where the calling conversation stands; everything but ``state`` is absent while the bot has it."""

    state: Literal["none", "waiting", "claimed", "resolved", "abandoned"]
    ticket: str | None = None
    topic: str | None = None
    priority: Priority | None = None
    position: int | None = None
    agents_online: int | None = None
    within_hours: bool | None = None
    opens_at: datetime | None = None
    agent_name: str | None = None
    requested_at: datetime | None = None
    assistant_stays: bool | None = None


class LeaveResult(BaseModel):
    """Whether the member left the waiting line."""

    left: bool


class Rating(BaseModel):
    """The member's mark: 1 poor, 5 very good."""

    rating: int = Field(ge=1, le=5)
