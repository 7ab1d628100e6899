"""What the ratings service API takes and gives."""

from datetime import date
from typing import Annotated
from uuid import UUID

from pydantic import BaseModel, Field

from backend.ratings.models import STARS
from backend.ratings.service import COMMENT_LIMIT

Star = Annotated[int, Field(ge=1, le=STARS)]


class RatableVisit(BaseModel):
    """A visit that may be rated."""

    visit: UUID
    facility: str
    facility_name: str
    date: date
    name: str


class RatableVisits(BaseModel):
    """The visits that may be rated, the newest first."""

    visits: list[RatableVisit]


class RatingIn(BaseModel):
    """A rating; without ``visit`` it is by wish."""

    facility: str = Field(max_length=16)
    visit: UUID | None = None
    service: Star
    waiting: Star
    cleanliness: Star
    medicine: Star | None = None
    comment: str = Field("", max_length=COMMENT_LIMIT)


class RatingOut(BaseModel):
    """What was kept; ``filtered``: something was taken out of the comment."""

    facility: str
    facility_name: str
    of_visit: bool
    comment: str | None
    filtered: bool


class SummaryOut(BaseModel):
    """How a facility is rated; ``average`` None: not yet."""

    facility: str
    average: float | None
    count: int
    aspects: dict[str, float]
