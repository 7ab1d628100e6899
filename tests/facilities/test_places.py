"""Places as members type them: typos, nicknames, namesakes, landmarks, abroad."""

import pytest

from backend.facilities.index import FacilityIndex, areas_in
from backend.facilities.search import check_point, find_place, place_by_id
from backend.regions.catalogue import find_regency, known_places, provinces, regencies
from backend.regions.geo import inside_indonesia_box

ONE = [
    ("cibiru", "Cibiru, Kota Bandung"),
    ("cibru", "Cibiru, Kota Bandung"),
    ("jogja", "Kota Yogyakarta"),
    ("di jogjakarta", "Kota Yogyakarta"),
    ("kota bandung", "Kota Bandung"),
    ("kab bandung", "Kabupaten Bandung"),
    ("sleman", "Kabupaten Sleman"),
    ("depok", "Kota Depok"),
    ("makasar", "Kota Makassar"),
    ("ujung berung bandung", "Ujungberung, Kota Bandung"),
    ("kota gede", "Kotagede, Kota Yogyakarta"),
    ("gunung mas", "Kabupaten Gunung Mas"),
    ("solo", "Kota Surakarta"),
    ("purwokerto", "Purwokerto, Kabupaten Banyumas"),
    ("jakarta", "DKI Jakarta"),
    ("jaksel", "Kota Jakarta Selatan"),
    ("jambi", "Kota Jambi"),
    ("medan johor", "Medan Johor, Kota Medan"),
    ("lubuk linggau", "Kota Lubuklinggau"),
    ("wamena", "Wamena, Kabupaten Jayawijaya"),
    ("dekat rs sardjito", "RSUP Dr. Sardjito, Kabupaten Sleman"),
    ("rscm", "RSUPN Dr. Cipto Mangunkusumo, Kota Jakarta Pusat"),
    ("banjarmasn", "Kota Banjarmasin"),
    ("delanggu", "Delanggu, Kabupaten Klaten"),
    ("kec. tondano utara", "Tondano Utara, Kabupaten Minahasa"),
]


@pytest.mark.parametrize(("typed", "label"), ONE)
def test_a_typed_place_is_one(demo_index: FacilityIndex, typed: str, label: str) -> None:
    answer = find_place(demo_index, typed)
    assert (answer.status, answer.place and answer.place.label) == ("ok", label)


@pytest.mark.parametrize(
    ("typed", "choices"),
    [
        ("bandung", {"Kabupaten Bandung", "Kota Bandung"}),
        ("bekasi", {"Kabupaten Bekasi", "Kota Bekasi"}),
        ("kecamatan depok", {"Depok, Kabupaten Sleman", "Depok, Kabupaten Cirebon"}),
        ("stasiun bekasi", {"Kabupaten Bekasi", "Kota Bekasi"}),
        ("gorontalo", {"Kabupaten Gorontalo", "Kota Gorontalo"}),
        ("tegalrejo atau jetis", set()),
    ],
)
def test_namesakes_are_choices(demo_index: FacilityIndex, typed: str, choices: set[str]) -> None:
    answer = find_place(demo_index, typed)
    assert {place.label for place in answer.choices} >= choices
    assert answer.status == ("ambiguous" if choices else "unknown")


def test_a_large_province_asks_for_a_city(demo_index: FacilityIndex) -> None:
    answer = find_place(demo_index, "jawa barat")
    assert answer.status == "ambiguous"
    assert all(place.regency_code and place.regency_code.startswith("32") for place in answer.choices)


@pytest.mark.parametrize("typed", ["kuala lumpur", "johor", "singapor", "rs di mekah", "Dili"])
def test_places_abroad_are_outside(demo_index: FacilityIndex, typed: str) -> None:
    assert find_place(demo_index, typed).status == "outside"


def test_the_name_of_a_country_may_belong_to_a_place_of_ours(demo_index: FacilityIndex) -> None:
    assert find_place(demo_index, "stasiun pondok cina").status != "outside"


@pytest.mark.parametrize("typed", ["xyzzy", "jalan pemuda", "kota", ""])
def test_nonsense_is_unknown(demo_index: FacilityIndex, typed: str) -> None:
    assert find_place(demo_index, typed).status == "unknown"


def test_choices_come_back_by_their_id(demo_index: FacilityIndex) -> None:
    for place in find_place(demo_index, "bandung").choices:
        assert place_by_id(demo_index, place.id) == place
    assert place_by_id(demo_index, "f3404015") is not None
    assert place_by_id(demo_index, "r0000") is None


@pytest.mark.parametrize(
    ("latitude", "longitude", "inside"),
    [
        (-6.2, 106.8, True),
        (5.9, 95.3, True),
        (-10.9, 122.8, True),
        (-8.5, 140.4, True),
        (1.13, 104.05, True),
        (1.35, 103.85, False),
        (3.14, 101.69, False),
        (51.5, -0.1, False),
        (-12.0, 130.0, False),
        (-8.56, 125.57, False),
        (4.13, 117.66, True),
    ],
)
def test_points_outside_indonesia_are_recognised(latitude: float, longitude: float, inside: bool) -> None:
    assert check_point(latitude, longitude) is inside


def test_the_catalogue_is_complete() -> None:
    assert (len(provinces()), len(regencies())) == (38, 514)
    assert {regency.province.code for regency in regencies().values()} == set(provinces())
    assert all(inside_indonesia_box(regency.latitude, regency.longitude) for regency in regencies().values())
    assert all(check_point(regency.latitude, regency.longitude) for regency in regencies().values())
    assert all(place.regency_code in regencies() for place in known_places())


def test_codes_from_before_the_papuan_provinces_are_understood() -> None:
    merauke = find_regency("9101")
    assert merauke is not None
    assert (merauke.code, merauke.province.name, merauke.province.time_zone) == (
        "9301",
        "Papua Selatan",
        "Asia/Jayapura",
    )


@pytest.mark.parametrize(
    ("typed", "label"),
    [
        ("pasar godean", "Godean, Kabupaten Sleman"),
        ("pasar raya padang", "Kota Padang"),
        ("tugu jogja", "Kota Yogyakarta"),
        ("alun alun kidul jogja", "Kota Yogyakarta"),
    ],
)
def test_a_landmark_that_is_not_known_is_looked_for_where_its_name_ends(
    demo_index: FacilityIndex, typed: str, label: str
) -> None:
    place = find_place(demo_index, typed).place
    assert place is not None
    assert place.label == label


def test_a_village_that_only_addresses_tell_of_is_a_place(demo_index: FacilityIndex) -> None:
    place = find_place(demo_index, "canggu").place
    assert place is not None
    assert place.label == "Canggu, Kabupaten Badung"
    assert place_by_id(demo_index, place.id) == place


@pytest.mark.parametrize("typed", ["pasar xqzzy", "jalan sudirman", "gedung serba guna"])
def test_a_landmark_without_a_place_in_its_name_stays_unknown(demo_index: FacilityIndex, typed: str) -> None:
    assert find_place(demo_index, typed).status == "unknown"


@pytest.mark.parametrize(
    ("address", "areas"),
    [
        ("Jl. Raya Canggu No. 999X", ["Canggu"]),
        ("Jl. Batu Belig No. 8, Kerobokan", ["Kerobokan"]),
        ("Ds. Sugih Waras,  Kec. Teluk Gelam", ["Sugih Waras"]),
        ("Jl. Jenderal Sudirman No. 12", []),
    ],
)
def test_an_address_tells_of_areas_and_not_of_its_street(address: str, areas: list[str]) -> None:
    assert areas_in(address) == areas
