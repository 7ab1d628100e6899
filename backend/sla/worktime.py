"""Counting working time: forward from a moment, and between two."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from backend.handover.hours import WorkingHours

_LOOK_AHEAD_DAYS = 400
"""Longer than any target; a calendar without a single shift must not be searched for ever."""


def _open_spans(hours: WorkingHours, start: datetime) -> Iterator[tuple[datetime, datetime]]:
    """The shifts from a moment on, the first cut to what is left of it."""
    today = start.astimezone(hours.tz).date()
    for ahead in range(-1, _LOOK_AHEAD_DAYS):  # a shift of the day before may still run
        for begins, ends in hours.shifts_of(today + timedelta(days=ahead)):
            if ends > start:
                yield max(begins, start), ends


def after(hours: WorkingHours, start: datetime, duration: timedelta) -> datetime | None:
    """When so much working time has passed; ``None`` where no shift is planned."""
    if hours.weekly is None:
        return start + duration
    for begins, ends in _open_spans(hours, start):
        if duration <= ends - begins:
            return begins + duration
        duration -= ends - begins
    return None


def between(hours: WorkingHours, start: datetime, end: datetime) -> timedelta:
    """Working time from one moment to another; nothing when they are the wrong way round."""
    if hours.weekly is None:
        return max(end - start, timedelta())
    total = timedelta()
    for begins, ends in _open_spans(hours, start):
        if begins >= end:
            break
        total += min(ends, end) - begins
    return total
