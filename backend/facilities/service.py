"""Use cases: facilities by name, around a place, and one by its code."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from sqlalchemy.orm import Session

from backend.errors import NotFound, ServiceError
from backend.facilities import repository
from backend.facilities.hours import open_on, open_state
from backend.facilities.index import FacilityIndex, Neighbour, facility_index
from backend.facilities.kinds import resolve_type, take_apart
from backend.facilities.models import Facility
from backend.facilities.placebook import Place, PlaceAnswer
from backend.facilities.schemas import Choice, FacilityItem, FindResult, PlaceOut, PlaceResult, SearchResult
from backend.facilities.search import NameAnswer, check_point, find_facility, find_place, place_by_id
from backend.facilities.sectors import is_general, sector_of
from backend.ratings.summary import UNRATED, summaries
from backend.regions.catalogue import regencies
from backend.regions.text import telling

DEFAULT_TYPE = "care"
"""Who asks for "the nearest facility" without a kind wants care: first-level facilities and hospitals."""
PAGE = 5
RATED_POOL, RATED_WITHIN_M = 30, 20_000
"""Sorted by rating are the nearest so many within so many metres: the best far away is of no use to the member."""
OPEN_POOL = 60
"""Those open, those of a sector, and those for all illnesses are looked for among the nearest so many."""
Sort = Literal["distance", "rating"]
Opening = Literal["now", "always"] | date
"""Only those open now, those that never close (a hospital's emergency room counts), or those that open on a day."""
Sector = Literal["public", "private"]
FAR_M = 50_000
"""So far away is told even around a place of which only the regency is known: it is near to no part of it."""


@dataclass(frozen=True)
class Where:
    """Where to look, in order of precedence: a coordinate (degrees), a place id, a facility code, a typed place."""

    latitude: float | None = None
    longitude: float | None = None
    place_id: str | None = None
    facility_code: str | None = None
    text: str | None = None


def warm_up(session: Session) -> None:
    """Builds the search index before the first member asks; two seconds for all hospitals and puskesmas."""
    facility_index(session)


def get_facility(session: Session, code: str) -> Facility:
    """One facility.

    Raises:
        NotFound: ``facility_not_found``.
    """
    facility = repository.get(session, code)
    if facility is None:
        raise NotFound("facility_not_found")
    return facility


def describe(
    facility: Facility, now: datetime, distance_m: float | None = None, score: float | None = None
) -> FacilityItem:
    """A facility as the API gives it, with its opening state at ``now``."""
    state = open_state(facility, now)
    return FacilityItem.model_validate(facility).model_copy(
        update={
            "distance_m": None if distance_m is None else round(distance_m),
            "open_now": state.open,
            "always_open": state.always,
            "opens_at": state.opens_at,
            "closes_at": state.closes_at,
            "score": None if score is None else round(min(score, 1.0), 3),
        }
    )


def with_ratings(session: Session, items: list[FacilityItem]) -> list[FacilityItem]:
    """The same facilities with what members think of them."""
    found = summaries(session, (item.code for item in items))
    return [
        item.model_copy(update={"rating": found[item.code].average, "rating_count": found[item.code].count})
        if item.code in found
        else item
        for item in items
    ]


def place_choices(places: Sequence[Place]) -> list[Choice]:
    """Places as choices for a member."""
    return [Choice(id=place.id, label=place.label, kind=place.kind) for place in places]


def facility_choices(answer: NameAnswer) -> list[Choice]:
    """Facilities as choices, told apart by their city where the names are alike."""
    spots = [candidate.spot for candidate in answer.candidates]
    return [Choice(id=spot.code, label=label_of(spot.name, spot.regency_code), kind=spot.type) for spot in spots]


def label_of(name: str, regency_code: str) -> str:
    """A facility's name with its city, unless the name says it already."""
    city = regencies()[regency_code].name
    return name if city.split(" ", 1)[1].lower() in name.lower() else f"{name}, {city}"


def search(
    session: Session, *, text: str, kind: str | None, near: tuple[float, float] | None, limit: int, now: datetime
) -> SearchResult:
    """Facilities by a typed name or an exact code, best first."""
    answer = find_facility(facility_index(session), text, _known_type(kind), near, limit)
    found = repository.by_codes(session, (candidate.spot.code for candidate in answer.candidates))
    items = [
        describe(found[one.spot.code], now, score=one.score) for one in answer.candidates if one.spot.code in found
    ]
    items = with_ratings(session, items)
    return SearchResult(
        status=answer.status, items=items, choices=facility_choices(answer) if answer.status == "several" else []
    )


def _known_type(kind: str | None) -> str | None:
    if not kind:
        return None
    resolved = resolve_type(kind)
    if resolved is None:
        raise ServiceError("unknown_facility_type", 422)
    return resolved


def resolve_place(session: Session, text: str) -> PlaceResult:
    """What a typed place means."""
    return _place_result(find_place(facility_index(session), text))


def _place_result(answer: PlaceAnswer) -> PlaceResult:
    place = PlaceOut.model_validate(answer.place) if answer.place else None
    return PlaceResult(status=answer.status, place=place, choices=place_choices(answer.choices))


def locate(index: FacilityIndex, where: Where) -> PlaceAnswer | None:
    """The point that a request means; None where it names none."""
    if where.latitude is not None and where.longitude is not None:
        if not check_point(where.latitude, where.longitude):
            return PlaceAnswer("outside")
        return PlaceAnswer("ok", Place("", "point", "", "", where.latitude, where.longitude))
    known = where.place_id or (f"f{where.facility_code}" if where.facility_code else None)
    if known:
        place = place_by_id(index, known)
        return PlaceAnswer("ok", place) if place else PlaceAnswer("unknown")
    return find_place(index, where.text) if where.text and telling(take_apart(where.text).words) else None


def _page(
    session: Session, index: FacilityIndex, place: Place, kind: str, *, count: int, offset: int, sort: Sort
) -> list[Neighbour]:
    """So many facilities from ``offset`` on, the nearest first or, of those near, the best rated first."""
    if sort == "distance":
        return index.around(place, kind, count, offset)
    found = index.around(place, kind, RATED_POOL)
    near = [one for one in found if one.distance_m <= RATED_WITHIN_M] or found[:PAGE]
    rated = summaries(session, (one.code for one in near))
    best = sorted(near, key=lambda one: (-rated.get(one.code, UNRATED).weight, one.distance_m))
    return best[offset : offset + count]


def _is_open(facility: Facility, opening: Opening, now: datetime) -> bool:
    if isinstance(opening, date):
        return bool(open_on(facility, opening))
    state = open_state(facility, now)
    return state.always if opening == "always" else bool(state.open)


def _narrowed(
    session: Session,
    near: list[Neighbour],
    opening: Opening | None,
    sector: Sector | None,
    now: datetime,
    *,
    general: bool,
) -> list[Neighbour]:
    """Of those near, the ones that are open then, belong to that sector, and treat all illnesses."""
    found = repository.by_codes(session, (one.code for one in near))
    known = [(one, found[one.code]) for one in near if one.code in found]
    return [
        one
        for one, facility in known
        if (opening is None or _is_open(facility, opening, now))
        and sector in (None, sector_of(facility))
        and (is_general(facility) or not general)
    ]


def find(
    session: Session,
    *,
    where: Where,
    kind: str | None,
    limit: int,
    offset: int,
    now: datetime,
    sort: Sort = "distance",
    opening: Opening | None = None,
    sector: Sector | None = None,
    general: bool = False,
) -> FindResult:
    """The nearest (or, of the nearest, the best rated) facilities of a kind around a point or a typed place.

    ``opening``: only those that are open then. ``sector``: only those of the government, or the others.
    ``general``: only those that treat all illnesses.

    Never refuses: an unknown kind or place comes back as the status, because the dialogue goes on from there.
    """
    wanted = resolve_type(kind) if kind else DEFAULT_TYPE
    if wanted is None:
        return FindResult(status="unknown_type")
    index = facility_index(session)
    answer = locate(index, where)
    if answer is None:
        return FindResult(status="location_needed", type=wanted)
    choices = place_choices(answer.choices)
    if answer.place is None:
        return FindResult(status=answer.status, type=wanted, choices=choices)
    place = answer.place
    if opening or sector or general:
        pool = _page(session, index, place, wanted, count=OPEN_POOL, offset=0, sort=sort)
        near = _narrowed(session, pool, opening, sector, now, general=general)[offset : offset + limit + 1]
    else:
        near = _page(session, index, place, wanted, count=limit + 1, offset=offset, sort=sort)
    found = repository.by_codes(session, (neighbour.code for neighbour in near))
    items = [
        describe(found[one.code], now, one.distance_m if place.exact or one.distance_m > FAR_M else None)
        for one in near[:limit]
        if one.code in found
    ]
    return FindResult(
        status="ok",
        type=wanted,
        place=PlaceOut.model_validate(place) if place.kind != "point" else None,
        choices=choices,
        items=with_ratings(session, items),
        next_offset=offset + limit if len(near) > limit else None,
    )
