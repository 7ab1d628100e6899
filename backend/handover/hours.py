"""When the care center answers: weekly hours with breaks, national holidays and own closing days."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Literal, Self
from zoneinfo import ZoneInfo

from pydantic import BaseModel, Field, model_validator

from backend.facilities.hours import is_public_holiday

Day = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
_DAYS: tuple[Day, ...] = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_LOOK_AHEAD_DAYS = 60
_MIDNIGHT = time(0)


class WorkingHours(BaseModel):
    """Opening hours in the care center's own zone.

    ``weekly`` maps days to shifts, as in ``{"mon": [["08:00", "12:00"], ["13:00", "17:00"]]}``; an end of ``00:00``
    is midnight; ``None`` means around the clock, every day.
    """

    zone: str = "Asia/Jakarta"
    weekly: dict[Day, list[tuple[time, time]]] | None = None
    national_holidays: bool = True
    """Whether Indonesian public holidays are closed; without meaning when ``weekly`` is ``None``."""
    closed_on: list[date] = Field(default_factory=list)

    @model_validator(mode="after")
    def _shifts_end_after_they_begin(self) -> Self:
        for day, shifts in (self.weekly or {}).items():
            if any(end != _MIDNIGHT and end <= start for start, end in shifts):
                raise ValueError(f"{day}: a shift must end after it begins")
        return self

    @property
    def tz(self) -> ZoneInfo:
        """The zone as an object."""
        return ZoneInfo(self.zone)

    def is_open(self, at: datetime) -> bool:
        """Whether agents answer at this moment."""
        if self.weekly is None:
            return True
        return any(start <= at < end for start, end in self.shifts_of(at.astimezone(self.tz).date()))

    def next_opening(self, at: datetime) -> datetime | None:
        """When the next shift begins, in the care center's zone; ``None`` while open or if none is planned."""
        if self.is_open(at):
            return None
        today = at.astimezone(self.tz).date()
        days = (today + timedelta(days=ahead) for ahead in range(_LOOK_AHEAD_DAYS))
        return next((start for day in days for start, _ in self.shifts_of(day) if start > at), None)

    def shifts_of(self, day: date) -> Iterator[tuple[datetime, datetime]]:
        """The shifts that begin on a day, in order; none on a day off."""
        if self.weekly is None or self._closed(day):
            return
        for start, end in sorted(self.weekly.get(_DAYS[day.weekday()], [])):
            last_day = day + timedelta(days=1) if end == _MIDNIGHT else day
            yield datetime.combine(day, start, self.tz), datetime.combine(last_day, end, self.tz)

    def _closed(self, day: date) -> bool:
        return (self.national_holidays and is_public_holiday(day)) or day in self.closed_on
