"""Names as members type them find the facility that is meant, or offer the right choices."""

from datetime import datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from backend.facilities import service
from backend.facilities.importer import import_facilities
from backend.facilities.index import FacilityIndex, facility_index
from backend.facilities.search import find_facility, find_place

CLEAR = [
    ("rs sardjito", "RSUP Dr. Sardjito"),
    ("RSUP DR. SARDJITO YOGYAKARTA", "RSUP Dr. Sardjito"),
    ("rsud sarjito", "RSUP Dr. Sardjito"),
    ("rsud slemen", "RSUD Sleman"),
    ("puskes cibiru", "Puskesmas Cibiru"),
    ("puskemas panyileukan", "Puskesmas Panyileukan"),
    ("RS hasan sadikn bandung", "RSUP Dr. Hasan Sadikin"),
    ("rshs", "RSUP Dr. Hasan Sadikin"),
    ("rscm", "RSUPN Dr. Cipto Mangunkusumo"),
    ("cipto mangun kusumo", "RSUPN Dr. Cipto Mangunkusumo"),
    ("rs sutomo surabaya", "RSUD Dr. Soetomo"),
    ("sanglah", "RSUP Prof. Dr. I.G.N.G. Ngoerah"),
    ("prof ngurah", "RSUP Prof. Dr. I.G.N.G. Ngoerah"),
    ("rs wahidin makasar", "RSUP Dr. Wahidin Sudirohusodo"),
    ("adam malik medan", "RSUP H. Adam Malik"),
    ("rsup m jamil padang", "RSUP Dr. M. Djamil"),
    ("rsud dok 2 jayapura", "RSUD Jayapura"),
    ("rsud dok ii", "RSUD Jayapura"),
    ("pkm ngemplak 2", "Puskesmas Ngemplak II"),
    ("dharmais", "RS Kanker Dharmais"),
    ("rumkit persahabatan", "RSUP Persahabatan"),
    ("rs fatmawati", "RSUP Fatmawati"),
    ("rsud cibabat cimahi", "RSUD Cibabat"),
    ("RS Moewardi", "RSUD Dr. Moewardi"),
    ("rs yap", "RS Mata Dr. Yap"),
    ("kandou manado", "RSUP Prof. Dr. R. D. Kandou"),
    ("rs husin palembang", "RSUP Dr. Mohammad Hoesin"),
    ("kariadi semarang", "RSUP Dr. Kariadi"),
    ("kantor bpjs jogja", "BPJS Kesehatan Kantor Cabang Yogyakarta"),
]


@pytest.mark.parametrize(("typed", "name"), CLEAR)
def test_a_typed_name_means_one_facility(demo_index: FacilityIndex, typed: str, name: str) -> None:
    answer = find_facility(demo_index, typed)
    assert (answer.status, answer.candidates[0].spot.name) == ("one", name)


def test_two_hospitals_of_one_short_name_are_offered(demo_index: FacilityIndex) -> None:
    answer = find_facility(demo_index, "rs harapan kita")
    assert answer.status == "several"
    assert {one.spot.code for one in answer.candidates[:2]} == {"3174282", "3174260"}


def test_a_number_that_was_left_out_is_asked_for(demo_index: FacilityIndex) -> None:
    answer = find_facility(demo_index, "puskesmas ngemplak")
    assert answer.status == "several"
    assert {one.spot.name for one in answer.candidates} == {"Puskesmas Ngemplak I", "Puskesmas Ngemplak II"}


def test_a_hospital_that_is_not_named_after_its_city_is_offered_by_the_city(demo_index: FacilityIndex) -> None:
    answer = find_facility(demo_index, "rsud cimahi")
    assert (answer.status, [one.spot.name for one in answer.candidates]) == ("several", ["RSUD Cibabat"])


@pytest.mark.parametrize("typed", ["hotel mulia", "qwertyuiop", "", "!!!", "0009900000001"])
def test_what_is_no_facility_finds_none(demo_index: FacilityIndex, typed: str) -> None:
    assert find_facility(demo_index, typed).status == "none"


@pytest.mark.parametrize("typed", ["rumkit", "puskesmas", "rsud dekat sini", "klinik"])
def test_a_kind_alone_is_too_general(demo_index: FacilityIndex, typed: str) -> None:
    assert find_facility(demo_index, typed).status == "too_general"


def test_a_type_filter_keeps_other_kinds_out(demo_index: FacilityIndex) -> None:
    answer = find_facility(demo_index, "sleman", "puskesmas")
    assert [one.spot.name for one in answer.candidates] == ["Puskesmas Sleman"]


def test_namesakes_come_nearest_first(demo_index: FacilityIndex) -> None:
    in_tarakan = (3.30, 117.63)
    assert [one.spot.regency_code for one in find_facility(demo_index, "rsud tarakan", near=in_tarakan).candidates][
        :2
    ] == ["6571", "3171"]


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(max_size=200))
def test_any_text_gets_an_answer(demo_index: FacilityIndex, text: str) -> None:
    answer = find_facility(demo_index, text)
    assert (answer.status in ("one", "several")) is bool(answer.candidates)
    place = find_place(demo_index, text)
    assert (place.status == "ok") is (place.place is not None)


def test_an_exact_code_finds_its_facility(demo_facilities: Session, now: datetime) -> None:
    found = service.search(demo_facilities, text="3404015", kind=None, near=None, limit=5, now=now)
    assert (found.status, [item.code for item in found.items]) == ("one", ["3404015"])


def test_the_index_follows_changes(demo_facilities: Session, now: datetime) -> None:
    assert find_facility(facility_index(demo_facilities), "klinik kenanga biru").status == "none"
    header = "code,name,type,latitude,longitude,regency_code\n"
    import_facilities(demo_facilities, [header, "X1,Klinik Kenanga Biru,clinic,-6.9,107.6,3273\n"], now=now)
    assert find_facility(facility_index(demo_facilities), "klinik kenanga biru").status == "one"


def test_a_hospital_for_mothers_is_no_general_one_of_that_name(demo_facilities: Session, now: datetime) -> None:
    header = "code,name,type,latitude,longitude,regency_code\n"
    import_facilities(demo_facilities, [header, "X2,RSUD Melati Putih,hospital,-6.9,107.6,3273\n"], now=now)
    index = facility_index(demo_facilities)
    assert find_facility(index, "rsud melati putih").status == "one"
    answer = find_facility(index, "rsia melati putih")
    assert (answer.status, len(answer.candidates)) == ("several", 1)
