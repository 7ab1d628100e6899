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
    command.upgrade(alembic_config(), "head")
