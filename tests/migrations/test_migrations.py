"""The migrations make exactly the tables that the models describe."""

from typing import Any

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from backend.db import get_engine
from backend.models import metadata


def ours(_object: object, name: str | None, kind: str, _reflected: bool, _compare_to: object) -> bool:
    return not (kind == "table" and (name or "").startswith("procrastinate_"))


def test_the_migrated_schema_is_the_one_of_the_models(database: str) -> None:
    options: dict[str, Any] = {"include_object": ours, "compare_type": True}
    with get_engine().connect() as connection:
        context = MigrationContext.configure(connection, opts=options)
        assert compare_metadata(context, metadata) == []
