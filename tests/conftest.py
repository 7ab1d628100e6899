"""Fixtures shared by all tests: a real PostgreSQL, sessions on it, the web application and the demonstration data."""

import os
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import text
from sqlalchemy.orm import Session

from backend.settings import get_settings
from tests.support.browser import browser  # noqa: F401 - a fixture

NOW = datetime(2026, 11, 22, 3, 0, tzinfo=UTC)


@pytest.fixture(scope="session")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data directory of the test run."""
    path = tmp_path_factory.mktemp("care165", numbered=True)
    path.chmod(0o755)
    os.environ["CARE165_HOME"] = str(path)
    get_settings.cache_clear()
    return path


@pytest.fixture(scope="session")
def database(home: Path) -> Iterator[str]:
    """The address of a running embedded PostgreSQL with all tables."""
    from care165.postgres import embedded

    with embedded(home / "postgres") as url:
        os.environ["DATABASE_URL"] = url
        get_settings.cache_clear()
        from care165.migrate import migrate

        migrate()
        yield url
        from backend.db import get_engine

        get_engine().dispose()


@pytest.fixture
def session(database: str) -> Iterator[Session]:
    """A session whose changes are undone after the test, whatever it commits."""
    from backend.db import get_engine

    with get_engine().connect() as connection:
        transaction = connection.begin()
        with Session(connection, join_transaction_mode="create_savepoint", expire_on_commit=False) as session:
            yield session
        transaction.rollback()


@pytest.fixture
def now() -> datetime:
    """Sunday 22 November 2026, 10:00 in Jakarta."""
    return NOW


def truncate_all() -> None:
    """Empties every table of ours and the job queue."""
    from backend.db import get_engine
    from backend.models import metadata

    names = ", ".join(f'"{table.name}"' for table in metadata.sorted_tables)
    with get_engine().begin() as connection:
        connection.execute(text(f"TRUNCATE {names}, procrastinate_jobs RESTART IDENTITY CASCADE"))


@pytest.fixture
def committed(database: str) -> Iterator[None]:
    """For tests that commit: the tables are emptied afterwards."""
    yield
    truncate_all()


@pytest.fixture
def api(committed: None) -> Iterator[TestClient]:
    """The web application, called with the internal secret; what it commits is emptied after the test."""
    from care165.web import create_app

    with TestClient(create_app(), headers={"X-Internal-Secret": get_settings().internal_secret}) as client:
        yield client


@pytest.fixture
def demo(committed: None, now: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    """The demonstration data, as of ``now``, committed; the application lives at that moment too."""
    from backend import clock
    from backend.db import session_scope
    from backend.demo.load import load_all

    monkeypatch.setattr(clock, "now", lambda: now)
    with session_scope() as session:
        load_all(session, now=now)
