"""Alembic's entry point: online migrations on the configured database."""

from alembic import context
from sqlalchemy import create_engine, text

from backend.models import metadata

# Two `up` on one database must not migrate at the same time; any constant known to both will do.
_LOCK = 165_165_165


def _ours(_object: object, name: str | None, kind: str, _reflected: bool, _compare_to: object) -> bool:
    return not (kind == "table" and (name or "").startswith("procrastinate_"))


engine = create_engine(context.config.get_main_option("sqlalchemy.url") or "")
with engine.connect() as connection:
    connection.execute(text("SELECT pg_advisory_lock(:key)"), {"key": _LOCK})
    connection.commit()
    context.configure(connection=connection, target_metadata=metadata, include_object=_ours, compare_type=True)
    with context.begin_transaction():
        context.run_migrations()
    connection.execute(text("SELECT pg_advisory_unlock(:key)"), {"key": _LOCK})
    connection.commit()
engine.dispose()
