"""Which tables hold what about a member, and which of it a member may have erased (``data/holdings.yml``)."""

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Literal

import yaml
from sqlalchemy import Table

from backend.db import Base

OTHER = "other"
Erase = Literal["member", "kept"]


@dataclass(frozen=True)
class Category:
    """One kind of data: its tables, whether the member can have it erased, and the law that keeps it otherwise."""

    key: str
    tables: tuple[str, ...]
    erase: Erase
    law: str = ""


@dataclass(frozen=True)
class Catalogue:
    """All kinds, how child tables are reached, and what is not shown, with the reason."""

    categories: tuple[Category, ...]
    via: dict[str, tuple[str, str]]
    by_conversation: frozenset[str]
    not_shown: dict[str, str]
    hidden: frozenset[str]


@lru_cache
def _written() -> Catalogue:
    loaded = yaml.safe_load((Path(__file__).parent / "data" / "holdings.yml").read_text("utf-8"))
    categories = tuple(
        Category(key, tuple(values["tables"]), values["erase"], values.get("law", ""))
        for key, values in loaded["categories"].items()
    )
    via = {name: (column, parent) for name, (column, parent) in loaded["via"].items()}
    by_conversation, hidden = (frozenset(loaded[name]) for name in ("by_conversation", "hidden"))
    return Catalogue(categories, via, by_conversation, loaded["not_shown"], hidden)


def catalogue() -> Catalogue:
    """The catalogue as written, and under ``other`` whatever else carries a member's id: nothing is left unsaid."""
    written = _written()
    named = {name for category in written.categories for name in category.tables} | set(written.not_shown)
    rest = tuple(
        sorted(name for name, table in Base.metadata.tables.items() if "member_id" in table.c and name not in named)
    )
    return Catalogue(
        (*written.categories, Category(OTHER, rest, "kept")) if rest else written.categories,
        written.via,
        written.by_conversation,
        written.not_shown,
        written.hidden,
    )


def existing(names: tuple[str, ...]) -> list[Table]:
    """The tables of these names that this installation has."""
    return [Base.metadata.tables[name] for name in names if name in Base.metadata.tables]
