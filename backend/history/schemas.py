"""What the history service API gives."""

from datetime import date

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
