"""The search index of one process: names, places and positions of all facilities, rebuilt when they change."""

import re
import threading
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from backend.facilities import repository
from backend.facilities.kinds import Named, take_apart, types_of
from backend.facilities.placebook import Place, PlaceBook
from backend.regions.catalogue import regencies
from backend.regions.geo import NearestIndex, haversine_m
from backend.regions.matcher import Entry, NameIndex
from backend.regions.text import fold, words

TOLD = "s"
"""Begins the ids of places that only addresses tell of."""
_CITY_IN_NAME = 0.15
"""Whoever asks for "rs bhayangkara" means each of them alike, whether the sign says the city or not."""


@dataclass(frozen=True)
class Spot:
    """What searching needs to know of one facility."""

    code: str
    name: str
    aliases: tuple[str, ...]
    type: str
    address: str
    regency_code: str
    latitude: float
    longitude: float


@dataclass(frozen=True)
class Neighbour:
    """A facility found near a point: its code and the distance in metres."""

    code: str
    distance_m: float


def context_words(regency_code: str) -> tuple[str, ...]:
    """The words that say where something is: regency, province and what people call them."""
    regency = regencies()[regency_code]
    names = (regency.name, *regency.aliases, regency.province.name, *regency.province.aliases)
    return tuple(dict.fromkeys(word for name in names for word in words(name)))


class FacilityIndex:
    """All facilities at one revision."""

    def __init__(self, spots: Sequence[Spot], revision: UUID | None) -> None:
        self.revision = revision
        self.spots = spots
        self.names: list[list[Named]] = [[take_apart(name) for name in (spot.name, *spot.aliases)] for spot in spots]
        self._trees: dict[str, tuple[list[int], NearestIndex]] = {}
        self._lock = threading.Lock()

    @cached_property
    def name_index(self) -> NameIndex:
        """Names and aliases of all facilities, without the words for their kind."""
        entries = [
            Entry(tuple(named.words for named in self.names[at]), context_words(spot.regency_code))
            for at, spot in enumerate(self.spots)
        ]
        return NameIndex(entries, surroundings_in_name=_CITY_IN_NAME)

    @cached_property
    def by_code(self) -> dict[str, Spot]:
        """Facilities by code."""
        return {spot.code: spot for spot in self.spots}

    @cached_property
    def places(self) -> PlaceBook:
        """All places that members can name, with those that facilities tell us of."""
        return _place_book(tuple(_districts_told_by(self.spots, self.names)))

    @cached_property
    def told_areas(self) -> dict[str, dict[str, Place]]:
        """Villages and neighbourhoods that only addresses tell of, by folded name and regency: "Canggu" of "Jl. Raya
        Canggu No. 9". They are looked at last: streets are named after places elsewhere, too.
        """
        found: dict[tuple[str, str], list[Spot]] = defaultdict(list)
        for spot in self.spots:
            for name in areas_in(spot.address):
                found[name, spot.regency_code].append(spot)
        told: dict[str, dict[str, Place]] = defaultdict(dict)
        for (name, code), there in found.items():
            told[fold(name)][code] = _area(name, code, there)
        return dict(told)

    def build(self) -> None:
        """Builds at once what is otherwise built when it is first needed."""
        self.name_index.search(("puskesmas",), 1)
        self.places.find("jakarta")
        self.nearest(0.0, 0.0, "care", 1)

    def nearest(self, latitude: float, longitude: float, kind: str, count: int, offset: int = 0) -> list[Neighbour]:
        """The ``count`` nearest facilities of a type or group after ``offset`` nearer ones, by exact great-circle
        distance.
        """
        numbers, tree = self._trees.get(kind) or self._plant(kind)
        return [
            Neighbour(self.spots[numbers[at]].code, metres)
            for at, metres in tree.nearest(latitude, longitude, count, offset)
        ]

    def around(self, place: Place, kind: str, count: int, offset: int = 0) -> list[Neighbour]:
        """Facilities around a named place: in a city, regency or province first those inside it, then the nearest
        beyond.
        """
        if place.region is None:
            return self.nearest(place.latitude, place.longitude, kind, count, offset)
        inside = self._inside(place.region, place.latitude, place.longitude, kind)
        page = inside[offset : offset + count]
        if len(page) < count:
            known = {neighbour.code for neighbour in inside}
            more = self.nearest(place.latitude, place.longitude, kind, offset + count + len(inside))
            beyond = [neighbour for neighbour in more if neighbour.code not in known]
            page += beyond[max(0, offset - len(inside)) :][: count - len(page)]
        return page

    def _inside(self, region: str, latitude: float, longitude: float, kind: str) -> list[Neighbour]:
        wanted = types_of(kind)
        found = [
            Neighbour(spot.code, haversine_m(latitude, longitude, spot.latitude, spot.longitude))
            for spot in self.spots
            if spot.type in wanted and spot.regency_code.startswith(region)
        ]
        return sorted(found, key=lambda neighbour: (neighbour.distance_m, neighbour.code))

    def _plant(self, kind: str) -> tuple[list[int], NearestIndex]:
        with self._lock:
            wanted = types_of(kind)
            numbers = [at for at, spot in enumerate(self.spots) if spot.type in wanted]
            planted = numbers, NearestIndex([(self.spots[at].latitude, self.spots[at].longitude) for at in numbers])
            self._trees[kind] = planted
            return planted


_DISTRICT = re.compile(
    r"\b(?:Kec(?:amatan)?|Distrik)\b\.?\s*([A-Za-z'’\- ]{3,40}?)\s*(?:,|\d|\(|\bKab\b|\bKota\b|$)", re.I
)


_BEFORE_AREA = (
    r"(?:raya|kel|kelurahan|desa|ds|dusun|dsn|banjar|br|kp|kampung|nagari|gampong|komplek|kompleks|perum|perumahan)"
)
_AREA = re.compile(
    rf"(?:^|,)\s*(?:(?:jl|jln|jalan)\.?\s+)?{_BEFORE_AREA}\.?\s+(?P<named>[a-z'’\- ]{{4,30}}?)"
    r"\s*(?=,|\d|\(|$|\b(?:no|nomor|km|rt|rw|kec|kab|blok|kode)\b)"
    r"|,\s*(?!(?:jl|jln|jalan|kec|kab|kota|rt|rw|no|blok|prov|kode|lantai|lt|gedung|ruko)\b)"
    r"(?P<alone>[a-z'’\- ]{4,30}?)\s*(?=,|$)",
    re.IGNORECASE,
)


def areas_in(address: str) -> list[str]:
    """The areas that an address names, other than by its street."""
    found = (match["named"] or match["alone"] for match in _AREA.finditer(address))
    return [" ".join(name.split()).title() for name in found if name and name.strip()]


def _area(name: str, regency_code: str, there: Sequence[Spot]) -> Place:
    latitude = sum(spot.latitude for spot in there) / len(there)
    longitude = sum(spot.longitude for spot in there) / len(there)
    label = f"{name}, {regencies()[regency_code].name}"
    place_id = f"{TOLD}{regency_code}-{fold(name).replace(' ', '-')}"
    return Place(place_id, "area", name, label, latitude, longitude, regency_code)


@lru_cache(maxsize=1)
def _place_book(told: tuple[tuple[str, str, str, float, float], ...]) -> PlaceBook:
    """The places, kept while a new revision of the facilities tells of the same ones."""
    return PlaceBook(told)


def _districts_told_by(spots: Sequence[Spot], names: list[list[Named]]) -> list[tuple[str, str, str, float, float]]:
    """Kecamatan named in the addresses of puskesmas, and the areas that puskesmas are named after: (kind, name,
    regency, lat, lon).
    """
    found: dict[tuple[str, str, str], list[Spot]] = defaultdict(list)
    for at, spot in enumerate(spots):
        if spot.type != "puskesmas":
            continue
        district = _DISTRICT.search(spot.address)
        if district:
            found["district", " ".join(district[1].split()).title(), spot.regency_code].append(spot)
        area = " ".join(word for word in names[at][0].words if not word.isdigit())
        if area:
            found["area", area.title(), spot.regency_code].append(spot)
    return [
        (
            kind,
            name,
            regency_code,
            sum(spot.latitude for spot in there) / len(there),
            sum(spot.longitude for spot in there) / len(there),
        )
        for (kind, name, regency_code), there in found.items()
    ]


def _spot(row: Any) -> Spot:
    return Spot(
        row.code,
        row.name,
        tuple(row.aliases or ()),
        row.type,
        row.address or "",
        row.regency_code,
        row.latitude,
        row.longitude,
    )


class _Shelf:
    """The index of this process, replaced as a whole when the revision changes."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._index: FacilityIndex | None = None

    def current(self, session: Session) -> FacilityIndex:
        """The index for the facilities that this session sees; the revision is asked every time (one row by key).

        While one request rebuilds the index the others go on with the old one.
        """
        revision = repository.revision(session)
        index = self._index
        if index is not None and index.revision == revision and revision is not None:
            return index
        if not self._lock.acquire(blocking=index is None) and index is not None:
            return index
        try:
            if self._index is None or self._index.revision != revision or revision is None:
                fresh = FacilityIndex([_spot(row) for row in repository.all_indexed(session)], revision)
                fresh.build()
                self._index = fresh
            return self._index
        finally:
            self._lock.release()


_shelf = _Shelf()


def facility_index(session: Session) -> FacilityIndex:
    """The search index that fits what this session sees of the facilities."""
    return _shelf.current(session)
