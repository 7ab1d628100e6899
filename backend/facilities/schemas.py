"""What the service API says about facilities."""

from datetime import datetime
from typing import Literal

from pydantic import BaseModel, ConfigDict

FacilityType = Literal["hospital", "puskesmas", "clinic", "doctor", "dentist", "pharmacy", "optician", "office"]


class FacilityItem(BaseModel):
    """One facility with all that an answer needs; times are in the facility's own zone.

    ``rating`` is the members' average (1 to 5 stars) of ``rating_count`` ratings; None: not rated yet.
    """

    model_config = ConfigDict(from_attributes=True)

    code: str
    name: str
    type: FacilityType
    hospital_class: str | None
    owner: str | None
    phone: str | None
    address: str | None
    regency_code: str
    regency: str
    province: str
    time_zone: str
    latitude: float
    longitude: float
    is_fktp: bool
    queue_connected: bool
    emergency_24h: bool
    open_24h: bool
    opening_hours: dict[str, list[str]] | None
    distance_m: int | None = None
    open_now: bool | None = None
    always_open: bool = False
    opens_at: datetime | None = None
    closes_at: datetime | None = None
    score: float | None = None
    rating: float | None = None
    rating_count: int = 0


class Choice(BaseModel):
    """One way to read what was typed: ``id`` is a place id (``place_id``) or a facility code (``facility``)."""

    id: str
    label: str
    kind: str


class PlaceOut(BaseModel):
    """A named point; coordinates in degrees."""

    model_config = ConfigDict(from_attributes=True)

    id: str
    kind: str
    name: str
    label: str
    latitude: float
    longitude: float
    regency_code: str | None = None


class PlaceResult(BaseModel):
    """What a typed place means; with ``ok``, ``choices`` are namesakes elsewhere."""

    status: Literal["ok", "ambiguous", "unknown", "outside"]
    place: PlaceOut | None = None
    choices: list[Choice] = []


class FindResult(BaseModel):
    """Facilities around a point; ``next_offset`` pages on, None when there are no more."""

    status: Literal["ok", "ambiguous", "unknown", "outside", "unknown_type", "location_needed"]
    type: str | None = None
    place: PlaceOut | None = None
    choices: list[Choice] = []
    items: list[FacilityItem] = []
    next_offset: int | None = None

    @property
    def regency_code(self) -> str | None:
        """The regency that was asked about; around a bare point, where the nearest facility is."""
        if self.place is not None:
            return self.place.regency_code
        return self.items[0].regency_code if self.items else None


class SearchResult(BaseModel):
    """Facilities by name. ``too_general``: the text names a kind but no facility."""

    status: Literal["one", "several", "none", "too_general"]
    items: list[FacilityItem] = []
    choices: list[Choice] = []
