"""One question about beds, answered in one call: which hospital and class, how many free, how old, where else."""

from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy.orm import Session

from backend.beds import service
from backend.beds.classes import BedClass, bed_classes, resolve_class
from backend.beds.schemas import BedFindResult, ClassResult
from backend.facilities.index import FacilityIndex, facility_index
from backend.facilities.placebook import Place, PlaceAnswer
from backend.facilities.schemas import Choice, PlaceOut
from backend.facilities.search import NameAnswer, find_facility
from backend.facilities.service import Where, facility_choices, locate, place_choices

_ALTERNATIVES = 3


@dataclass(frozen=True)
class BedQuestion:
    """What a member asked: a hospital or a place, and perhaps a room class, all as typed."""

    facility: str | None = None
    where: Where = field(default_factory=Where)
    room_class: str | None = None
    limit: int = 5
    offset: int = 0


def which_class(text: str) -> ClassResult:
    """The room class that a text names."""
    found = resolve_class(text)
    return ClassResult(
        status="none" if not found else "one" if len(found) == 1 else "several",
        classes=[service.describe_class(one) for one in found],
    )


def _class_choices() -> list[Choice]:
    return [Choice(id=one.code, label=one.name, kind=one.group) for one in bed_classes().values() if one.code != "NON"]


def find_beds(session: Session, question: BedQuestion, *, now: datetime) -> BedFindResult:
    """Answers a question about beds; what is missing or unclear comes back as the status, never as an error."""
    asked = resolve_class(question.room_class) if question.room_class and question.room_class.strip() else ()
    if question.room_class and question.room_class.strip() and not asked:
        return BedFindResult(status="class_unknown", choice_of="class", choices=_class_choices())
    result = _answer(session, facility_index(session), question, asked, now)
    result.asked_classes = [service.describe_class(one) for one in asked]
    result.icu_notice = any(one.emergency_first for one in asked)
    return result


def _answer(
    session: Session, index: FacilityIndex, question: BedQuestion, asked: tuple[BedClass, ...], now: datetime
) -> BedFindResult:
    if question.facility and question.facility.strip():
        named = find_facility(index, question.facility, "hospital", _point(question.where))
        if named.status == "one":
            return _of_hospital(session, named.candidates[0].spot.code, asked, now)
        if named.status == "several":
            return BedFindResult(status="ambiguous", choice_of="facility", choices=facility_choices(named))
        return _instead_of_hospital(session, index, question, named=named, asked=asked, now=now)
    answer = locate(index, question.where)
    if answer is None:
        return BedFindResult(status="where_needed")
    return _around(session, index, question, answer=answer, asked=asked, now=now)


def _instead_of_hospital(
    session: Session,
    index: FacilityIndex,
    question: BedQuestion,
    *,
    named: NameAnswer,
    asked: tuple[BedClass, ...],
    now: datetime,
) -> BedFindResult:
    """No hospital of that name: the place beside it, or the "name" is a place ("icu di surabaya")."""
    answer = locate(index, question.where) or locate(index, Where(text=question.facility))
    if answer is None or answer.status == "unknown":
        return BedFindResult(status="where_needed" if named.status == "too_general" else "not_found")
    return _around(session, index, question, answer=answer, asked=asked, now=now)


def _point(where: Where) -> tuple[float, float] | None:
    if where.latitude is None or where.longitude is None:
        return None
    return where.latitude, where.longitude


def _of_hospital(session: Session, code: str, asked: tuple[BedClass, ...], now: datetime) -> BedFindResult:
    codes = [one.code for one in asked] or None
    beds = service.availability(session, code, now=now, class_codes=codes)
    silent = not beds.classes and (codes is None or not service.availability(session, code, now=now).classes)
    result = BedFindResult(
        status="no_report" if silent else "ok" if beds.classes else "class_not_reported",
        facility=beds.facility,
        classes=beds.classes,
        none_free=bool(beds.classes) and beds.available == 0,
        as_of=beds.as_of,
        age_minutes=beds.age_minutes,
        stale=beds.stale,
    )
    if result.none_free or not beds.classes:
        here = Place(
            f"f{code}",
            "facility",
            beds.facility.name,
            beds.facility.name,
            beds.facility.latitude,
            beds.facility.longitude,
        )
        near = service.hospitals_with_free_beds(
            session, here, now=now, class_codes=codes or service.WARDS, excluding=code, limit=_ALTERNATIVES
        )
        result.alternatives = near.items
    return result


def _around(
    session: Session,
    index: FacilityIndex,
    question: BedQuestion,
    *,
    answer: PlaceAnswer,
    asked: tuple[BedClass, ...],
    now: datetime,
) -> BedFindResult:
    if answer.place is None:
        return _without_place(answer)
    if (
        answer.place.kind == "facility"
        and index.by_code[answer.place.id[1:]].type == "hospital"
        and not question.where.facility_code
    ):
        return _of_hospital(session, answer.place.id[1:], asked, now)
    place = answer.place
    near = service.hospitals_with_free_beds(
        session,
        place,
        now=now,
        class_codes=[one.code for one in asked] or service.WARDS,
        excluding=question.where.facility_code,
        limit=question.limit,
        offset=question.offset,
    )
    return BedFindResult(
        status="ok",
        place=_shown(place),
        choice_of="place" if answer.choices else None,
        choices=place_choices(answer.choices),
        none_free=not near.items,
        alternatives=near.items,
        next_offset=near.next_offset,
    )


def _without_place(answer: PlaceAnswer) -> BedFindResult:
    if answer.status == "ambiguous":
        return BedFindResult(status="ambiguous", choice_of="place", choices=place_choices(answer.choices))
    if answer.status == "outside":
        return BedFindResult(status="outside")
    return BedFindResult(status="place_unknown")


def _shown(place: Place) -> PlaceOut | None:
    return PlaceOut.model_validate(place) if place.kind != "point" else None
