"""The facility API as the actions call it."""

from fastapi.testclient import TestClient


def test_find_answers_everything_in_one_call(api: TestClient, demo: None) -> None:
    found = api.get("/service/v1/facilities/find", params={"q": "cibiru", "type": "puskesmas", "limit": 2}).json()
    first = found["items"][0]
    assert (found["status"], found["place"]["label"], found["next_offset"]) == ("ok", "Cibiru, Kota Bandung", 2)
    assert first["name"] == "Puskesmas Cibiru"
    assert first.keys() >= {
        "code",
        "address",
        "phone",
        "distance_m",
        "open_now",
        "opens_at",
        "latitude",
        "longitude",
        "time_zone",
    }


def test_a_choice_of_an_ambiguous_place_leads_on(api: TestClient, demo: None) -> None:
    asked = api.get("/service/v1/facilities/find", params={"q": "bandung", "type": "rs"}).json()
    assert asked["status"] == "ambiguous"
    city = next(choice for choice in asked["choices"] if choice["label"] == "Kota Bandung")
    found = api.get("/service/v1/facilities/nearest", params={"place_id": city["id"], "type": "rs"}).json()
    assert found["status"] == "ok"
    assert {item["regency"] for item in found["items"]} == {"Kota Bandung"}


def test_search_and_one_facility(api: TestClient, demo: None) -> None:
    found = api.get("/service/v1/facilities/search", params={"q": "rsud slemen"}).json()
    assert (found["status"], found["items"][0]["code"]) == ("one", "3404011")
    one = api.get("/service/v1/facilities/3404011").json()
    assert (one["name"], one["always_open"]) == ("RSUD Sleman", True)


def test_several_hospitals_are_offered_with_their_city(api: TestClient, demo: None) -> None:
    found = api.get("/service/v1/facilities/search", params={"q": "rsud tarakan"}).json()
    assert found["status"] == "several"
    assert [choice["label"] for choice in found["choices"]][:2] == [
        "RSUD Tarakan, Kota Jakarta Pusat",
        "RSUD dr. H. Jusuf SK, Kota Tarakan",
    ]


def test_an_unknown_code_and_an_impossible_coordinate_are_refused(api: TestClient) -> None:
    assert api.get("/service/v1/facilities/0000000").json()["code"] == "facility_not_found"
    assert api.get("/service/v1/facilities/find", params={"lat": 91, "lon": 0}).status_code == 422
    assert (
        api.get("/service/v1/facilities/search", params={"q": "x", "type": "bengkel"}).json()["code"]
        == "unknown_facility_type"
    )


def test_an_empty_database_finds_nothing(api: TestClient) -> None:
    found = api.get("/service/v1/facilities/find", params={"q": "sleman"}).json()
    assert (found["status"], found["items"]) == ("ok", [])
