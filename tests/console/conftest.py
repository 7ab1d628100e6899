"""Two agents and a supervisor, each with a browser of their own."""

from collections.abc import Callable

import pytest
from fastapi.testclient import TestClient

from tests.support.console import agent, log_in

Browser = Callable[[str], TestClient]


@pytest.fixture
def browser(api: TestClient) -> Browser:
    """Logs somebody in and gives their browser."""

    def opened(login: str) -> TestClient:
        client = TestClient(api.app, follow_redirects=False)
        assert log_in(client, login).status_code == 303
        return client

    return opened


@pytest.fixture
def rina(api: TestClient) -> str:
    agent("rina")
    return "rina"


@pytest.fixture
def bayu(api: TestClient) -> str:
    agent("bayu")
    return "bayu"


@pytest.fixture
def tari(api: TestClient) -> str:
    agent("tari", "supervisor")
    return "tari"
