"""What the service API says about beds."""

from datetime import datetime
from typing import Literal

from pydantic import AwareDatetime, BaseModel

from backend.facilities.schemas import Choice, FacilityItem, PlaceOut


class BedClassOut(BaseModel):
    """A room class of Aplicares; with ``emergency_first`` the emergency room must be named before any number."""

    code: str
    name: str
    name_en: str
    group: str
    emergency_first: bool


class ClassBeds(BaseModel):
    """Free and total beds of one class. ``as_of`` is the oldest report of its rooms, in the hospital's own zone."""

    code: str
    name: str
    name_en: str
    capacity: int
    available: int
    available_men: int | None = None
    available_women: int | None = None
    available_either: int | None = None
    as_of: datetime
    newest_at: datetime
    age_minutes: int
    stale: bool


class HospitalBeds(BaseModel):
    """Beds of one hospital; the age is that of the oldest report counted. Nothing is promised or reserved by it."""

    facility: FacilityItem
    classes: list[ClassBeds]
    capacity: int
    available: int
    as_of: datetime | None
    age_minutes: int | None
    stale: bool


class NearbyBeds(BaseModel):
    """Hospitals with free beds around a point, nearest first."""

    items: list[HospitalBeds]
    next_offset: int | None = None


class ClassResult(BaseModel):
    """Which room class a text names; a bare "kelas" may be any of the three wards."""

    status: Literal["one", "several", "none"]
    classes: list[BedClassOut] = []


class BedFindResult(BaseModel):
    """The answer to a question about beds.

    ``ok``: ``facility`` with ``classes``, or ``alternatives`` around a place. ``ambiguous``: choose among ``choices``
    (``choice_of`` says whether they are facilities or places). ``class_not_reported`` and ``no_report``: the hospital
    says nothing of that class, or nothing at all; ``alternatives`` has others. ``alternatives`` is filled too where
    nothing is free (``none_free``).
    """

    status: Literal[
        "ok",
        "ambiguous",
        "not_found",
        "no_report",
        "class_not_reported",
        "class_unknown",
        "place_unknown",
        "outside",
        "where_needed",
    ]
    choice_of: Literal["facility", "place", "class"] | None = None
    choices: list[Choice] = []
    facility: FacilityItem | None = None
    place: PlaceOut | None = None
    asked_classes: list[BedClassOut] = []
    classes: list[ClassBeds] = []
    none_free: bool = False
    as_of: datetime | None = None
    age_minutes: int | None = None
    stale: bool = False
    icu_notice: bool = False
    alternatives: list[HospitalBeds] = []
    next_offset: int | None = None

    @property
    def regency_code(self) -> str | None:
        """The regency that was asked about; around a bare point, where the nearest hospital is."""
        known = self.place or self.facility or next((near.facility for near in self.alternatives), None)
        return known.regency_code if known else None


class RoomReportIn(BaseModel):
    """One room as a hospital reports it; a time has its zone, without a time it is a report of this moment."""

    class_code: str
    room_code: str
    room_name: str
    capacity: int
    available: int
    available_men: int | None = None
    available_women: int | None = None
    available_either: int | None = None
    reported_at: AwareDatetime | None = None
