"""What the queue topic needs to know of a facility."""

from dataclasses import dataclass
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from backend.errors import ServiceError
from backend.facilities.models import Facility
from backend.facilities.service import get_facility
from backend.queues.models import QueueRules
from backend.reference.calendar import zone_label


@dataclass(frozen=True)
class Place:
    """A facility that gives out queue numbers, and its rules."""

    facility: Facility
    rules: QueueRules

    @property
    def code(self) -> str:
        """Code of the facility."""
        return self.facility.code

    @property
    def zone(self) -> ZoneInfo:
        """The facility's own time zone."""
        return ZoneInfo(self.facility.time_zone)

    @property
    def zone_label(self) -> str:
        """WIB, WITA or WIT."""
        return zone_label(self.facility.time_zone)

    @property
    def level(self) -> str:
        """``fktp`` or ``hospital``: which clinic codes it uses, and whether a letter is needed."""
        return "fktp" if self.facility.is_fktp else "hospital"

    def local(self, moment: datetime) -> datetime:
        """A moment as the clock at the facility shows it."""
        return moment.astimezone(self.zone)

    def at(self, day: date, clock: time) -> datetime:
        """The moment at which the facility's clock shows a time of a day."""
        return datetime.combine(day, clock, self.zone)


def place_of(session: Session, code: str) -> Place:
    """A facility whose numbers can be taken from here.

    Raises:
        NotFound: ``facility_not_found``.
        ServiceError: ``facility_not_connected``, with its name and phone: members have to call or go there.
    """
    facility, rules = get_facility(session, code), session.get(QueueRules, code)
    if rules is None or not rules.connected:
        raise ServiceError(
            "facility_not_connected", facility={"code": code, "name": facility.name, "phone": facility.phone}
        )
    return Place(facility, rules)
