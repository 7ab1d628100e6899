"""How a facility is rated: averages and counts, without a word on who rated."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Numeric, Select, bindparam, cast, func, select
from sqlalchemy.orm import Session

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


def _query() -> Select[Any]:
    row, given = FacilityRating, 3 + func.num_nonnulls(FacilityRating.medicine)
    stars = row.service + row.waiting + row.cleanliness + func.coalesce(row.medicine, 0)
    aspects = [func.avg(getattr(row, name)) for name in _ASPECTS]
    return (
        select(row.facility_code, func.count(), func.avg(cast(stars, Numeric) / given), *aspects)
        .where(row.facility_code.in_(bindparam("codes", expanding=True)))
        .group_by(row.facility_code)
    )


_SUMMARIES = _query()  # built once: it is asked with every list of facilities, and building it takes longer


def summaries(session: Session, codes: Iterable[str]) -> dict[str, Summary]:
    """The summaries of facilities by code; those without a rating are absent."""
    found = session.execute(_SUMMARIES, {"codes": list(codes)})
    return {code: _summary(count, average, *means) for code, count, average, *means in found}


def _summary(count: int, average: float, *means: float | None) -> Summary:
    aspects = {name: round(float(mean), 1) for name, mean in zip(_ASPECTS, means, strict=True) if mean is not None}
    return Summary(round(float(average), 1), count, aspects)
