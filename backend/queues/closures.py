"""National holidays, on which clinics are closed."""

from dataclasses import dataclass
from datetime import date
from functools import lru_cache

import holidays

from backend.queues.settings import queue_settings


@dataclass(frozen=True)
class Holiday:
    """A day off for the whole country; the names of lunar holidays far ahead say that the date is an estimate."""

    name: str
    name_en: str


@lru_cache(maxsize=16)
def _names(year: int, language: str, joint_leave: bool) -> dict[date, str]:
    categories = ("public", "government") if joint_leave else ("public",)
    return dict(holidays.country_holidays("ID", years=year, language=language, categories=categories))


def holiday_on(day: date) -> Holiday | None:
    """The national holiday of a day, if it is one; joint leave counts where the settings say so."""
    joint_leave = queue_settings().joint_leave_closed
    name = _names(day.year, "id", joint_leave).get(day)
    return Holiday(name, _names(day.year, "en_US", joint_leave)[day]) if name else None
