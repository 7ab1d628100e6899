"""The demonstration facilities are complete and stand where they really are."""

import csv
from collections import Counter
from importlib.resources import files
from pathlib import Path

import pytest

from backend.facilities.index import FacilityIndex
from backend.facilities.kinds import TYPES
from backend.regions.catalogue import find_regency, provinces, regencies
from backend.regions.geo import haversine_m

SHARED = Path(__file__).parents[3] / "shared" / "data" / "facilities.csv"
KNOWN_TO_DIFFER_M = {
    "6271012": "the ministry's list of 2019 put RSUD dr. Doris Sylvanus into the forest, 100 km from its town",
    "9271078": "it put RSUD Yowari of Sentani into the city of Jayapura",
    "3171012": "RSUP Fatmawati stands at Cilandak, 1.5 km south",
    "3302026": "RSUD Margono stands at Jalan Gumbreg, 2 km east",
    "9271012": "RSUD Jayapura stands at Dok II, 1 km north",
}


def _demo_rows() -> list[dict[str, str]]:
    with files("backend.demo").joinpath("facilities.csv").open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def _members() -> list[dict[str, str]]:
    with files("backend.demo").joinpath("members.csv").open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def test_every_province_every_class_and_at_least_300() -> None:
    rows = _demo_rows()
    assert len(rows) >= 300
    assert {regencies()[row["regency_code"]].province.code for row in rows} == set(provinces())
    assert {row["hospital_class"] for row in rows if row["type"] == "hospital"} == {"A", "B", "C", "D"}
    assert set(Counter(row["type"] for row in rows)) <= set(TYPES)


def test_every_member_finds_their_own_facility(demo_index: FacilityIndex) -> None:
    there = {(spot.name, regencies()[spot.regency_code].name) for spot in demo_index.spots}
    assert {(row["fktp"], row["city"]) for row in _members()} <= there


@pytest.mark.skipif(not SHARED.exists(), reason="the real facilities are not beside this checkout (../shared/data)")
def test_coordinates_agree_with_the_ministrys_list() -> None:
    with SHARED.open(encoding="utf-8") as file:
        real = {row["code"]: row for row in csv.DictReader(file)}
    for row in _demo_rows():
        listed = real.get(row["code"])
        if listed is None or row["code"] in KNOWN_TO_DIFFER_M:
            continue
        apart = haversine_m(
            float(row["latitude"]), float(row["longitude"]), float(listed["latitude"]), float(listed["longitude"])
        )
        regency = find_regency(listed["regency_code"], listed["regency"])
        assert apart < 100, row["name"]
        assert regency is not None
        assert regency.code == row["regency_code"], row["name"]
