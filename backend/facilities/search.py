"""Facilities by name, with typos and short forms, and places by name, where a facility can be a landmark."""

from collections.abc import Iterable
from dataclasses import dataclass
from importlib.resources import files
from typing import Literal

from backend.facilities.index import TOLD, FacilityIndex, Spot
from backend.facilities.kinds import Named, take_apart, types_of
from backend.facilities.placebook import MAX_CHOICES, Place, PlaceAnswer
from backend.regions.catalogue import in_foreign_area, regencies
from backend.regions.geo import haversine_m, inside_indonesia_box
from backend.regions.text import FILLERS, telling, words

CLEAR_SCORE = 0.8
"""One facility is meant when its name fits at least so well …"""
CLEAR_MARGIN = 0.07
"""… and the next one this much worse."""
LONELY_SCORE = 0.66
LONELY_MARGIN = 0.2
"""A weaker fit ("rs wahidin makasar") is clear too when nothing else comes near."""
POSSIBLE_SCORE = 0.58
"""Below this nothing is offered: a wrong hospital is worse than another question."""
_CHOICE_MARGIN = 0.2
_OTHER_KIND = 0.9
"""Penalty where the kind differs within hospitals: "rsud sardjito" still finds RSUP Dr. Sardjito."""
_SPECIAL, _SPECIAL_KIND = frozenset({"rsia", "rsj"}), 0.62
"""Nobody who names a hospital for mothers and children, or for the mind, means a general one: it is only offered."""
_VAGUE_KIND = 0.95
_OTHER_TYPE = 0.55
_ONLY_KIND_AND_PLACE = 0.7
"""Score of "rsud cimahi" for a hospital that stands in Cimahi but is named otherwise (RSUD Cibabat)."""
_NEAR_BONUS = 0.02
_NEAR_M = 30_000
_READ = 80
_PLACE_WORDS = 8
_LANDMARK_SCORE = 0.9
"""A bare word is a facility as a landmark only when it fits so well; "kota gede" is not RS Haji Pondok Gede."""

_LANDMARKS = frozenset(files("backend.facilities").joinpath("data/landmarks.txt").read_text(encoding="utf-8").split())
"""What landmarks are called, of which the name of the place stands behind."""
_TAIL_WORDS, _SURE_TAIL = 2, 0.95


@dataclass(frozen=True)
class Candidate:
    """A facility that may be meant, with a score up to 1."""

    spot: Spot
    score: float


@dataclass(frozen=True)
class NameAnswer:
    """Which facility a typed name means.

    ``status``: ``one`` (the first candidate), ``several`` (the member must choose), ``none``, or ``too_general`` (no
    name in the text).
    """

    status: Literal["one", "several", "none", "too_general"]
    candidates: tuple[Candidate, ...] = ()


def _kind_factor(asked: Named, offered: Named, spot: Spot) -> float:
    if asked.kind is None or asked.type is None:
        return 1.0
    if spot.type not in types_of(asked.type):
        return _OTHER_TYPE
    if asked.kind == offered.kind or asked.kind in ("rs", "fktp"):
        return 1.0
    if offered.kind in (None, "rs"):
        return _VAGUE_KIND
    return _SPECIAL_KIND if {asked.kind, offered.kind} & _SPECIAL else _OTHER_KIND


def _by_kind_and_place(index: FacilityIndex, asked: Named) -> Iterable[tuple[int, float]]:
    """Facilities of a telling kind (rsud, rsup, rsj, rsia, office) in a regency that was named."""
    if asked.kind not in ("rsud", "rsup", "rsj", "rsia", "kantor"):
        return
    place = index.places.find(" ".join(asked.words))
    here = {place.place} if place.place else set(place.choices)
    codes = {there.regency_code for there in here if there.kind in ("city", "regency", "town")}
    for at, spot in enumerate(index.spots) if codes else ():
        if spot.regency_code in codes and any(named.kind == asked.kind for named in index.names[at]):
            yield at, _ONLY_KIND_AND_PLACE


def find_facility(
    index: FacilityIndex,
    text: str,
    kind: str | None = None,
    near: tuple[float, float] | None = None,
    limit: int = MAX_CHOICES,
) -> NameAnswer:
    """Which facility a typed name means.

    Args:
        index: all facilities.
        text: the name as typed, or an exact facility code.
        kind: only facilities of this type or group.
        near: latitude and longitude of the member; namesakes are ordered by distance from there.
        limit: most candidates to return.
    """
    exact = index.by_code.get(text.strip())
    if exact:
        return NameAnswer("one", (Candidate(exact, 1.0),))
    asked = take_apart(text).shortened()
    if not telling(asked.words):
        return NameAnswer("too_general" if asked.kind else "none")
    scores = dict(_by_kind_and_place(index, asked))
    for at, score in index.name_index.search(asked.words, limit=_READ):
        factor = max(_kind_factor(asked, offered, index.spots[at]) for offered in index.names[at])
        scores[at] = max(scores.get(at, 0.0), score * factor)
    allowed = types_of(kind) if kind else None
    found = [
        Candidate(index.spots[at], score)
        for at, score in scores.items()
        if allowed is None or index.spots[at].type in allowed
    ]
    return _decide([_nearer(candidate, near) for candidate in found], near, limit)


def _metres(spot: Spot, near: tuple[float, float]) -> float:
    return haversine_m(near[0], near[1], spot.latitude, spot.longitude)


def _nearer(candidate: Candidate, near: tuple[float, float] | None) -> Candidate:
    if near is None or _metres(candidate.spot, near) > _NEAR_M:
        return candidate
    return Candidate(candidate.spot, candidate.score + _NEAR_BONUS)


def _decide(found: list[Candidate], near: tuple[float, float] | None, limit: int) -> NameAnswer:
    ranked = sorted(
        found, key=lambda one: (-round(one.score, 2), _metres(one.spot, near) if near else 0.0, one.spot.code)
    )
    ranked = [candidate for candidate in ranked if candidate.score >= POSSIBLE_SCORE]
    if not ranked:
        return NameAnswer("none")
    top = ranked[0].score
    margin = top - (ranked[1].score if len(ranked) > 1 else 0.0)
    if (top >= CLEAR_SCORE and margin >= CLEAR_MARGIN) or (
        top >= LONELY_SCORE and margin >= LONELY_MARGIN and top != _ONLY_KIND_AND_PLACE
    ):
        return NameAnswer("one", tuple(ranked[:limit]))
    return NameAnswer(
        "several", tuple(candidate for candidate in ranked if candidate.score >= top - _CHOICE_MARGIN)[:limit]
    )


def facility_place(spot: Spot) -> Place:
    """A facility as a place to search around."""
    label = f"{spot.name}, {regencies()[spot.regency_code].name}"
    return Place(f"f{spot.code}", "facility", spot.name, label, spot.latitude, spot.longitude, spot.regency_code)


def place_by_id(index: FacilityIndex, place_id: str) -> Place | None:
    """The place that an earlier answer offered under this id."""
    if place_id.startswith("f") and place_id[1:] in index.by_code:
        return facility_place(index.by_code[place_id[1:]])
    if place_id.startswith(TOLD):
        code, _, name = place_id[1:].partition("-")
        return index.told_areas.get(name.replace("-", " "), {}).get(code)
    return index.places.by_id.get(place_id)


def find_place(index: FacilityIndex, text: str) -> PlaceAnswer:
    """What a typed place means: a region, a town, a district, a facility as a landmark, or an area that addresses tell
    of.
    """
    found = _known_place(index, text)
    if found.status != "unknown":
        return found
    return _told_area(index, text) or _around_landmark(index, text) or found


def _around_landmark(index: FacilityIndex, text: str) -> PlaceAnswer | None:
    """ "pasar raya padang", "tugu jogja": a landmark that we do not know, named after the place that it stands in."""
    typed = [word for word in words(text) if word in _LANDMARKS or word not in FILLERS]
    head = next((at for at, word in enumerate(typed) if word in _LANDMARKS), None)
    for start in range(max(len(typed) - _TAIL_WORDS, (head or 0) + 1), len(typed)) if head is not None else ():
        region = index.places.find(" ".join(typed[start:]))
        if region.status in ("ok", "ambiguous") and region.score >= _SURE_TAIL:
            return region
    return None


def _told_area(index: FacilityIndex, text: str) -> PlaceAnswer | None:
    """An area of exactly this name, where it lies in one regency alone."""
    name = " ".join(word for word in words(text) if word not in FILLERS)
    there = list(index.told_areas.get(name, {}).values())
    return PlaceAnswer("ok", there[0], score=1.0) if len(there) == 1 else None


def _known_place(index: FacilityIndex, text: str) -> PlaceAnswer:
    taken = take_apart(text)
    region = index.places.find(" ".join((words(text) if taken.kind is None else taken.words)[:_PLACE_WORDS]))
    if region.status == "outside" or (taken.kind is None and region.score >= CLEAR_SCORE):
        return region
    landmark = find_facility(index, text)
    if taken.kind is None and (not landmark.candidates or landmark.candidates[0].score < _LANDMARK_SCORE):
        return region
    if landmark.status == "one" and (taken.kind is not None or landmark.candidates[0].score > region.score):
        return PlaceAnswer("ok", facility_place(landmark.candidates[0].spot), score=landmark.candidates[0].score)
    if region.status != "unknown":
        return region
    if landmark.status == "several":
        return PlaceAnswer(
            "ambiguous",
            choices=tuple(facility_place(one.spot) for one in landmark.candidates),
            score=landmark.candidates[0].score,
        )
    return region


def check_point(latitude: float, longitude: float) -> bool:
    """Whether a coordinate in degrees can be in Indonesia: in its box and not on certainly foreign land."""
    return inside_indonesia_box(latitude, longitude) and not in_foreign_area(latitude, longitude)
