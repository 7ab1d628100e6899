"""What stands in the clear in a database, as whoever got a copy of it would read it."""

from sqlalchemy import Connection, text

_TABLES = text(
    "SELECT quote_ident(table_name) FROM information_schema.tables"
    " WHERE table_schema = 'public' AND table_type = 'BASE TABLE'"
)


def tables_with(connection: Connection, words: str) -> list[str]:
    """The tables that have these words, whatever their case, in any column of any row."""
    found = []
    for table in connection.scalars(_TABLES).all():
        query = text(f"SELECT 1 FROM {table} AS line WHERE line::text ILIKE :words LIMIT 1")  # noqa: S608 - of the schema
        if connection.scalar(query, {"words": f"%{words}%"}):
            found.append(str(table))
    return found
