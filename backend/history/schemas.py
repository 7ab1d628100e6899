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


class VisitsOut(BaseModel):
    """A page of a member's visits, the newest first; ``total`` counts all of them."""

    member_id: str
    name: str
    total: int
    visits: list[VisitOut]


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
