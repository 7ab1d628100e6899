"""The nearest facilities are exactly the nearest, whatever the points are."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from backend.facilities import service
from backend.facilities.index import FacilityIndex
from backend.facilities.schemas import FacilityItem
from backend.facilities.service import Opening, Sector, Where
from backend.regions.geo import NearestIndex, haversine_m

POINT = st.tuples(st.floats(-90, 90), st.floats(-180, 180))


@settings(max_examples=150, deadline=None)
@given(points=st.lists(POINT, min_size=1, max_size=60), here=POINT, count=st.integers(1, 8), offset=st.integers(0, 70))
def test_nearest_equals_brute_force(
    points: list[tuple[float, float]], here: tuple[float, float], count: int, offset: int
) -> None:
    found = NearestIndex(points).nearest(*here, count, offset)
    expected = sorted(haversine_m(*here, *point) for point in points)[offset : offset + count]
    assert [metres for _, metres in found] == pytest.approx(expected, rel=1e-6, abs=0.5)
    assert [haversine_m(*here, *points[at]) for at, _ in found] == pytest.approx(expected, rel=1e-6, abs=0.5)


def test_an_index_of_nothing_finds_nothing() -> None:
    assert NearestIndex([]).nearest(0, 0, 5) == []


def test_pages_continue_without_gap_or_repeat(demo_facilities: Session, now: datetime) -> None:
    where = Where(latitude=-7.78, longitude=110.37)
    whole = service.find(demo_facilities, where=where, kind="hospital", limit=12, offset=0, now=now)
    pages = [
        service.find(demo_facilities, where=where, kind="rumah sakit", limit=4, offset=at, now=now) for at in (0, 4, 8)
    ]
    assert [item.code for page in pages for item in page.items] == [item.code for item in whole.items]
    distances = [item.distance_m or 0 for item in whole.items]
    assert distances == sorted(distances)
    assert [page.next_offset for page in pages] == [4, 8, 12]


def test_the_last_page_says_so(demo_facilities: Session, now: datetime) -> None:
    page = service.find(
        demo_facilities, where=Where(latitude=-6.9, longitude=107.6), kind="optician", limit=5, offset=0, now=now
    )
    assert (len(page.items), page.next_offset) == (4, None)


def test_a_shared_position_beats_a_typed_place(demo_facilities: Session, now: datetime) -> None:
    where = Where(latitude=-2.60, longitude=140.67, text="bandung")
    found = service.find(demo_facilities, where=where, kind="pkm", limit=1, offset=0, now=now)
    assert found.items[0].regency == "Kota Jayapura"


@pytest.mark.parametrize(
    ("where", "kind", "status"),
    [
        (Where(text="bandung"), None, "ambiguous"),
        (Where(text="xyzzy"), None, "unknown"),
        (Where(latitude=1.35, longitude=103.85), None, "outside"),
        (Where(), None, "location_needed"),
        (Where(text="puskesmas dekat rumah saya"), "puskesmas", "location_needed"),
        (Where(text="sleman"), "bengkel", "unknown_type"),
        (Where(place_id="r0000"), None, "unknown"),
    ],
)
def test_what_is_missing_is_said(
    demo_facilities: Session, now: datetime, where: Where, kind: str | None, status: str
) -> None:
    assert service.find(demo_facilities, where=where, kind=kind, limit=5, offset=0, now=now).status == status


def test_only_those_open_then(demo_facilities: Session, now: datetime) -> None:
    def found(opening: Opening | None, kind: str = "puskesmas", at: datetime = now) -> list[FacilityItem]:
        asked = {"where": Where(text="sleman"), "kind": kind, "limit": 5, "offset": 0, "now": at}
        return service.find(demo_facilities, opening=opening, **asked).items

    monday = now + timedelta(days=1)
    assert {item.open_now for item in found("now", at=monday)} == {True} and not found("now")
    assert {item.always_open for item in found("always", "hospital")} == {True} and not found("always", "office")
    assert found(date(2026, 11, 23)) and not found(date(2026, 11, 22))  # a Monday and a Sunday


def test_only_those_of_a_sector(demo_facilities: Session, now: datetime) -> None:
    def names(sector: Sector) -> list[str]:
        asked = {"where": Where(text="sleman"), "kind": "hospital", "limit": 5, "offset": 0, "now": now}
        return [item.name for item in service.find(demo_facilities, sector=sector, **asked).items]

    assert "RSUD Sleman" in names("public") and "RS Panti Rapih" in names("private")
    assert not set(names("public")) & set(names("private"))


def test_only_those_for_all_illnesses(demo_facilities: Session, now: datetime) -> None:
    asked = {"where": Where(text="yogyakarta"), "kind": "hospital", "limit": 20, "offset": 0, "now": now}
    every = [item.name for item in service.find(demo_facilities, **asked).items]
    general = [item.name for item in service.find(demo_facilities, general=True, **asked).items]
    assert "RS Mata Dr. Yap" in every and "RS Mata Dr. Yap" not in general
    assert "RS Panti Rapih" in general


def test_what_is_far_away_is_told_where_only_the_regency_is_known(demo_facilities: Session, now: datetime) -> None:
    asked = {"where": Where(text="sukamaju luwu utara"), "limit": 1, "offset": 0, "now": now}
    found = service.find(demo_facilities, kind="pharmacy", **asked)
    assert found.items[0].distance_m is not None and found.items[0].distance_m > service.FAR_M


def test_in_a_city_those_inside_come_first_and_paging_goes_beyond(demo_index: FacilityIndex) -> None:
    place = demo_index.places.by_id["r3471"]
    whole = demo_index.around(place, "hospital", 12)
    inside = [demo_index.by_code[one.code].regency_code == "3471" for one in whole]
    assert inside == sorted(inside, reverse=True)
    assert (True in inside, False in inside) == (True, True)
    pages = [demo_index.around(place, "hospital", 3, offset) for offset in (0, 3, 6, 9)]
    assert [one for page in pages for one in page] == whole
