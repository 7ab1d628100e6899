"""Database access: one engine a process, sessions that commit or roll back as a whole."""

import select
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from functools import lru_cache
from typing import Any, cast

import psycopg
from sqlalchemy import ColumnElement, CursorResult, Engine, Executable, MetaData, any_, create_engine, event, literal
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.exc import InvalidatePoolError
from sqlalchemy.orm import DeclarativeBase, InstrumentedAttribute, Session

from backend.settings import get_settings

EMBEDDED_URL_FILE = "database_url"
"""Below ``home``: where the embedded server can be reached while it runs."""
NAMING = {
    "ix": "ix_%(column_0_label)s",
    "uq": "uq_%(table_name)s_%(column_0_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


class Base(DeclarativeBase):
    """Base of all tables."""

    metadata = MetaData(naming_convention=NAMING)


def sqlalchemy_url(url: str) -> str:
    """``postgresql://…`` as operators write it, with the driver that we ship."""
    return url.replace("postgres://", "postgresql://", 1).replace("postgresql://", "postgresql+psycopg://", 1)


class NoDatabase(RuntimeError):
    """No database is known to this process; the message says how to get one."""


def database_url() -> str:
    """The configured database, or the embedded one that ``care165 up`` has started for this data directory.

    Raises:
        NoDatabase: neither is known to this process.
    """
    settings = get_settings()
    if settings.database_url:
        return settings.database_url
    noted = settings.home / EMBEDDED_URL_FILE
    if noted.exists():
        return noted.read_text().strip()
    raise NoDatabase("no database: start 'care165 up', or set DATABASE_URL to a PostgreSQL server")


def hung_up(connection: psycopg.BaseConnection[Any]) -> bool:
    """Whether the server has ended an idle connection. It says nothing by itself, so anything to read means an end.

    Asking the server instead (``SELECT 1``) costs a way there and back before each transaction.
    """
    if connection.closed:
        return True
    waiting = select.poll()
    waiting.register(connection.fileno(), select.POLLIN)
    return bool(waiting.poll(0))


@lru_cache
def get_engine() -> Engine:
    """The engine of this process.

    A pool keeps ``web_db_pool`` connections; those that a database restart has cut are replaced before they are used.
    The one used last is used first: it has its statements prepared.
    """
    size = get_settings().web_db_pool
    url = sqlalchemy_url(database_url())
    # Parameters are texts of members: an error that is logged must not carry them.
    engine = create_engine(url, pool_size=size, max_overflow=size, pool_use_lifo=True, hide_parameters=True)

    @event.listens_for(engine, "checkout")
    def replace_cut(connection: psycopg.Connection[Any], *_: object) -> None:
        if hung_up(connection):
            raise InvalidatePoolError("the server has ended the connection")

    return engine


def affected(session: Session, statement: Executable) -> int:
    """Runs a statement that changes or deletes rows; gives how many."""
    return cast("CursorResult[Any]", session.execute(statement)).rowcount


def among(column: InstrumentedAttribute[Any], values: Collection[Any]) -> ColumnElement[bool]:
    """The condition that a column has one of many values.

    ``in_`` makes a parameter of each, and a statement has 65,535 at most (PostgreSQL's protocol); this sends one array.
    """
    return column == any_(literal(list(values), ARRAY(column.type)))


@contextmanager
def session_scope() -> Iterator[Session]:
    """A session that commits when the block ends and rolls back when it raises."""
    with Session(get_engine(), expire_on_commit=False) as session, session.begin():
        yield session


@lru_cache(maxsize=1)
def _each_alone(engine: Engine) -> Engine:
    return engine.execution_options(isolation_level="AUTOCOMMIT")


def each_alone() -> Engine:
    """The same engine and pool, but each statement is a transaction of its own."""
    return _each_alone(get_engine())


@contextmanager
def looking() -> Iterator[Session]:
    """A session that only reads: each statement is a transaction of its own, and so one way to the server and back."""
    with Session(each_alone(), expire_on_commit=False) as session:
        yield session
