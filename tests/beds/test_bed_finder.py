"""One question about beds: the hospital, the class, how many free, how old, and where else."""

from collections.abc import Callable
from datetime import datetime

import pytest
from sqlalchemy.orm import Session

from backend.beds.finder import BedQuestion, find_beds
from backend.facilities.service import Where

Report = Callable[..., None]


def test_rooms_of_a_class_are_added_and_the_oldest_report_counts(
    hospitals: Session, report: Report, now: datetime
) -> None:
    report("S1", "KL3", 2, 20, minutes_ago=5, room="A")
    report("S1", "KL3", 1, 10, minutes_ago=42, room="B")
    found = find_beds(hospitals, BedQuestion(facility="rs sardjito", room_class="kelas 3"), now=now)
    (row,) = found.classes
    assert (found.status, row.available, row.capacity) == ("ok", 3, 30)
    assert (row.age_minutes, row.stale, found.age_minutes) == (42, False, 42)
    assert row.as_of.isoformat() == "2026-11-22T09:18:00+07:00"
    assert found.alternatives == []


@pytest.mark.parametrize(("minutes", "stale"), [(60, False), (61, True)])
def test_over_an_hour_is_stale(hospitals: Session, report: Report, now: datetime, minutes: int, stale: bool) -> None:
    report("S1", "KL3", 2, minutes_ago=minutes)
    assert find_beds(hospitals, BedQuestion(facility="S1"), now=now).stale is stale


def test_nothing_free_leads_to_the_nearest_others(hospitals: Session, report: Report, now: datetime) -> None:
    report("S1", "KL3", 0)
    report("S2", "KL3", 4)
    report("S3", "KL3", 1)
    report("S4", "KL3", 0)
    found = find_beds(hospitals, BedQuestion(facility="sardjito", room_class="KL3"), now=now)
    assert (found.status, found.none_free) == ("ok", True)
    assert [item.facility.code for item in found.alternatives] == ["S3", "S2"]
    assert found.alternatives[0].facility.distance_m is not None


def test_other_classes_do_not_count_as_free(hospitals: Session, report: Report, now: datetime) -> None:
    report("S1", "ICU", 0)
    report("S2", "KL3", 4)
    found = find_beds(hospitals, BedQuestion(facility="S1", room_class="icu"), now=now)
    assert (found.none_free, found.alternatives, found.icu_notice) == (True, [], True)


def test_a_report_of_the_day_before_is_not_suggested(hospitals: Session, report: Report, now: datetime) -> None:
    report("S1", "KL3", 0)
    report("S2", "KL3", 4, minutes_ago=25 * 60)
    assert find_beds(hospitals, BedQuestion(facility="S1", room_class="KL3"), now=now).alternatives == []


def test_a_hospital_without_the_class_and_one_without_any_report(
    hospitals: Session, report: Report, now: datetime
) -> None:
    report("S2", "KL3", 4)
    report("S1", "PIC", 1)
    without_class = find_beds(hospitals, BedQuestion(facility="S2", room_class="icu anak"), now=now)
    assert (without_class.status, [item.facility.code for item in without_class.alternatives]) == (
        "class_not_reported",
        ["S1"],
    )
    silent = find_beds(hospitals, BedQuestion(facility="rsud wates"), now=now)
    assert (silent.status, [item.facility.code for item in silent.alternatives]) == ("no_report", ["S2"])


@pytest.mark.parametrize(
    "question",
    [
        BedQuestion(where=Where(text="sleman"), room_class="kelas 3"),
        BedQuestion(where=Where(latitude=-7.70, longitude=110.34), room_class="kelas 3"),
        BedQuestion(facility="rumah sakit", where=Where(text="kab sleman"), room_class="kelas 3"),
        BedQuestion(facility="sleman kota", where=Where(place_id="r3404"), room_class="kelas 3"),
    ],
)
def test_around_a_place(hospitals: Session, report: Report, now: datetime, question: BedQuestion) -> None:
    report("S2", "KL3", 4)
    report("S3", "KL3", 1)
    found = find_beds(hospitals, question, now=now)
    codes = [item.facility.code for item in found.alternatives] or [found.facility and found.facility.code]
    assert (found.status, codes[0]) == ("ok", "S2")


def test_a_city_given_as_the_hospital_is_a_place(hospitals: Session, report: Report, now: datetime) -> None:
    report("S3", "ICU", 1)
    found = find_beds(hospitals, BedQuestion(facility="jogja", room_class="icu"), now=now)
    assert (found.status, found.place and found.place.label) == ("ok", "Kota Yogyakarta")
    assert [item.facility.code for item in found.alternatives] == ["S3"]


def test_pages_of_hospitals(hospitals: Session, report: Report, now: datetime) -> None:
    for code in ("S1", "S2", "S3", "S4"):
        report(code, "KL2", 1)
    near = Where(latitude=-7.7686, longitude=110.3735)
    first = find_beds(hospitals, BedQuestion(where=near, room_class="kelas 2", limit=3), now=now)
    rest = find_beds(hospitals, BedQuestion(where=near, room_class="kelas 2", limit=3, offset=3), now=now)
    assert [item.facility.code for page in (first, rest) for item in page.alternatives] == ["S1", "S3", "S2", "S4"]
    assert (first.next_offset, rest.next_offset) == (3, None)


@pytest.mark.parametrize(
    ("question", "status"),
    [
        (BedQuestion(), "where_needed"),
        (BedQuestion(facility="rumah sakit"), "where_needed"),
        (BedQuestion(facility="rs antah berantah"), "not_found"),
        (BedQuestion(where=Where(text="xyzzy")), "place_unknown"),
        (BedQuestion(where=Where(text="bandung")), "ambiguous"),
        (BedQuestion(where=Where(text="singapura")), "outside"),
        (BedQuestion(facility="S1", room_class="garasi"), "class_unknown"),
    ],
)
def test_what_is_missing_is_said(hospitals: Session, now: datetime, question: BedQuestion, status: str) -> None:
    assert find_beds(hospitals, question, now=now).status == status
