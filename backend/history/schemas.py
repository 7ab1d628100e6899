"""What the history service API gives."""

from datetime import date, datetime

from pydantic import BaseModel


class VisitOut(BaseModel):
    """One visit; ``care`` is ``outpatient``, ``inpatient`` or ``emergency``."""

    date: date
    facility: str
    facility_name: str
    poli: str | None
    poli_name: str | None
    care: str


class LetterOut(BaseModel):
    """A referral or, ``control``, a control letter that is still valid; ``visit_on`` is the day it was written for."""

    control: bool
    facility_name: str
    poli_name: str
    visit_on: date | None
    valid_until: date


class VisitsOut(BaseModel):
    """A page of a member's visits, the newest first; ``total`` counts all of them. ``letters``: those valid now."""

    member_id: str
    name: str
    total: int
    visits: list[VisitOut]
    letters: list[LetterOut]


class LinkOut(BaseModel):
    """The signed link to a member's record."""

    url: str
    name: str


class RevokedOut(BaseModel):
    """How many codes were taken back."""

    revoked: int


class ReadingOut(BaseModel):
    """One look by a doctor, as they named themselves."""

    at: datetime
    reader: str
