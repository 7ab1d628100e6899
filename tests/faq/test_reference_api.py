"""The dated tables over HTTP."""

from fastapi.testclient import TestClient


def test_values_carry_their_unit_and_their_age(api: TestClient) -> None:
    names = "contribution.class_3.member_share,penalty.percent"
    values = api.get("/service/v1/reference/values", params={"names": names}).json()["values"]
    assert (values["contribution.class_3.member_share"]["value"], values["penalty.percent"]["unit"]) == (
        "35000",
        "percent",
    )
    assert values["penalty.percent"]["checked_on"]


def test_an_unknown_name_is_refused(api: TestClient) -> None:
    answer = api.get("/service/v1/reference/values", params={"names": "nothing.such"})
    assert (answer.status_code, answer.json()["code"]) == (404, "unknown_reference")
