"""Facilities for the bot's actions: by name, around a place, one by its code. All public, no login."""

from typing import Annotated

from fastapi import Query

from backend.api.deps import Asking, Db, Now
from backend.api.routes import TopicRouter
from backend.conversations.contact_regions import asked_about, asked_about_facility
from backend.facilities import service
from backend.facilities.schemas import FacilityItem, FindResult, PlaceResult, SearchResult
from backend.facilities.service import Opening, Sector, Sort, Where

router = TopicRouter(prefix="/service/v1/facilities", tags=["facilities"])

Text = Annotated[str, Query(max_length=200)]
OptionalText = Annotated[str | None, Query(max_length=200)]
Kind = Annotated[str | None, Query(alias="type", max_length=100)]
Latitude = Annotated[float | None, Query(ge=-90, le=90)]
Longitude = Annotated[float | None, Query(ge=-180, le=180)]
Limit = Annotated[int, Query(ge=1, le=20)]
Offset = Annotated[int, Query(ge=0, le=500)]


@router.get("/search")
def search(
    *,
    db: Db,
    now: Now,
    asking: Asking,
    q: Text,
    kind: Kind = None,
    lat: Latitude = None,
    lon: Longitude = None,
    limit: Limit = 6,
) -> SearchResult:
    """Facilities by a typed name (typos, short forms) or an exact code."""
    near = (lat, lon) if lat is not None and lon is not None else None
    found = service.search(db, text=q, kind=kind, near=near, limit=limit, now=now)
    if found.status == "one":
        asked_about(db, asking, found.items[0].regency_code if found.items else None, now=now)
    return found


@router.get("/places")
def places(db: Db, now: Now, asking: Asking, q: Text) -> PlaceResult:
    """What a typed place means."""
    found = service.resolve_place(db, q)
    asked_about(db, asking, found.place.regency_code if found.place else None, now=now)
    return found


@router.get("/find")
@router.get("/nearest")
def find(
    *,
    db: Db,
    now: Now,
    asking: Asking,
    q: OptionalText = None,
    lat: Latitude = None,
    lon: Longitude = None,
    place_id: OptionalText = None,
    facility: OptionalText = None,
    kind: Kind = None,
    limit: Limit = service.PAGE,
    offset: Offset = 0,
    sort: Sort = "distance",
    opening: Annotated[Opening | None, Query(alias="open")] = None,
    sector: Sector | None = None,
    general: bool = False,
) -> FindResult:
    """Facilities of a kind around a coordinate, a place id, a facility or a typed place: the nearest or best rated.

    ``open``: ``now``, ``always``, or a date (ISO 8601) on which they open. ``sector``: ``public`` or ``private``.
    ``general``: no hospitals for one kind of illness.
    """
    where = Where(lat, lon, place_id, facility, q)
    found = service.find(
        db,
        where=where,
        kind=kind,
        limit=limit,
        offset=offset,
        now=now,
        sort=sort,
        opening=opening,
        sector=sector,
        general=general,
    )
    asked_about(db, asking, found.regency_code, now=now)
    return found


@router.get("/{code}")
def get_facility(db: Db, now: Now, asking: Asking, code: str) -> FacilityItem:
    """One facility by its code."""
    asked_about_facility(db, asking, code, now=now)
    return service.with_ratings(db, [service.describe(service.get_facility(db, code), now)])[0]
