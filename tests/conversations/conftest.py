"""One running assistant for all conversation tests: real model, real backend, demonstration data as of now."""

from collections.abc import Iterator

import pytest

from tests.support.running import System, running


@pytest.fixture(scope="session")
def assistant(tmp_path_factory: pytest.TempPathFactory) -> Iterator[System]:
    with running(tmp_path_factory.mktemp("assistant")) as system:
        yield system
