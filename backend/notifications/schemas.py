"""What the notices' service API takes and gives."""

from datetime import datetime
from typing import Any

from pydantic import BaseModel, Field

from backend.beds.schemas import BedFindResult
from backend.notifications.models import BedWatch, Subscription


class KindOut(BaseModel):
    """A kind that this conversation is told; ``day`` only for the bill."""

    kind: str
    day: int | None

    @classmethod
    def of(cls, one: Subscription) -> "KindOut":
        """A subscription without its member."""
        return cls(kind=one.kind, day=one.day)


class WatchOut(BaseModel):
    """A running bed watch."""

    label: str
    room: str | None
    until: datetime
    time_zone: str

    @classmethod
    def of(cls, watch: BedWatch) -> "WatchOut":
        """The watch as its conversation sees it."""
        return cls(label=watch.label, room=watch.room_class, until=watch.until, time_zone=watch.zone)


class SettingsOut(BaseModel):
    """What is on here, and all that could be."""

    on: list[KindOut]
    kinds: list[str]
    watches: list[WatchOut]


class SwitchIn(BaseModel):
    """Kinds to switch; ``["all"]`` for every one; to switch off also ``bed_watch``."""

    kinds: list[str] = Field(min_length=1, max_length=20)
    day: int | None = Field(default=None, ge=1, le=31)


class StoppedOut(BaseModel):
    """How many ended."""

    stopped: int


class WatchIn(BaseModel):
    """Where and which class: a hospital (code or words), a place (id or words) or a point in degrees."""

    facility: str | None = Field(default=None, max_length=200)
    place_id: str | None = Field(default=None, max_length=64)
    text: str | None = Field(default=None, max_length=200)
    latitude: float | None = Field(default=None, ge=-90, le=90)
    longitude: float | None = Field(default=None, ge=-180, le=180)
    room_class: str | None = Field(default=None, max_length=100)
    hours: int = Field(default=72, ge=1, le=72)

    def place(self) -> dict[str, Any]:
        """Only what was given of the place."""
        return self.model_dump(exclude_none=True, exclude={"room_class", "hours"})


class StartedOut(BaseModel):
    """``watching`` with the watch; ``free_now``; or what the beds topic could not find."""

    status: str
    watch: WatchOut | None
    found: BedFindResult | None


class NoticeOut(BaseModel):
    """One notice for the bot to put into words."""

    kind: str
    facts: dict[str, Any]
