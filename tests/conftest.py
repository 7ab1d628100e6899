"""Fixtures shared by all tests: a real PostgreSQL, sessions on it, the web application and the demonstration data."""

import os
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from argon2 import PasswordHasher
from argon2.profiles import CHEAPEST
from fastapi import FastAPI
from fastapi.testclient import TestClient
from sqlalchemy import delete, func, literal, select, table, text, union_all
from sqlalchemy.orm import Session
from starlette.datastructures import State

from backend.handover import accounts
from backend.settings import get_settings
from tests.support.browser import browser  # noqa: F401 - a fixture

_QUEUE = ["procrastinate_jobs", "procrastinate_events", "procrastinate_periodic_defers"]
_FEW = 200
_RESTART = """
SELECT setval(format('%I.%I', schemaname, sequencename)::regclass, start_value, false)
FROM pg_sequences WHERE schemaname = 'public' AND last_value IS NOT NULL
"""
NOW = datetime(2026, 11, 22, 3, 0, tzinfo=UTC)


@pytest.fixture(scope="session", autouse=True)
def cheap_passwords() -> Iterator[None]:
    """Hashing a password is slow on purpose; hundreds of logins of these tests need no protection."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(accounts, "_hasher", PasswordHasher.from_parameters(CHEAPEST))
        yield


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
        from backend.db import get_engine
        from care165.migrate import migrate

        migrate()
        # Statistics of a table that one test had emptied would mislead the plans of the next, which fills it.
        with get_engine().connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(text("ALTER SYSTEM SET autovacuum = off"))
            connection.execute(text("SELECT pg_reload_conf()"))
        yield url
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
    """Empties every table of ours and the job queue. Truncating a table takes longer than deleting a few rows from it,
    and most are empty.
    """
    from backend.db import get_engine
    from backend.models import metadata

    tables = [*metadata.sorted_tables, *map(table, _QUEUE)]
    rows = [select(literal(1)).select_from(one).limit(_FEW).subquery() for one in tables]
    counts = [
        select(literal(at), select(func.count()).select_from(some).scalar_subquery()) for at, some in enumerate(rows)
    ]
    with get_engine().begin() as connection:
        used = {tables[at]: count for at, count in connection.execute(union_all(*counts)) if count}
        if many := ", ".join(f'"{one.name}"' for one, count in used.items() if count == _FEW):
            connection.execute(text(f"TRUNCATE {many} CASCADE"))
        connection.execute(text("SET LOCAL session_replication_role = replica"))  # in any order, and no trigger
        for one, count in used.items():
            if count < _FEW:
                connection.execute(delete(one))
        connection.execute(text(_RESTART))


@pytest.fixture
def committed(database: str) -> Iterator[None]:
    """For tests that commit: the tables are emptied afterwards."""
    yield
    truncate_all()


@pytest.fixture(scope="session")
def application(database: str) -> FastAPI:
    """The web application; its many routes are put together once."""
    from care165.web import create_app

    return create_app()


@pytest.fixture
def api(application: FastAPI, committed: None) -> Iterator[TestClient]:
    """The web application, called with the internal secret; what it commits is emptied after the test, and what it
    remembers, or a test replaced, is forgotten.
    """
    application.state, application.dependency_overrides = State(), {}
    with TestClient(application, headers={"X-Internal-Secret": get_settings().internal_secret}) as client:
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
