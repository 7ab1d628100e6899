"""What a hospital may report: the checks that every report passes, whichever way it comes in."""

from dataclasses import asdict, dataclass
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from backend.beds import repository
from backend.beds.classes import bed_classes
from backend.errors import NotFound, ServiceError
from backend.facilities import repository as facilities

CLOCK_TOLERANCE = timedelta(minutes=5)
"""A hospital's clock may run ahead by so much."""


@dataclass(frozen=True)
class RoomReport:
    """Beds of one room as a hospital reports them."""

    facility_code: str
    class_code: str
    room_code: str
    room_name: str
    capacity: int
    available: int
    reported_at: datetime
    available_men: int | None = None
    available_women: int | None = None
    available_either: int | None = None


def check(report: RoomReport, now: datetime) -> None:
    """Refuses a report that contradicts itself.

    Raises:
        ServiceError: 422 ``bed_class_unknown``, ``bed_room_missing``, ``bed_count_negative``,
            ``bed_free_over_capacity`` or ``bed_report_in_future``.
    """
    if report.class_code not in bed_classes():
        raise ServiceError("bed_class_unknown", 422, value=report.class_code)
    if not report.room_code.strip():
        raise ServiceError("bed_room_missing", 422)
    split = [
        count for count in (report.available_men, report.available_women, report.available_either) if count is not None
    ]
    counts = [report.capacity, report.available, *split]
    if min(counts) < 0:
        raise ServiceError("bed_count_negative", 422, value=min(counts))
    if max(counts) > report.capacity:
        raise ServiceError("bed_free_over_capacity", 422, free=max(counts), capacity=report.capacity)
    if report.reported_at > now + CLOCK_TOLERANCE:
        raise ServiceError("bed_report_in_future", 422)


def record_report(session: Session, report: RoomReport, *, now: datetime) -> None:
    """Takes a hospital's report of one room in place of its earlier one.

    Raises:
        NotFound: ``facility_not_found``.
        ServiceError: as :func:`check`; 409 ``bed_report_outdated`` where a newer report is known.
    """
    check(report, now)
    if facilities.get(session, report.facility_code) is None:
        raise NotFound("facility_not_found")
    if not any(repository.upsert(session, [asdict(report)])):
        raise ServiceError("bed_report_outdated", 409)
