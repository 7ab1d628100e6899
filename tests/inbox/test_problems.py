"""What nobody foresaw is a problem document too."""

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from sqlalchemy import exc

from backend.api.problems import install

LOST = exc.OperationalError("SELECT 1", {}, Exception("server closed the connection"))
RANGE = exc.DataError("SELECT 1", {}, Exception("integer out of range"))


@pytest.mark.parametrize(
    ("error", "status", "header"),
    [
        (LOST, 503, ("retry-after", "2")),
        (exc.TimeoutError(), 503, ("retry-after", "2")),
        (RANGE, 422, ("content-type", "application/problem+json")),
        (RuntimeError("the secret of the house"), 500, ("connection", "close")),
    ],
)
def test_an_error_of_ours_says_no_more_than_it_must(error: Exception, status: int, header: tuple[str, str]) -> None:
    app = FastAPI()
    install(app)

    @app.get("/")
    def fails() -> None:
        raise error

    answer = TestClient(app, raise_server_exceptions=False).get("/")
    assert (answer.status_code, answer.json()["status"]) == (status, status)
    assert answer.headers[header[0]] == header[1]
    assert "secret" not in answer.text
    assert "SELECT" not in answer.text
