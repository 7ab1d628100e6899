"""The job queue: procrastinate on our PostgreSQL."""

from functools import lru_cache

import procrastinate

from backend.db import database_url

SECOND_CRON = "* * * * * */{}"
"""Cron with seconds as the sixth field, as croniter reads it."""


@lru_cache
def job_app() -> procrastinate.App:
    """The queue of this process; tasks are registered by the worker (``care165.worker``)."""
    return procrastinate.App(connector=procrastinate.PsycopgConnector(conninfo=database_url(), min_size=2, max_size=8))
