"""Putting the demonstration data back to its beginning."""

from sqlalchemy import text

from backend import clock
from backend.db import session_scope
from backend.demo.load import load_all
from backend.models import metadata
from backend.settings import get_settings


class NotDemo(Exception):
    """The installation is not a demonstration; its data is not ours to delete."""


def check_demo() -> None:
    """Looks whether the data may go.

    Raises:
        NotDemo: ``CARE165_DEMO`` is false.
    """
    if not get_settings().demo:
        raise NotDemo("CARE165_DEMO is false: this database is not a demonstration and is left alone")


def reset() -> None:
    """Empties all tables and loads the demonstration data as of now, in one transaction.

    Raises:
        NotDemo: as ``check_demo``.
    """
    check_demo()
    names = ", ".join(f'"{table.name}"' for table in metadata.sorted_tables)
    with session_scope() as session:
        session.execute(text(f"TRUNCATE {names}, procrastinate_jobs RESTART IDENTITY CASCADE"))
        load_all(session, now=clock.now())
