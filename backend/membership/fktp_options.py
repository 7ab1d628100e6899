"""First-level facilities that a member may choose: the nearest ones with room, or one by its name."""

from dataclasses import dataclass, field
from typing import Literal

from sqlalchemy import select
from sqlalchemy.orm import Session

from backend.errors import NotFound, ServiceError
from backend.facilities import repository
from backend.facilities.index import facility_index
from backend.facilities.kinds import take_apart
from backend.facilities.models import Facility
from backend.facilities.placebook import Place
from backend.facilities.search import find_facility
from backend.facilities.service import Where, label_of, locate
from backend.membership.models import FktpRoom

LOOKED_AT = 60
"""Neighbours among which room is looked for; in a city that is a few kilometres."""
SHOWN = 5
FAR_M = 100_000
"""Nobody goes further for a first-level facility; what lies beyond is shown only where there is nothing nearer."""
Kind = Literal["puskesmas", "others"]
NOT_FOR_REGISTRATION = "dentist"
"""A dentist treats members of a facility that they are registered with; nobody is registered with a dentist alone."""


@dataclass(frozen=True)
class Option:
    """A facility to choose. ``free`` is ``None`` where it has not reported how many members it takes."""

    code: str
    name: str
    label: str
    type: str
    address: str | None
    distance_m: int | None
    free: int | None

    @property
    def full(self) -> bool:
        """Nobody fits any more."""
        return self.free == 0


@dataclass(frozen=True)
class Options:
    """``one``: by name, that one; ``own``: by name, the one they have (``named``); ``ok``: several with room;
    ``full``: the named one has no room, these are near it;
    ``ambiguous``: several places of that name (``choices``); ``unknown``; ``outside`` Indonesia; ``needed``: no place.
    """

    status: Literal["one", "own", "ok", "full", "ambiguous", "unknown", "outside", "needed"]
    items: list[Option] = field(default_factory=list)
    choices: list[dict[str, str]] = field(default_factory=list)
    place: str | None = None
    named: str | None = None


def _rooms(session: Session, codes: list[str]) -> dict[str, FktpRoom]:
    query = select(FktpRoom).where(FktpRoom.facility_code.in_(codes))
    return {room.facility_code: room for room in session.scalars(query)}


def _option(facility: Facility, room: FktpRoom | None, distance_m: float | None = None) -> Option:
    return Option(
        code=facility.code,
        name=facility.name,
        label=label_of(facility.name, facility.regency_code),
        type=facility.type,
        address=facility.address,
        distance_m=None if distance_m is None else round(distance_m),
        free=room.free if room else None,
    )


def chosen(session: Session, code: str) -> Option:
    """A facility that somebody wants to be registered with.

    Raises:
        NotFound: ``facility_not_found``.
        ServiceError: ``not_first_level``, ``fktp_full``.
    """
    facility = repository.get(session, code)
    if facility is None:
        raise NotFound("facility_not_found")
    if not facility.is_fktp or facility.type == NOT_FOR_REGISTRATION:
        raise ServiceError("not_first_level", 409, name=facility.name)
    option = _option(facility, session.get(FktpRoom, code))
    if option.full:
        raise ServiceError("fktp_full", 409, name=facility.name)
    return option


def find_options(session: Session, where: Where, *, without: str | None = None, kind: Kind | None = None) -> Options:
    """What a member may choose around a place, or by a name; their own facility (``without``) is not offered.

    ``kind``: only puskesmas, or only others, where there are such.
    """
    named = _by_name(session, where.text, without) if where.text else None
    if named:
        return named
    answer = locate(facility_index(session), where)
    if answer is None:
        return Options("needed")
    if answer.place is None:
        choices = [{"id": place.id, "label": place.label} for place in answer.choices]
        return Options(answer.status if answer.status != "ok" else "unknown", choices=choices)
    items = _with_room(session, answer.place, without, kind)
    return Options("ok" if items else "unknown", items, place=answer.place.label or None)


def _with_room(session: Session, place: Place, without: str | None, kind: Kind | None) -> list[Option]:
    near = facility_index(session).around(place, "fktp", LOOKED_AT)
    found = repository.by_codes(session, (one.code for one in near))
    rooms = _rooms(session, list(found))
    options = [
        _option(found[one.code], rooms.get(one.code), one.distance_m)
        for one in near
        if one.code in found and found[one.code].is_fktp and found[one.code].type != NOT_FOR_REGISTRATION
    ]
    kept = [option for option in options if not option.full and option.code != without]
    kept = [option for option in kept if kind and (option.type == "puskesmas") == (kind == "puskesmas")] or kept
    return [option for option in kept if (option.distance_m or 0) <= FAR_M][:SHOWN] or kept[:1]


def _by_name(session: Session, text: str, without: str | None) -> Options | None:
    """The facility that a name means; None where the words name a place rather than a facility."""
    if take_apart(text).kind is None:
        return None
    answer = find_facility(facility_index(session), text, "fktp")
    if answer.status == "one" and answer.candidates[0].spot.code == without:
        return Options("own", named=answer.candidates[0].spot.name)
    codes = [candidate.spot.code for candidate in answer.candidates if candidate.spot.code != without][:SHOWN]
    if answer.status not in ("one", "several") or not codes:
        return None
    found, rooms = repository.by_codes(session, codes), _rooms(session, codes)
    options = [_option(found[code], rooms.get(code)) for code in codes if code in found]
    if answer.status == "one" and not options[0].full:
        return Options("one", options[:1])
    open_ones = [option for option in options if not option.full]
    if answer.status == "several" and open_ones:
        return Options("ok", open_ones)
    around = find_options(session, Where(facility_code=options[0].code), without=without)
    return Options("full", around.items, named=options[0].name)
