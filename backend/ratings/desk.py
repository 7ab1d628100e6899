"""Ratings as agents and supervisors see them: facilities with the lowest first, and what members wrote, by nobody."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from backend.errors import NotFound
from backend.facilities.models import Facility
from backend.privacy.audit import Access, record_access
from backend.ratings.models import FacilityRating
from backend.ratings.summary import STARS_OF_ONE, Summary, lowest, summaries

LISTED = 200
SHOWN = 50


@dataclass(frozen=True)
class RatedFacility:
    """A facility and how it is rated."""

    facility: Facility
    summary: Summary


@dataclass(frozen=True)
class Opinion:
    """One rating without who gave it; ``average`` is over the aspects that were rated."""

    average: float
    rating: FacilityRating


def rated_facilities(session: Session) -> list[RatedFacility]:
    """Facilities with a rating, the lowest average first; among equals the one that most people rated."""
    return [RatedFacility(facility, summary) for facility, summary in lowest(session, LISTED)]


def opinions_of(session: Session, code: str, *, access: Access, now: datetime) -> tuple[RatedFacility, list[Opinion]]:
    """A facility's ratings, the lowest first and the newest among equals; reading words of members is recorded.

    Raises:
        NotFound: ``facility_not_found``: there is none, or nobody has rated it.
    """
    facility, summary = session.get(Facility, code), summaries(session, [code]).get(code)
    if facility is None or summary is None:
        raise NotFound("facility_not_found")
    average = func.round(STARS_OF_ONE, 1)
    query = select(FacilityRating, average).where(FacilityRating.facility_code == code)
    rows = session.execute(query.order_by(average, FacilityRating.rated_at.desc()).limit(SHOWN))
    shown = [Opinion(float(stars), row) for row, stars in rows]
    for member_id in {one.rating.member_id for one in shown if one.rating.comment}:
        record_access(session, access, member_id=member_id, what="rating.comment", now=now)
    return RatedFacility(facility, summary), shown
