"""Use cases: free beds of one hospital, and hospitals with free beds around a point."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from backend.beds import repository
from backend.beds.classes import BedClass, bed_classes
from backend.beds.repository import ClassTotal
from backend.beds.schemas import BedClassOut, ClassBeds, HospitalBeds, NearbyBeds
from backend.facilities import repository as facilities
from backend.facilities.index import facility_index
from backend.facilities.models import Facility
from backend.facilities.placebook import Place
from backend.facilities.service import describe, get_facility
from backend.regions.geo import haversine_m

STALE_AFTER = timedelta(minutes=60)
"""From here on the age of a report is said aloud (domain rule: reports over an hour old)."""
SUGGEST_UNTIL = timedelta(hours=24)
"""A hospital whose report is older is not suggested: nobody should drive there for yesterday's number."""
WARDS = ("KL1", "KL2", "KL3")
"""Asked for no class, a member wants an ordinary ward."""


def describe_class(one: BedClass) -> BedClassOut:
    """A room class as the API gives it."""
    return BedClassOut(
        code=one.code, name=one.name, name_en=one.name_en, group=one.group, emergency_first=one.emergency_first
    )


def _class_beds(total: ClassTotal, zone: ZoneInfo, now: datetime) -> ClassBeds:
    known = bed_classes()[total.class_code]
    age = max(now - total.oldest, timedelta())
    return ClassBeds(
        code=known.code,
        name=known.name,
        name_en=known.name_en,
        capacity=total.capacity,
        available=total.available,
        available_men=total.men,
        available_women=total.women,
        available_either=total.either,
        as_of=total.oldest.astimezone(zone),
        newest_at=total.newest.astimezone(zone),
        age_minutes=int(age.total_seconds() // 60),
        stale=age > STALE_AFTER,
    )


def _hospital_beds(
    facility: Facility, totals: Sequence[ClassTotal], now: datetime, distance_m: float | None = None
) -> HospitalBeds:
    order = list(bed_classes())
    zone = ZoneInfo(facility.time_zone)
    rows = [_class_beds(total, zone, now) for total in sorted(totals, key=lambda total: order.index(total.class_code))]
    oldest = min(rows, key=lambda row: row.as_of) if rows else None
    return HospitalBeds(
        facility=describe(facility, now, distance_m),
        classes=rows,
        capacity=sum(row.capacity for row in rows),
        available=sum(row.available for row in rows),
        as_of=oldest.as_of if oldest else None,
        age_minutes=oldest.age_minutes if oldest else None,
        stale=any(row.stale for row in rows),
    )


def availability(
    session: Session, code: str, *, now: datetime, class_codes: Sequence[str] | None = None
) -> HospitalBeds:
    """Beds of one hospital per class, all classes or some.

    Raises:
        NotFound: ``facility_not_found``.
    """
    facility = get_facility(session, code)
    return _hospital_beds(facility, repository.totals(session, [code], class_codes), now)


def hospitals_with_free_beds(
    session: Session,
    place: Place,
    *,
    now: datetime,
    class_codes: Sequence[str] = WARDS,
    excluding: str | None = None,
    limit: int = 3,
    offset: int = 0,
) -> NearbyBeds:
    """Hospitals that reported a free bed of one of the classes within the last day.

    The nearest come first; where the place is a city, regency or province, those inside it come before the others.
    """
    spots = facility_index(session).by_code
    codes = [
        code
        for code in repository.with_free_beds(session, class_codes, now - SUGGEST_UNTIL)
        if code in spots and code != excluding
    ]
    near = sorted(
        (
            not spots[code].regency_code.startswith(place.region or ""),
            haversine_m(place.latitude, place.longitude, spots[code].latitude, spots[code].longitude),
            code,
        )
        for code in codes
    )
    page = near[offset : offset + limit]
    by_facility: dict[str, list[ClassTotal]] = defaultdict(list)
    for total in repository.totals(session, [code for *_, code in page], class_codes):
        by_facility[total.facility_code].append(total)
    found = facilities.by_codes(session, (code for *_, code in page))
    items = [_hospital_beds(found[code], by_facility[code], now, metres) for _, metres, code in page if code in found]
    return NearbyBeds(items=items, next_offset=offset + limit if len(near) > offset + limit else None)
