"""Places by name: regencies, districts, towns and areas that puskesmas are named after, with typos and namesakes."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from rapidfuzz import process
from rapidfuzz.distance import OSA

from backend.regions.catalogue import districts, foreign_names, known_places, provinces, regencies
from backend.regions.geo import haversine_m
from backend.regions.matcher import Entry, NameIndex
from backend.regions.text import FILLERS, fold, sound, words

GOOD_SCORE = 0.78
"""From here on a name counts as meant: one wrong letter in five is forgiven, one in four is not."""
_EXACT = 0.95
"""Only a name that fits so well is preferred to a place abroad of that name ("Medan Johor" to Johor)."""
_SHORT_NAME = 5
"""So few letters and a wrong one at the beginning are another name, not a slip."""
_TIE = 0.04
"""Names whose scores differ by less are namesakes."""
_READ = 60
_SAME_PLACE_M = 3_000
"""Namesakes so close are one place, known from two sources; metres."""
MAX_CHOICES = 6
_FUZZY_ABROAD = 0.85
_FUZZY_ABROAD_LENGTH = 7
# Which of several namesakes is the larger.
_LEVELS = {"regency": 0, "city": 0, "province": 1, "town": 2, "district": 3, "area": 4}
# Words that say which kind of place is meant.
_HINTS = {
    "kota": ("city",),
    "kabupaten": ("regency",),
    "kec": ("district",),
    "kecamatan": ("district",),
    "distrik": ("district",),
    "provinsi": ("province",),
    "prov": ("province",),
    "kel": ("area", "town"),
    "kelurahan": ("area", "town"),
    "desa": ("area", "town"),
    "district": ("district",),
    "city": ("city",),
    "regency": ("regency",),
    "province": ("province",),
}


PlaceStatus = Literal["ok", "ambiguous", "unknown", "outside"]


@dataclass(frozen=True)
class Place:
    """A named point: ``kind`` is province, regency, city, town, district, area or facility; coordinates in degrees.

    Of a district that is not ``exact`` only the name and the regency are known; its point is that of the regency.
    """

    id: str
    kind: str
    name: str
    label: str
    latitude: float
    longitude: float
    regency_code: str | None = None
    exact: bool = True

    @property
    def region(self) -> str | None:
        """The start of the regency codes inside it, where the place is an area with borders that we know."""
        if self.kind == "province":
            return self.id[1:]
        return self.regency_code if self.kind in ("city", "regency") or not self.exact else None


@dataclass(frozen=True)
class PlaceAnswer:
    """What a typed place means.

    ``status``: ``ok`` (``place``; ``choices`` are namesakes elsewhere), ``ambiguous`` (``choices``), ``unknown``,
    ``outside`` (abroad). ``score`` tells how well the name fits, up to 1.
    """

    status: PlaceStatus
    place: Place | None = None
    choices: tuple[Place, ...] = ()
    score: float = 0.0


def _slug(kind: str, regency_code: str, name: str) -> str:
    return f"{kind[0]}{regency_code}-{fold(name).replace(' ', '-')}"


def _base(name: str) -> str:
    return name.removeprefix("Kabupaten ").removeprefix("Kota ")


class PlaceBook:
    """All places with their names, ready to be searched."""

    def __init__(self, told: Iterable[tuple[str, str, str, float, float]] = ()) -> None:
        self.by_id: dict[str, Place] = {}
        self._variants: dict[str, list[str]] = {}
        self._add_catalogue()
        taken = {
            (fold(_base(place.name)), place.regency_code)
            for place in self.by_id.values()
            if place.kind not in ("regency", "city")
        }
        for kind, name, code, latitude, longitude in sorted(told, key=lambda row: (_LEVELS[row[0]], row[1:3])):
            if (fold(name), code) not in taken:
                taken.add((fold(name), code))
                self._add_inside(kind, name, code, (latitude, longitude))
        for name, code in districts():
            if (fold(name), code) not in taken:
                centre = regencies()[code]
                self._add_inside("district", name, code, (centre.latitude, centre.longitude), exact=False)
        self._places = list(self.by_id.values())
        self._index = NameIndex([Entry(tuple(self._readings(place)), self._around(place)) for place in self._places])

    def _add_catalogue(self) -> None:
        for regency in regencies().values():
            kind = "city" if regency.is_city else "regency"
            place = Place(
                f"r{regency.code}", kind, regency.name, regency.name, regency.latitude, regency.longitude, regency.code
            )
            self._put(place, [_base(regency.name), *regency.aliases])
        for province in provinces().values():
            place = Place(
                f"p{province.code}", "province", province.name, province.name, province.latitude, province.longitude
            )
            self._put(place, [province.name, *province.aliases])
        for known in known_places():
            self._add_inside(
                known.kind, known.name, known.regency_code, (known.latitude, known.longitude), aliases=known.aliases
            )

    def _add_inside(
        self,
        kind: str,
        name: str,
        code: str,
        point: tuple[float, float],
        *,
        aliases: Sequence[str] = (),
        exact: bool = True,
    ) -> None:
        label = f"{name}, {regencies()[code].name}"
        self._put(Place(_slug(kind, code, name), kind, name, label, *point, code, exact), [name, *aliases])

    def _put(self, place: Place, names: list[str]) -> None:
        self.by_id.setdefault(place.id, place)
        self._variants.setdefault(place.id, names)

    def _readings(self, place: Place) -> Iterable[tuple[str, ...]]:
        return (tuple(words(name)) for name in self._variants[place.id])

    def _around(self, place: Place) -> tuple[str, ...]:
        if place.regency_code is None:
            return ()
        regency = regencies()[place.regency_code]
        names = [regency.province.name, *regency.province.aliases]
        if place.kind not in ("regency", "city"):
            names += [regency.name, *regency.aliases]
        return tuple(dict.fromkeys(word for name in names for word in words(name)))

    def find(self, text: str) -> PlaceAnswer:
        """What a typed place means; see :class:`PlaceAnswer`."""
        typed = words(text)
        ranked = self._ranked(typed)
        top = ranked[0][1] if ranked else 0.0
        if top < _EXACT and _is_abroad([word for word in typed if word not in FILLERS]):
            return PlaceAnswer("outside")
        if top < GOOD_SCORE or (top < _EXACT and _begins_otherwise(typed, ranked[0][0])):
            return PlaceAnswer("unknown")
        return self._decide([place for place, score in ranked if score >= top - _TIE], top)

    def _ranked(self, typed: list[str]) -> list[tuple[Place, float]]:
        """Places by score, where "kota", "kecamatan" and the like say which kind is meant, or belong to the name
        ("Kota Gede").
        """
        whole = [(self._places[at], score) for at, score in self._index.search(typed, limit=_READ)]
        telling = [word for word in typed if word not in _HINTS]
        if len(telling) == len(typed):
            return whole
        hints = {kind for word in typed for kind in _HINTS.get(word, ())}
        hinted = [(self._places[at], score) for at, score in self._index.search(telling, limit=_READ)]
        fitting = [(place, score) for place, score in hinted if place.kind in hints and score >= GOOD_SCORE]
        return max(whole, fitting or hinted, key=lambda ranked: ranked[0][1] if ranked else 0.0)

    def _decide(self, tied: list[Place], score: float) -> PlaceAnswer:
        tied = _without_nested(sorted(tied, key=lambda place: (_LEVELS[place.kind], place.kind, place.label)))
        if tied[0].kind == "province" and not provinces()[tied[0].id[1:]].compact:
            inside = [
                place for place in self._places if place.kind in ("city", "regency") and place.id[1:3] == tied[0].id[1:]
            ]
            cities_first = sorted(inside, key=lambda place: place.kind)
            return PlaceAnswer("ambiguous", choices=tuple(cities_first[:MAX_CHOICES]), score=score)
        largest = [place for place in tied if _LEVELS[place.kind] == 0]
        if len(tied) == 1 or len(largest) == 1 or tied[0].kind == "province":
            return PlaceAnswer("ok", tied[0], tuple(tied[1:MAX_CHOICES]), score)
        return PlaceAnswer("ambiguous", choices=tuple((largest or tied)[:MAX_CHOICES]), score=score)


def _begins_otherwise(typed: list[str], place: Place) -> bool:
    """A short name by itself, and no word of the place begins like it: "Ubung" is another place than Kubung."""
    telling = [word for word in typed if word not in FILLERS and word not in _HINTS]
    if len(telling) != 1 or len(telling[0]) > _SHORT_NAME:
        return False
    return all(sound(word)[:1] != sound(telling[0])[:1] for word in words(place.label))


_WITHIN = frozenset({"pondok", "kampung", "kebon", "pasar", "pantai", "bukit", "tanjung", "kota"})
"""Behind these the name of a country belongs to a place of ours: "Pondok Cina"."""


def _is_abroad(typed: list[str]) -> bool:
    """Whether the words, or the last ones of them, are a place abroad."""
    endings = {" ".join(typed[at:]) for at in range(len(typed)) if not at or typed[at - 1] not in _WITHIN}
    if endings & foreign_names():
        return True
    whole = " ".join(typed)
    return len(whole) >= _FUZZY_ABROAD_LENGTH and bool(
        process.extractOne(whole, foreign_names(), scorer=OSA.normalized_similarity, score_cutoff=_FUZZY_ABROAD)
    )


def _without_nested(tied: list[Place]) -> list[Place]:
    """Leaves out what a larger namesake contains or what stands on the same spot ("Sleman" the district inside Sleman
    the regency).

    A province that is named like its city ("Jambi") is the city: whoever looks for care names a town.
    """
    kept: list[Place] = []
    for place in tied:
        if not any(_contains(larger, place) for larger in kept):
            kept.append(place)
    return kept


def _contains(larger: Place, place: Place) -> bool:
    if place.kind == "province":
        return larger.regency_code is not None and larger.regency_code[:2] == place.id[1:]
    if larger.kind == "province":
        return place.regency_code is not None and place.regency_code[:2] == larger.id[1:]
    if place.kind in ("city", "regency"):
        return False
    near = haversine_m(larger.latitude, larger.longitude, place.latitude, place.longitude) < _SAME_PLACE_M
    return near or larger.regency_code == place.regency_code
