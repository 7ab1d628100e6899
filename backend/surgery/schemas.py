"""What the surgery service API gives."""

from datetime import date, datetime

from pydantic import BaseModel

Day = date
"""The type, where a field is called ``date``."""


class SurgeryOut(BaseModel):
    """One surgery date; ``starts`` is local time ("08:00") in ``time_zone`` (WIB, WITA, WIT).

    ``moved_from`` is the date before the hospital's last change.
    """

    code: str
    facility: str
    facility_name: str
    facility_phone: str | None
    poli: str
    date: date
    weekday: int
    starts: str | None
    time_zone: str
    procedure: str
    moved_from: Day | None
    done: bool
    reported_at: datetime


class SurgeryScheduleOut(BaseModel):
    """A member's surgery dates; an empty list means that no hospital has reported one."""

    member_id: str
    name: str
    surgeries: list[SurgeryOut]
