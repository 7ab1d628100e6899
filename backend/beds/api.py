"""Beds for the bot's actions and for feeds: one question in one call, one hospital, around a point. All public, no
login.
"""

from typing import Annotated

from fastapi import Query

from backend.api.deps import Asking, Db, Now
from backend.api.routes import TopicRouter
from backend.beds import finder, reports, service
from backend.beds.classes import bed_classes, resolve_class
from backend.beds.finder import BedQuestion
from backend.beds.reports import RoomReport
from backend.beds.schemas import BedClassOut, BedFindResult, ClassResult, HospitalBeds, RoomReportIn
from backend.conversations.contact_regions import asked_about
from backend.facilities.api import Latitude, Limit, Longitude, Offset, OptionalText, Text
from backend.facilities.service import Where

router = TopicRouter(prefix="/service/v1/beds", tags=["beds"])

RoomClass = Annotated[str | None, Query(alias="class", max_length=100)]


@router.get("/find")
@router.get("/near")
def find(
    *,
    db: Db,
    now: Now,
    asking: Asking,
    facility: OptionalText = None,
    place: OptionalText = None,
    place_id: OptionalText = None,
    near_facility: OptionalText = None,
    lat: Latitude = None,
    lon: Longitude = None,
    room_class: RoomClass = None,
    limit: Limit = 5,
    offset: Offset = 0,
) -> BedFindResult:
    """Free beds of a hospital named by text or code, or around a coordinate, a place or (``near_facility``, a code)
    another hospital.
    """
    where = Where(lat, lon, place_id, near_facility, place)
    found = finder.find_beds(db, BedQuestion(facility, where, room_class, limit, offset), now=now)
    asked_about(db, asking, found.regency_code, now=now)
    return found


@router.get("/classes")
def classes() -> list[BedClassOut]:
    """All room classes, wards first."""
    return [service.describe_class(one) for one in bed_classes().values()]


@router.get("/classes/resolve")
def which_class(q: Text) -> ClassResult:
    """The room class that a text names."""
    return finder.which_class(q)


@router.get("/{facility_code}")
def availability(db: Db, now: Now, facility_code: str, room_class: RoomClass = None) -> HospitalBeds:
    """Beds of one hospital by its code; an unknown class shows all."""
    asked = [one.code for one in resolve_class(room_class)] if room_class else None
    return service.availability(db, facility_code, now=now, class_codes=asked or None)


@router.post("/{facility_code}/reports", status_code=204)
def record(db: Db, now: Now, facility_code: str, report: RoomReportIn) -> None:
    """Takes a hospital's report of one room."""
    values = report.model_dump() | {"reported_at": report.reported_at or now}
    reports.record_report(db, RoomReport(facility_code=facility_code, **values), now=now)
