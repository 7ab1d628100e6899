"""Takes back what a dialogue paid, enrolled, registered or agreed to: dialogues share the few demo members."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
from psycopg.sql import SQL, Composed, Identifier

_KEPT = {
    "autodebit_mandates": ("state", "ended_at"),
    "members": ("status", "status_reason", "arrears_months", "autodebit_bank"),
    "invoices": ("payment_id", "waived_on"),
    "payments": ("state", "problem"),
}
"""What changes, by table; invoices before the payments that they point to."""
_ADDED = ("installment_plans", "autodebit_debits", "reactivations", "contribution_news", "payment_watches")
_BEGUN = ("registrations", "screenings")
"""Tables of which only rows that were added are taken back."""

Connection = psycopg.Connection[tuple[Any, ...]]
Rows = dict[str, list[tuple[Any, ...]]]


@contextmanager
def undone(database_url: str) -> Iterator[None]:
    """The money of all families, and what their members have begun, is afterwards what it was before."""
    with psycopg.connect(database_url) as connection:
        before = {table: connection.execute(_select(table)).fetchall() for table in _KEPT}
        begun = {table: _ids(connection, table) for table in _BEGUN}
    try:
        yield
    finally:
        with psycopg.connect(database_url) as connection:
            _restore(connection, before)
            for table, ids in begun.items():
                connection.execute(SQL("DELETE FROM {} WHERE NOT id = ANY(%s)").format(Identifier(table)), [ids])


def _ids(connection: Connection, table: str) -> list[Any]:
    return [row[0] for row in connection.execute(SQL("SELECT id FROM {}").format(Identifier(table)))]


def _select(table: str) -> Composed:
    columns = SQL(", ").join(map(Identifier, (*_KEPT[table], "id")))
    return SQL("SELECT {} FROM {}").format(columns, Identifier(table))


def _restore(connection: Connection, before: Rows) -> None:
    for table in _ADDED:
        connection.execute(SQL("DELETE FROM {}").format(Identifier(table)))
    for table, rows in before.items():
        changes = SQL(", ").join(SQL("{} = %s").format(Identifier(column)) for column in _KEPT[table])
        update = SQL("UPDATE {} SET {} WHERE id = %s").format(Identifier(table), changes)
        connection.cursor().executemany(update, rows)
        delete = SQL("DELETE FROM {} WHERE NOT id = ANY(%s)").format(Identifier(table))
        connection.execute(delete, [[row[-1] for row in rows]])
