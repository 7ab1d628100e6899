"""The job queue: procrastinate on our PostgreSQL."""

from functools import lru_cache
from typing import Any

import procrastinate
import psycopg
from psycopg_pool import AsyncConnectionPool

from backend.db import database_url, hung_up

SECOND_CRON = "* * * * * */{}"
"""Cron with seconds as the sixth field, as croniter reads it."""


async def _check(connection: psycopg.AsyncConnection[Any]) -> None:
    if hung_up(connection):
        raise psycopg.OperationalError("the server has ended the connection")


async def _configure(connection: psycopg.AsyncConnection[Any]) -> None:
    await connection.set_autocommit(True)


def _pool(**arguments: Any) -> AsyncConnectionPool:
    return AsyncConnectionPool(**{**arguments, "check": _check})


@lru_cache
def job_app() -> procrastinate.App:
    """The queue of this process; tasks are registered by the worker (``care165.worker``).

    Each of its calls is one statement, so nothing is gained by a transaction around it, nor by asking before it.
    """
    connector = procrastinate.PsycopgConnector(
        conninfo=database_url(), min_size=2, max_size=8, configure=_configure, pool_factory=_pool
    )
    return procrastinate.App(connector=connector)
