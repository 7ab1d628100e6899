"""The bed API as the actions and feeds call it."""

from fastapi.testclient import TestClient


def test_one_sentence_one_call(api: TestClient, demo: None) -> None:
    found = api.get("/service/v1/beds/find", params={"facility": "rs sardjito", "class": "kelas tiga"}).json()
    assert (found["facility"]["code"], found["asked_classes"][0]["code"], found["none_free"]) == (
        "3404015",
        "KL3",
        True,
    )
    assert found["alternatives"][0]["facility"]["distance_m"] > 0
    assert found["as_of"].endswith("+07:00")


def test_a_report_comes_in_and_is_read_back(api: TestClient, demo: None) -> None:
    room = {"class_code": "KL3", "room_code": "BARU", "room_name": "Ruang Baru", "capacity": 10, "available": 4}
    assert api.post("/service/v1/beds/3401015/reports", json=room).status_code == 204
    assert api.get("/service/v1/beds/3401015", params={"class": "kelas 3"}).json()["available"] == 4
    refused = api.post("/service/v1/beds/3401015/reports", json=room | {"available": 11})
    assert (refused.status_code, refused.json()["code"]) == (422, "bed_free_over_capacity")
    without_zone = api.post("/service/v1/beds/3401015/reports", json=room | {"reported_at": "2026-11-22T10:00:00"})
    assert (without_zone.status_code, without_zone.json()["code"]) == (422, "invalid_request")


def test_classes(api: TestClient) -> None:
    assert len(api.get("/service/v1/beds/classes").json()) == 16
    assert api.get("/service/v1/beds/classes/resolve", params={"q": "icu anak"}).json()["classes"][0]["code"] == "PIC"
