"""How a facility is rated: averages and counts, without a word on who rated."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy import Numeric, bindparam, cast, func, select
from sqlalchemy.orm import Session

from backend.facilities.models import Facility
from backend.ratings.models import FacilityRating

PRIOR_RATINGS, PRIOR_STARS = 5, 3.0
"""For sorting: each facility begins with five ratings of three stars, so that a single five does not win."""


@dataclass(frozen=True)
class Summary:
    """Average stars (1 to 5) of a facility over all its ratings, and their number; ``aspects`` by name."""

    average: float
    count: int
    aspects: Mapping[str, float]

    @property
    def weight(self) -> float:
        """What facilities are sorted by: the average, drawn towards the middle where few have rated."""
        return (self.average * self.count + PRIOR_STARS * PRIOR_RATINGS) / (self.count + PRIOR_RATINGS)


UNRATED = Summary(PRIOR_STARS, 0, {})
_ASPECTS = ("service", "waiting", "cleanliness", "medicine")


_STARS = (
    FacilityRating.service
    + FacilityRating.waiting
    + FacilityRating.cleanliness
    + func.coalesce(FacilityRating.medicine, 0)
)
STARS_OF_ONE = cast(_STARS, Numeric) / (3 + func.num_nonnulls(FacilityRating.medicine))
"""The average of one rating over the aspects that were rated, in SQL."""
_AVERAGE, _COUNT = func.avg(STARS_OF_ONE), func.count()
_SUMMARY = select(
    FacilityRating.facility_code, _COUNT, _AVERAGE, *(func.avg(getattr(FacilityRating, name)) for name in _ASPECTS)
).group_by(FacilityRating.facility_code)
_SUMMARIES = _SUMMARY.where(FacilityRating.facility_code.in_(bindparam("codes", expanding=True)))
# built once: it is asked with every list of facilities, and building it takes longer


def lowest(session: Session, limit: int) -> list[tuple[Facility, Summary]]:
    """Facilities with a rating, the lowest average first; among equals the one that most people rated."""
    of_facility = _SUMMARY.add_columns(Facility).join(Facility, Facility.code == FacilityRating.facility_code)
    order = (func.round(_AVERAGE, 1), _COUNT.desc(), Facility.name)
    rows = session.execute(of_facility.group_by(Facility.code).order_by(*order).limit(limit))
    return [(facility, _summary(count, average, *means)) for _, count, average, *means, facility in rows]


def summaries(session: Session, codes: Iterable[str]) -> dict[str, Summary]:
    """The summaries of facilities by code; those without a rating are absent."""
    found = session.execute(_SUMMARIES, {"codes": list(codes)})
    return {code: _summary(count, average, *means) for code, count, average, *means in found}


def _summary(count: int, average: float, *means: float | None) -> Summary:
    aspects = {name: round(float(mean), 1) for name, mean in zip(_ASPECTS, means, strict=True) if mean is not None}
    return Summary(round(float(average), 1), count, aspects)
