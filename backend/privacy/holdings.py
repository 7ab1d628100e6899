"""Finding all that we hold about one member, whatever topic wrote it."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Table, false, func, select
from sqlalchemy.orm import Session

from backend.db import Base
from backend.privacy.catalogue import Category, catalogue, existing

MOST_ROWS = 5000
"""Of one table in one copy; the newest first where rows have a time. Only the log of a very old account gets near."""
_HIDDEN_ENDINGS = ("_hash",)


@dataclass(frozen=True)
class Subject:
    """Whose data: the member, the family if they are its head, and the conversation in which they ask."""

    member_id: str
    family_id: str | None
    conversation_id: UUID | None


@dataclass(frozen=True)
class Holding:
    """How much there is of one kind."""

    category: Category
    count: int


def mine(table: Table, subject: Subject) -> ColumnElement[bool]:
    """Which rows of a table are about the subject."""
    found = catalogue()
    if table.name in found.via:
        column, parent_name = found.via[table.name]
        parent = Base.metadata.tables[parent_name]
        return table.c[column].in_(select(parent.primary_key.columns[0]).where(mine(parent, subject)))
    if table.name == "members":
        return table.c.id == subject.member_id
    if table.name in found.by_conversation:
        return _in_conversation(table, subject)
    if "member_id" in table.c:
        return table.c.member_id == subject.member_id
    if "family_id" in table.c and subject.family_id:
        return table.c.family_id == subject.family_id
    return false()


def _in_conversation(table: Table, subject: Subject) -> ColumnElement[bool]:
    here = table.c.conversation_id == subject.conversation_id if subject.conversation_id else false()
    if "member_id" in table.c:  # of this member wherever it is; of nobody in particular only in this conversation
        return (table.c.member_id == subject.member_id) | (here & table.c.member_id.is_(None))
    if table.name == "messages":
        return here & ~table.c.internal & (table.c.kind.not_in(("prompt", "erased")))
    return here


def holdings(session: Session, subject: Subject) -> list[Holding]:
    """How many rows of each kind there are; kinds without any are left out."""
    counted = [
        Holding(category, sum(_count(session, table, subject) for table in existing(category.tables)))
        for category in catalogue().categories
    ]
    return [holding for holding in counted if holding.count]


def _count(session: Session, table: Table, subject: Subject) -> int:
    return session.scalar(select(func.count()).select_from(table).where(mine(table, subject))) or 0


def rows(session: Session, table: Table, subject: Subject) -> list[dict[str, Any]]:
    """The rows themselves, decrypted, without keys and hashes."""
    hidden = catalogue().hidden
    shown = [c for c in table.columns if c.name not in hidden and not c.name.endswith(_HIDDEN_ENDINGS)]
    order = [c.desc() for c in table.columns if c.name in ("at", "created_at", "sent_at")]
    query = select(*shown).where(mine(table, subject)).order_by(*order).limit(MOST_ROWS)
    return [_opened(dict(row)) for row in session.execute(query).mappings()]


def _opened(row: dict[str, Any]) -> dict[str, Any]:
    """A sealed message with its content where that of others is."""
    held = row.pop("sealed", None) or {}
    return row | {name: value for name, value in held.items() if name in row}


def everything(session: Session, subject: Subject) -> Iterator[tuple[Category, str, list[dict[str, Any]]]]:
    """Kind, table and rows of all that we hold."""
    for category in catalogue().categories:
        for table in existing(category.tables):
            if found := rows(session, table, subject):
                yield category, table.name, found
